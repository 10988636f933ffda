#pragma once
// Plans by variables: accept when the mean is far enough from its limit, in standard deviations.

#include <cstdint>

#include "base/result.h"
#include "stat/acceptance.h"

namespace zhiheng::stat {

enum class Spread { known, unknown };  ///< of the process: known sigma, or s from the sample

/// Accept when (limit - mean) / sigma (or s) >= factor.
struct VariablesPlan {
  std::int64_t size = 0;
  double factor = 0;  ///< k
};

/// Probability to accept a lot of which a share is beyond one limit, for normal measurements.
///
/// known: Phi(sqrt n (z - k)), z the normal quantile at 1 - share; unknown: the upper tail of the
/// noncentral t with n - 1 degrees of freedom and noncentrality z sqrt n above k sqrt n.
///
/// @param plan   size >= 1 (known) or >= 2 (unknown), finite factor
/// @param share  beyond the limit, 0..1
/// @fails   too_few_observations, value_not_finite, value_out_of_range
/// @source  E. G. Schilling, D. V. Neubauer, Acceptance Sampling in Quality Control (2009), ch. 10
/// @checked R AcceptanceSampling 1.0.11 OCvar
[[nodiscard]] Result<double> operate_variables(const VariablesPlan& plan, Spread spread,
                                               double share);

/// The smallest plan that keeps both risks; it passes `good` with exactly its probability.
///
/// @fails   as design_plan; value_out_of_range when over 100,000 units would be needed
/// @checked R AcceptanceSampling 1.0.11 find.plan(type = "normal")
[[nodiscard]] Result<VariablesPlan> design_variables_plan(const Risks& risks, Spread spread);

/// Minimum-variance unbiased estimate of the share nonconforming, spread unknown (Form 2).
///
/// Each side adds the beta distribution at max(0, 1/2 - Q sqrt n / (2 (n - 1))) with both
/// parameters n/2 - 1, Q = (upper limit - mean) / s or (mean - lower limit) / s.
///
/// @param size   n >= 3
/// @param lower  Q to the lower limit; infinity when there is none
/// @param upper  Q to the upper limit; infinity when there is none
/// @fails   too_few_observations, value_not_finite (NaN)
/// @source  G. J. Lieberman, G. J. Resnikoff, J. Am. Stat. Assoc. 50 (1955) 457-516
/// @checked R AQLSchemes 1.7.2 EPn
[[nodiscard]] Result<double> estimate_nonconforming(std::int64_t size, double lower, double upper);

}  // namespace zhiheng::stat
