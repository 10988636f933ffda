#pragma once
// Which values stand out, when the outliers themselves must not set the scale?

#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct RobustScale {
  double centre = 0;  ///< median
  double spread = 0;  ///< 1.4826 x median absolute deviation, or its stand-in below; > 0
};

/// Median and scaled median absolute deviation, equal to the standard deviation for normal data.
/// Where more than half of the values are equal, the mean absolute deviation x 1.2533 stands in.
///
/// @fails   too_few_observations (fewer than three), value_not_finite, no_spread
/// @source  B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers, ASQC (1993)
[[nodiscard]] Result<RobustScale> robust_scale(std::span<const double> values);

/// (value - centre) / spread for each value; beyond 3.5 either way is commonly called an outlier.
///
/// @fails   as robust_scale
[[nodiscard]] Result<std::vector<double>> robust_z(std::span<const double> values);

}  // namespace zhiheng::stat
