#include "stat/rate.h"

#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::int64_t events, double exposure, double confidence) {
  ZH_DO(check_not_negative("events", static_cast<double>(events)));
  ZH_DO(check_positive("exposure", exposure));
  return check_confidence(confidence);
}

}  // namespace

Result<Interval> poisson_interval(std::int64_t events, double exposure, double confidence) {
  ZH_DO(check(events, exposure, confidence));

  const double tail = (1 - confidence) / 2;
  const auto x = static_cast<double>(events);
  const double low = events == 0 ? 0.0 : gamma_quantile(tail, x);
  return Interval{low / exposure, gamma_upper_quantile(tail, x + 1) / exposure};
}

Result<Interval> daly_interval(std::int64_t events, double exposure, double confidence) {
  ZH_TRY(const Interval exact, poisson_interval(events, exposure, confidence));
  if (events > 0) return exact;
  return Interval{0, -std::log1p(-confidence) / exposure};
}

Result<Interval> byar_interval(std::int64_t events, double exposure, double confidence) {
  ZH_DO(check(events, exposure, confidence));

  const double z = normal_quantile((1 + confidence) / 2);
  const auto bound = [](double x, double score) {
    return x * std::pow(1 - 1 / (9 * x) + score / (3 * std::sqrt(x)), 3);
  };
  const double x = static_cast<double>(events) + 0.5;
  return Interval{bound(x, -z) / exposure, bound(x, z) / exposure};
}

}  // namespace zhiheng::stat
