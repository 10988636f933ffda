#pragma once
// What goes with an outcome, when the sample is complex: straight lines and log odds.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

enum class SurveyFamily {
  gaussian,  ///< the mean of the outcome is a sum of terms
  logit      ///< its log odds are; outcomes between 0 and 1
};

struct SurveyModel {
  SurveyFamily family = SurveyFamily::gaussian;
  std::span<const double> outcome = {};
  /// A value a row each; a constant column where an intercept is wanted.
  std::span<const std::vector<double>> terms = {};
  /// Rows that are used, ascending; empty: all. The others count as units without a contribution.
  std::span<const std::uint32_t> rows = {};
};

struct SurveyCoefficients {
  std::vector<double> values;
  std::vector<double> covariance;  ///< k x k, by the design
  double degrees = 0;              ///< the design's, less the terms beyond the first
  std::int64_t records = 0;
};

/// Coefficients by weighted least squares, or by weighted maximum likelihood (iterated until the
/// steps are below 1e-12 of the coefficients), with the design's variance of their linear terms.
///
/// @fails   lengths_differ, value_not_finite, value_out_of_range (an outcome outside of 0..1),
///          terms_depend (naming the term that depends on the others), not_converged (the terms
///          separate the outcomes), too_few_observations
/// @cost    rows x terms^2, times some 6 for log odds
/// @source  D. A. Binder, Int. Stat. Rev. 51 (1983) 279-292
/// @checked R survey 4.1-1, svyglm
[[nodiscard]] Result<SurveyCoefficients> survey_regression(const SurveyDesign& design,
                                                           const SurveyModel& model);

/// The coefficients alone, at other weights: what replicates need.
[[nodiscard]] Result<std::vector<double>> regression_values(std::span<const double> weights,
                                                            const SurveyModel& model);

}  // namespace zhiheng::stat
