#pragma once
// Is a count above what the weeks before it, or the same weeks of past years, predict?

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct PredictionOptions {
  int years = 0;        ///< past years that are looked at, >= 0
  int half_window = 6;  ///< w: recent points, and points before and after the week of a past year
  int per_year = 52;    ///< points of a year
  bool recent = true;   ///< whether the w points directly before count
  double alpha = 0.05;  ///< one-sided, 0 < alpha < 1
};

struct PredictionPoint {
  double upper = 0;
  double expected = 0;  ///< mean of the predictive distribution
  bool alarm = false;   ///< count > upper
};

/// The first position (from 0) with all its reference points.
[[nodiscard]] std::size_t prediction_start(const PredictionOptions& options);

/// Bounds from `first` to the end of the series.
///
/// The reference counts are Poisson with one rate, whose prior is Jeffreys': given n counts with
/// sum S a new one is negative binomial with size S + 1/2 and probability n / (n + 1), that is with
/// mean (S + 1/2) / n and variance (1 + 1/n) times that. upper is its smallest quantile at or above
/// 1 - alpha.
///
/// @param first  >= prediction_start
/// @return  one per position; empty when `first` is beyond the end
/// @fails   value_out_of_range (options, first), value_negative, value_not_finite,
///          probability_out_of_range
/// @cost    linear in the points and their reference points
/// @source  A. Riebler, diploma thesis, LMU München (2004); M. Höhle, Comput. Stat. 22 (2007)
///          571-582, section 2.2
/// @checked R surveillance 1.20.3 bayes
[[nodiscard]] Result<std::vector<PredictionPoint>> prediction_bounds(
    std::span<const double> counts, std::size_t first, const PredictionOptions& options);

}  // namespace zhiheng::stat
