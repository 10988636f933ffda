#include "stat/mean.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check(const Moments& sample) {
  ZH_DO(check_at_least("count", static_cast<std::size_t>(std::max<std::int64_t>(0, sample.count)),
                       2));
  ZH_DO(check_finite("mean", sample.mean));
  return check_not_negative("variance", sample.variance);
}

MeanEstimate with_interval(double mean, double error, double freedom, double confidence) {
  const double half = student_quantile((1 + confidence) / 2, freedom) * error;
  return {mean, error, freedom, {mean - half, mean + half}};
}

}  // namespace

Result<Moments> moments_of(std::span<const double> values) {
  ZH_DO(check_at_least("values", values.size(), 2));
  ZH_DO(check_finite("values", values));
  double mean = 0;
  double squares = 0;
  double n = 0;
  for (const double value : values) {
    n += 1;
    const double before = value - mean;
    mean += before / n;
    squares += before * (value - mean);
  }
  return Moments{static_cast<std::int64_t>(values.size()), mean, squares / (n - 1)};
}

Result<MeanEstimate> mean_interval(const Moments& sample, double confidence) {
  ZH_DO(check(sample));
  ZH_DO(check_confidence(confidence));
  const auto n = static_cast<double>(sample.count);
  return with_interval(sample.mean, std::sqrt(sample.variance / n), n - 1, confidence);
}

Result<MeanComparison> compare_means(const Moments& first, const Moments& second,
                                     double confidence) {
  ZH_DO(check(first));
  ZH_DO(check(second));
  ZH_DO(check_confidence(confidence));
  const auto n1 = static_cast<double>(first.count);
  const auto n2 = static_cast<double>(second.count);
  const double v1 = first.variance / n1;
  const double v2 = second.variance / n2;
  const double error = std::sqrt(v1 + v2);
  const double difference = first.mean - second.mean;
  if (error == 0) {
    const double infinite = std::copysign(std::numeric_limits<double>::infinity(), difference);
    const bool equal = difference == 0;
    return MeanComparison{
        difference, {difference, difference}, equal ? 0 : infinite, n1 + n2 - 2, equal ? 1.0 : 0.0};
  }
  const double share = v1 / (v1 + v2);  // scale-free form: squares of tiny variances underflow
  const double freedom = 1 / (share * share / (n1 - 1) + (1 - share) * (1 - share) / (n2 - 1));
  const double half = student_quantile((1 + confidence) / 2, freedom) * error;
  const double t = difference / error;
  return MeanComparison{difference,
                        {difference - half, difference + half},
                        t,
                        freedom,
                        std::min(1.0, 2 * student_upper(std::abs(t), freedom))};
}

Result<RatioSums> ratio_sums_of(std::span<const double> numerators,
                                std::span<const double> denominators) {
  ZH_DO(check_same_length("denominators", denominators.size(), numerators.size()));
  ZH_DO(check_finite("numerators", numerators));
  ZH_DO(check_finite("denominators", denominators));
  RatioSums sums;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    const double y = numerators[i];
    const double x = denominators[i];
    sums.count += 1;
    sums.y += y;
    sums.x += x;
    sums.yy += y * y;
    sums.xy += x * y;
    sums.xx += x * x;
  }
  return sums;
}

Result<MeanEstimate> ratio_interval(const RatioSums& sums, double confidence) {
  ZH_DO(
      check_at_least("count", static_cast<std::size_t>(std::max<std::int64_t>(0, sums.count)), 2));
  ZH_DO(check_positive("sum of denominators", sums.x));
  ZH_DO(check_confidence(confidence));
  const double ratio = sums.y / sums.x;
  const double residual = sums.yy - 2 * ratio * sums.xy + ratio * ratio * sums.xx;
  ZH_DO(check_finite("sums", residual));
  const auto n = static_cast<double>(sums.count);
  // Rounding can leave a speck below zero when every unit has the same ratio.
  const double error = std::sqrt(n / (n - 1) * std::max(0.0, residual)) / sums.x;
  return with_interval(ratio, error, n - 1, confidence);
}

}  // namespace zhiheng::stat
