#include "stat/proportion.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"

namespace zhiheng::stat {
namespace {

Result<void> check(std::int64_t count, std::int64_t trials, double confidence) {
  ZH_DO(check_count(count, trials));
  return check_confidence(confidence);
}

}  // namespace

Result<Interval> wilson_interval(std::int64_t count, std::int64_t trials, double confidence) {
  ZH_DO(check(count, trials, confidence));

  const auto n = static_cast<double>(trials);
  const double p = static_cast<double>(count) / n;
  const double z = normal_quantile((1 + confidence) / 2);
  const double scale = 1 + z * z / n;
  const double centre = (p + z * z / (2 * n)) / scale;
  const double half = z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;
  // For none and all the bound is known exactly; the formula would leave a speck of rounding.
  return Interval{count == 0 ? 0.0 : std::max(0.0, centre - half),
                  count == trials ? 1.0 : std::min(1.0, centre + half)};
}

Result<Interval> clopper_pearson_interval(std::int64_t count, std::int64_t trials,
                                          double confidence) {
  ZH_DO(check(count, trials, confidence));

  const double tail = (1 - confidence) / 2;
  const auto x = static_cast<double>(count);
  const auto n = static_cast<double>(trials);
  return Interval{count == 0 ? 0.0 : beta_quantile(tail, x, n - x + 1),
                  count == trials ? 1.0 : beta_upper_quantile(tail, x + 1, n - x)};
}

Result<Interval> jeffreys_interval(std::int64_t count, std::int64_t trials, double confidence) {
  ZH_DO(check(count, trials, confidence));

  const double tail = (1 - confidence) / 2;
  const double with = static_cast<double>(count) + 0.5;
  const double without = static_cast<double>(trials - count) + 0.5;
  return Interval{count == 0 ? 0.0 : beta_quantile(tail, with, without),
                  count == trials ? 1.0 : beta_upper_quantile(tail, with, without)};
}

Result<Interval> agresti_coull_interval(std::int64_t count, std::int64_t trials,
                                        double confidence) {
  ZH_DO(check(count, trials, confidence));

  const double z = normal_quantile((1 + confidence) / 2);
  const double n = static_cast<double>(trials) + z * z;
  const double p = (static_cast<double>(count) + z * z / 2) / n;
  const double half = z * std::sqrt(p * (1 - p) / n);
  return Interval{p - half, p + half};
}

}  // namespace zhiheng::stat
