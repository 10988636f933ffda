#pragma once
// Is there a trend, and how steep, without assuming a distribution?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

struct MannKendall {
  std::int64_t s = 0;   ///< pairs that rise less pairs that fall
  double variance = 0;  ///< of s, corrected for ties
  double z = 0;         ///< with continuity correction
  double p_value = 1;   ///< two-sided
  double tau = 0;       ///< Kendall's tau-b; 0 when all values are equal
};

/// Mann-Kendall test of a monotone trend in equally ordered observations.
///
/// var = (n (n-1)(2n+5) - sum t (t-1)(2t+5)) / 18 over groups of t tied values;
/// z = (s - sign s) / sqrt(var). Not for series with a season or with serial correlation.
///
/// @param values  in order of time, 3 to 10^7
/// @fails   too_few_observations, too_many_observations, value_not_finite
/// @cost    n log n (Knight's merge count)
/// @source  H. B. Mann, Econometrica 13 (1945) 245-259; M. G. Kendall, Rank Correlation Methods
/// @checked R 4.2.2 on Nile, discoveries, lynx, UKDriverDeaths
[[nodiscard]] Result<MannKendall> mann_kendall(std::span<const double> values);

struct TheilSen {
  double slope = 0;      ///< median of the slopes of all pairs, in values per unit of time
  double intercept = 0;  ///< median of value - slope x time
  Interval interval;     ///< of the slope, from the variance of Mann-Kendall's s
};

/// Theil-Sen line: unharmed by up to 29 % outliers.
///
/// @param times       strictly increasing
/// @param values      one per time, 3 to 20,000
/// @param confidence  of the interval, two-sided, as a fraction
/// @fails   too_few_observations, too_many_observations, lengths_differ, value_not_finite,
///          times_not_increasing, confidence_out_of_range
/// @cost    n^2 time; n^2 / 2 doubles of memory
/// @source  P. K. Sen, J. Am. Stat. Assoc. 63 (1968) 1379-1389
[[nodiscard]] Result<TheilSen> theil_sen(std::span<const double> times,
                                         std::span<const double> values, double confidence = 0.95);

}  // namespace zhiheng::stat
