#pragma once
// Do two classifications of the whole go together?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/survey_design.h"

namespace zhiheng::stat {

struct SurveyIndependence {
  double statistic = 0;  ///< Pearson's chi-squared of the weighted table over the mean effect
  double numerator_degrees = 0;
  double denominator_degrees = 0;
  double p = 0;
};

/// Rao and Scott's second-order corrected test of independence of a two-way table.
///
/// With C the interaction contrasts, D = diag(shares): delta = (C'D^-1 C)^-1 C'D^-1 V D^-1 C, V the
/// design's covariance of the shares; X^2 / tr(delta) is taken as F with tr(delta)^2 / tr(delta^2)
/// and that times the design's degrees of freedom.
///
/// @param first   a class a row, below `first_classes`
/// @param second  likewise; both with at least two classes
/// @param rows    rows that are used, ascending; empty: all
/// @fails   lengths_differ, value_out_of_range (a class), too_few_observations (a class that no row
///          is in, fewer than two classes), terms_depend (nothing varies), value_not_positive (no
///          degrees of freedom)
/// @cost    rows x cells^2
/// @source  J. N. K. Rao, A. J. Scott, Ann. Stat. 12 (1984) 46-60; D. R. Thomas, J. N. K. Rao, J.
///          Am. Stat. Assoc. 82 (1987) 630-636 for F
/// @checked R survey 4.1-1, svychisq(statistic = "F")
[[nodiscard]] Result<SurveyIndependence> survey_independence(
    const SurveyDesign& design, std::span<const std::uint32_t> first, std::size_t first_classes,
    std::span<const std::uint32_t> second, std::size_t second_classes,
    std::span<const std::uint32_t> rows = {});

}  // namespace zhiheng::stat
