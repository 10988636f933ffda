#pragma once
// How sure are we of a mean, or of a ratio of two totals?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// What a database can say about a sample: how many, their mean, their variance (divisor n - 1).
struct Moments {
  std::int64_t count = 0;
  double mean = 0;
  double variance = 0;
};

/// Moments of a list, in one stable pass (Welford).
///
/// @fails too_few_observations (fewer than two), value_not_finite
[[nodiscard]] Result<Moments> moments_of(std::span<const double> values);

struct MeanEstimate {
  double mean = 0;
  double standard_error = 0;
  double degrees_of_freedom = 0;
  Interval interval;
};

/// Mean with Student's interval: mean -/+ t(n - 1) s / sqrt(n).
///
/// @fails   too_few_observations (fewer than two), value_not_finite, value_negative (variance),
///          confidence_out_of_range
/// @source  Student, Biometrika 6 (1908) 1-25
[[nodiscard]] Result<MeanEstimate> mean_interval(const Moments& sample, double confidence = 0.95);

struct MeanComparison {
  double difference = 0;  ///< first minus second
  Interval interval;
  double t = 0;  ///< 0 when neither sample varies and the means agree, else infinite
  double degrees_of_freedom = 0;
  double p_value = 1;
};

/// Two means compared without assuming equal variances (Welch), two-sided.
///
/// @fails   as mean_interval
/// @source  B. L. Welch, Biometrika 34 (1947) 28-35
[[nodiscard]] Result<MeanComparison> compare_means(const Moments& first, const Moments& second,
                                                   double confidence = 0.95);

/// Sums over the units of a sample that a database can deliver in one query.
struct RatioSums {
  std::int64_t count = 0;  ///< units
  double y = 0;            ///< sum of numerators
  double x = 0;            ///< sum of denominators, > 0
  double yy = 0;           ///< sum of squares and products
  double xy = 0;
  double xx = 0;
};

/// The sums of two lists, one pair per unit.
///
/// @fails lengths_differ, value_not_finite
[[nodiscard]] Result<RatioSums> ratio_sums_of(std::span<const double> numerators,
                                              std::span<const double> denominators);

/// Ratio of totals, e.g. quality loss over output value (质量损失率), with its linearised error.
///
/// R = sum y / sum x;  SE^2 = n / (n - 1) sum (y - R x)^2 / (sum x)^2; t interval on n - 1.
/// With a single unit the ratio is known but not its error: refused.
///
/// @fails   too_few_observations (fewer than two), value_not_finite, value_not_positive (sum x),
///          confidence_out_of_range
/// @source  W. G. Cochran, Sampling Techniques, 3rd ed. (1977), equation 6.13
[[nodiscard]] Result<MeanEstimate> ratio_interval(const RatioSums& sums, double confidence = 0.95);

}  // namespace zhiheng::stat
