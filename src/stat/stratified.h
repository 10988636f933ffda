#pragma once
// What is the rate of the whole when each part was sampled on its own? (产品质量合格率)

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// One stratum (an industry in a region): its share of the whole and what was found in its sample.
struct Stratum {
  double weight = 0;            ///< share of the whole, e.g. of output value; all sum to one
  std::int64_t count = 0;       ///< units with the property
  std::int64_t trials = 0;      ///< units inspected, >= 1
  std::int64_t population = 0;  ///< units in the stratum; 0 when so many that it does not matter
};

struct StratifiedProportion {
  double proportion = 0;  ///< sum of weight x share
  double standard_error = 0;
  double degrees_of_freedom = 0;  ///< design: units inspected less strata
  Interval interval;              ///< inside [0, 1], see below
  double pooled = 0;  ///< sum of counts / sum of trials: what ignoring the weights gives
  std::int64_t trials = 0;
  std::int64_t single_unit_strata = 0;  ///< strata of one unit, whose own variance counts as zero
};

/// Weighted proportion over strata with its design-based standard error.
///
/// P = sum w p,  SE^2 = sum w^2 p (1 - p) / n (1 - n / N), the last factor only where N is given.
/// The interval is Wilson's with trials replaced by the effective trials P (1 - P) / SE^2 and z by
/// the t quantile on the design degrees of freedom; when SE is 0 (all or none in every stratum) the
/// effective trials are 1 / sum(w^2 / n), so that "all passed" still shows how little was seen.
///
/// @param strata      at least one, weights >= 0 summing to one within 1e-9
/// @param confidence  two-sided, as a fraction, 0 < confidence < 1
/// @fails   too_few_observations, no_trials, count_out_of_range, value_not_finite, value_negative,
///          weights_do_not_sum_to_one, confidence_out_of_range
/// @source  W. G. Cochran, Sampling Techniques, 3rd ed. (1977), sections 5.3-5.4 and 5A.2;
///          E. L. Korn, B. I. Graubard, Surv. Methodol. 24 (1998) 193-201 for effective trials
[[nodiscard]] Result<StratifiedProportion> stratified_proportion(std::span<const Stratum> strata,
                                                                 double confidence = 0.95);

/// Sizes (output values, populations) as shares of their sum: weights for the function above.
///
/// @fails   too_few_observations, value_not_finite, value_negative, value_not_positive (sum is
/// zero)
[[nodiscard]] Result<std::vector<double>> shares_of(std::span<const double> sizes);

}  // namespace zhiheng::stat
