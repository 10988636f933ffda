#include "stat/variables_plan.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

double accepted(std::int64_t size, double factor, Spread spread, double share) {
  if (share <= 0) return 1;
  if (share >= 1) return 0;
  const double root = std::sqrt(static_cast<double>(size));
  const double z = -normal_quantile(share);
  if (spread == Spread::known) return normal_cdf(root * (z - factor));
  return noncentral_t_upper(factor * root, static_cast<double>(size - 1), z * root);
}

/// The factor at which `share` passes with probability `wanted`: the acceptance falls in it.
double factor_for(std::int64_t size, Spread spread, double share, double wanted) {
  const double z = -normal_quantile(share);
  if (spread == Spread::known) {
    return z - normal_quantile(wanted) / std::sqrt(static_cast<double>(size));
  }
  double low = z - 1;
  double high = z + 1;
  while (accepted(size, low, spread, share) < wanted) low -= high - low;
  while (accepted(size, high, spread, share) > wanted) high += high - low;
  for (int step = 0; step < 100 && high - low > 1e-14 * std::max(1.0, std::abs(low)); ++step) {
    const double middle = (low + high) / 2;
    (accepted(size, middle, spread, share) > wanted ? low : high) = middle;
  }
  return (low + high) / 2;
}

Result<void> check(const Risks& risks) {
  ZH_DO(check_probability("good", risks.good));
  ZH_DO(check_probability("bad", risks.bad));
  ZH_DO(check_probability("pass_good", risks.pass_good));
  ZH_DO(check_probability("pass_bad", risks.pass_bad));
  if (risks.bad <= risks.good) {
    return fail(value_out_of_range, "bad", shown(risks.bad), "> " + shown(risks.good));
  }
  if (risks.pass_bad >= risks.pass_good) {
    return fail(value_out_of_range, "pass_bad", shown(risks.pass_bad),
                "< " + shown(risks.pass_good));
  }
  return {};
}

}  // namespace

Result<double> operate_variables(const VariablesPlan& plan, Spread spread, double share) {
  const std::size_t least = spread == Spread::known ? 1 : 2;
  ZH_DO(check_at_least("size", static_cast<std::size_t>(std::max<std::int64_t>(0, plan.size)),
                       least));
  constexpr std::int64_t most = 1'000'000'000;
  if (plan.size > most) {
    return fail(value_out_of_range, "size", std::to_string(plan.size),
                "<= " + std::to_string(most));
  }
  ZH_DO(check_finite("factor", plan.factor));
  if (!(share >= 0 && share <= 1)) return fail(value_out_of_range, "share", shown(share), "0..1");
  return accepted(plan.size, plan.factor, spread, share);
}

Result<VariablesPlan> design_variables_plan(const Risks& risks, Spread spread) {
  ZH_DO(check(risks));
  // With the factor tied to the good quality, a larger sample passes the bad one less often.
  const auto stops = [&](std::int64_t size) {
    const double factor = factor_for(size, spread, risks.good, risks.pass_good);
    return accepted(size, factor, spread, risks.bad) <= risks.pass_bad;
  };
  constexpr std::int64_t most = 100'000;
  std::int64_t low = spread == Spread::known ? 0 : 1;
  std::int64_t high = low + 1;
  while (high <= most && !stops(high)) {
    low = high;
    high *= 2;
  }
  if (high > most) {
    return fail(value_out_of_range, "bad / good", shown(risks.bad / risks.good), "further from 1");
  }
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (stops(middle) ? high : low) = middle;
  }
  return VariablesPlan{high, factor_for(high, spread, risks.good, risks.pass_good)};
}

Result<double> estimate_nonconforming(std::int64_t size, double lower, double upper) {
  ZH_DO(check_at_least("size", static_cast<std::size_t>(std::max<std::int64_t>(0, size)), 3));
  if (std::isnan(lower)) return fail(value_not_finite, "lower", "nan", "a number or infinity");
  if (std::isnan(upper)) return fail(value_not_finite, "upper", "nan", "a number or infinity");
  const auto n = static_cast<double>(size);
  const auto side = [&](double quality) {
    if (std::isinf(quality)) return quality > 0 ? 0.0 : 1.0;
    const double at = 0.5 - quality * std::sqrt(n) / (2 * (n - 1));
    return beta_cdf(std::clamp(at, 0.0, 1.0), n / 2 - 1, n / 2 - 1);
  };
  return std::min(1.0, side(lower) + side(upper));
}

}  // namespace zhiheng::stat
