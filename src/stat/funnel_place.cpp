#include "stat/funnel_place.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/comparison.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

FunnelPlace placed(double value, double at_most, double at_least) {
  return {value, at_most, at_least, std::min(1.0, 2 * std::min(at_most, at_least))};
}

FunnelPlace placed_by(double z, double value) {
  return placed(value, normal_cdf(z), normal_upper(z));
}

}  // namespace

Result<FunnelPlace> funnel_place(const Proportion& unit, double target, double tau_squared) {
  ZH_TRY(const BinomialTest exact, binomial_test(unit, target));
  ZH_DO(check_not_negative("tau_squared", tau_squared));
  const auto n = static_cast<double>(unit.trials);
  const double value = static_cast<double>(unit.count) / n;
  if (tau_squared == 0) return placed(value, exact.at_most, exact.at_least);
  const double gap = std::asin(std::sqrt(value)) - std::asin(std::sqrt(target));
  return placed_by(gap / std::sqrt(1 / (4 * n) + tau_squared), value);
}

Result<FunnelPlace> funnel_place_poisson(std::int64_t observed, double expected,
                                         double tau_squared) {
  ZH_DO(check_not_negative("observed", static_cast<double>(observed)));
  ZH_DO(check_positive("expected", expected));
  ZH_DO(check_not_negative("tau_squared", tau_squared));
  constexpr double most = 1e15;  // whole counts stay exact as doubles up to here
  if (expected > most) return fail(value_out_of_range, "expected", shown(expected), "<= 1e15");
  const double value = static_cast<double>(observed) / expected;
  if (tau_squared == 0) {
    return placed(value, poisson_cdf(observed, expected), poisson_at_least(observed, expected));
  }
  return placed_by((std::sqrt(value) - 1) / std::sqrt(1 / (4 * expected) + tau_squared), value);
}

}  // namespace zhiheng::stat
