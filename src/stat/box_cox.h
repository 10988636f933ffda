#pragma once
// Which values stand out, when the data are skewed by their nature?

#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

struct BoxCoxPower {
  double lambda = 1;  ///< 1: as they are; 1/2: square roots; 0: logarithms; -1: reciprocals
  Interval interval;  ///< by profile likelihood; its ends stop at -5 and 5
};

/// The power at which values are nearest to normal: (x^lambda - 1) / lambda, ln x for 0, by maximum
/// likelihood in -5 .. 5.
///
/// @param values  > 0; at least five
/// @fails   too_few_observations, value_not_finite, value_not_positive, no_spread,
///          confidence_out_of_range
/// @source  G. E. P. Box, D. R. Cox, J. R. Stat. Soc. B 26 (1964) 211-252
/// @checked R 4.2.2, MASS 7.3-58.2 boxcox on R's data set trees
[[nodiscard]] Result<BoxCoxPower> box_cox_power(std::span<const double> values,
                                                double confidence = 0.95);

struct BoxCoxOutliers {
  BoxCoxPower power;      ///< of the values that do not stand out
  Interval usual;         ///< |z| is within the limit there, in the unit of the values
  std::vector<double> z;  ///< one per value
  int rounds = 0;         ///< fits of the power
};

/// Robust z of the transformed values. Values beyond the limit are left out and the power is found
/// anew from the others until it stands still (at most 20 rounds), so that an outlier does not
/// choose the scale on which it is judged.
///
/// @param limit  of |z|, > 0; 3.5 is common
/// @fails   as box_cox_power; value_not_positive (limit)
/// @source  Box and Cox as above; B. Iglewicz, D. C. Hoaglin, How to Detect and Handle Outliers
/// (1993)
[[nodiscard]] Result<BoxCoxOutliers> box_cox_outliers(std::span<const double> values,
                                                      double limit = 3.5, double confidence = 0.95);

}  // namespace zhiheng::stat
