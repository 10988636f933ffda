#pragma once
// Which weights, as near as possible to those of the design, give the totals that are known?

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

/// The rows by the cell of a known table, and how many elements each cell holds.
struct SurveyMargin {
  std::vector<std::uint32_t> cells;  ///< one a row, below totals.size()
  std::vector<double> totals;        ///< one a cell, >= 0
};

/// Weights multiplied, cell by cell, so that their sums are the known totals.
///
/// @fails   lengths_differ, value_out_of_range, value_not_finite, value_negative, margins_disagree
///          (a cell with a total but no weight, or with weight and a total of zero)
/// @cost    linear
/// @source  D. Holt, T. M. F. Smith, J. R. Stat. Soc. A 142 (1979) 33-46
/// @checked R survey 4.1-1, postStratify
[[nodiscard]] Result<SurveyDesign> post_stratified(const SurveyDesign& design,
                                                   const SurveyMargin& margin);

/// When raking ends: no cell of the joint table changed by more than `change` elements in a cycle.
struct RakingEnd {
  double change = 0;  ///< 0: 1e-10 of the sum of the first margin's totals
  int cycles = 1000;
};

/// Post-stratified to one margin after the other until all hold.
///
/// @param margins  one or more, with equal sums of totals (within 1e-6 of their size)
/// @fails   as post_stratified; too_few_observations, margins_disagree (sums), not_converged
/// @cost    linear in rows, margins and cycles
/// @source  W. E. Deming, F. F. Stephan, Ann. Math. Stat. 11 (1940) 427-444
/// @checked R survey 4.1-1, rake
[[nodiscard]] Result<SurveyDesign> raked(const SurveyDesign& design,
                                         std::span<const SurveyMargin> margins,
                                         const RakingEnd& end = {});

enum class CalibrationDistance {
  linear,  ///< g = 1 + u: generalised regression; with bounds cut off there
  raking,  ///< g = exp(u), always positive
  logit    ///< between the bounds, which must be finite and around one
};

struct Calibration {
  std::vector<std::vector<double>> columns;  ///< a value a row each
  std::vector<double> totals;                ///< what each column sums to in the whole
  CalibrationDistance distance = CalibrationDistance::linear;
  double least = 0;  ///< bounds of new weight over old one; both 0: none
  double most = 0;
};

/// Weights whose weighted sums of the columns are the known totals, within 1e-12 of their size.
/// u = x'b, with b by Newton's method with halved steps. The variance is that of the residuals of
/// the regression on the columns with the design's weights.
///
/// @fails   lengths_differ, value_not_finite, value_out_of_range (bounds), terms_depend (columns
///          depend on each other), not_converged (no such weights, or none within the bounds)
/// @cost    rows x columns^2 x iterations
/// @source  J.-C. Deville, C.-E. Sarndal, J. Am. Stat. Assoc. 87 (1992) 376-382
/// @checked R survey 4.1-1, calibrate
[[nodiscard]] Result<SurveyDesign> calibrated(const SurveyDesign& design,
                                              const Calibration& calibration);

}  // namespace zhiheng::stat
