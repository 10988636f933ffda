#pragma once
// One figure of many: composite indicators.

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

enum class Normalisation {
  min_max,  ///< (x - min) / (max - min): 0..1
  z_score,  ///< (x - mean) / standard deviation (n - 1)
  rank,     ///< place from below, ties averaged, as a part of the way: 0..1
  target,   ///< x / target, or target / x where less is better
};

/// Values of one indicator on a common scale where more is better.
///
/// @param lower_is_better  turns the scale round
/// @param target           for Normalisation::target, > 0
/// @fails   too_few_observations (below 2; below 1 for target), value_not_finite, no_spread
/// (min_max,
///          z_score, rank of equal values), value_not_positive (target; a value of 0 or less where
///          less is better)
/// @source  OECD/JRC, Handbook on Constructing Composite Indicators (2008), step 5
[[nodiscard]] Result<std::vector<double>> normalise(std::span<const double> values,
                                                    Normalisation method, bool lower_is_better,
                                                    double target = 0);

enum class Weighting {
  equal,
  entropy,     ///< indicators that part the units more weigh more: w ~ 1 - entropy of their shares
  critic,      ///< w ~ standard deviation x sum of (1 - correlation with the others)
  components,  ///< w ~ part of an indicator's variance in the main components (eigenvalue >= 1)
};

/// Weights that the data suggest; they sum to one.
///
/// @param indicators  normalised, one list per indicator, equally long; for entropy none negative
/// @fails   too_few_observations (units below 3, indicators), lengths_differ, value_not_finite,
///          value_negative (entropy), no_spread (all weights would be zero, or an indicator is
///          constant where correlations are needed)
/// @source  C. E. Shannon (entropy weights: C. L. Hwang, K. Yoon, Multiple Attribute Decision
/// Making
///          (1981)); D. Diakoulaki et al., Comput. Oper. Res. 22 (1995) 763-770 (CRITIC); OECD/JRC
///          (2008), step 6 (components, without rotation)
[[nodiscard]] Result<std::vector<double>> data_weights(
    std::span<const std::vector<double>> indicators, Weighting method);

struct JudgedWeights {
  std::vector<double> weights;  ///< sum to one
  double largest_eigenvalue = 0;
  double inconsistency = 0;      ///< CI = (lambda - n) / (n - 1)
  double consistency_ratio = 0;  ///< CI / CI of random judgements; above 0.1: judge again
};

/// Weights from comparisons in pairs (analytic hierarchy process): the principal eigenvector.
///
/// @param judgements  n x n by rows, n <= 15: how many times the row counts as much as the column,
///                    > 0, with a(j, i) = 1 / a(i, j) within 1e-6
/// @fails   lengths_differ, too_few_observations, too_many_observations, value_not_positive,
///          value_out_of_range (not reciprocal)
/// @source  T. L. Saaty, The Analytic Hierarchy Process (1980); random indices from there
[[nodiscard]] Result<JudgedWeights> judged_weights(std::span<const double> judgements);

enum class Aggregation {
  linear,     ///< sum of w z: a weakness can be made good elsewhere
  geometric,  ///< product of z^w: a weakness can hardly be made good; z > 0
};

/// One figure per unit.
///
/// @param indicators  normalised, one list per indicator
/// @param weights     as many, none negative, sum 1 within 1e-9
/// @fails   too_few_observations, lengths_differ, value_not_finite, weights_do_not_sum_to_one,
///          value_negative (a weight), value_not_positive (geometric)
[[nodiscard]] Result<std::vector<double>> composite(std::span<const std::vector<double>> indicators,
                                                    std::span<const double> weights,
                                                    Aggregation aggregation);

}  // namespace zhiheng::stat
