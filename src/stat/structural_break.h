#pragma once
// Is there a break in the mean, and how sure is its place?

#include <cstdint>
#include <span>

#include "base/result.h"

namespace zhiheng::stat {

struct SupF {
  std::size_t last = 0;  ///< index of the last value before the likeliest break
  double statistic = 0;  ///< the largest F over the places that were tried
  double p_value = 1;
};

/// The largest F statistic for one break in the mean over all places that leave a share
/// `trimming` of the values on each side: F = (RSS0 - RSS1) / (RSS1 / (n - 2)).
///
/// p = sqrt(c / 2) e^(-c/2) / Gamma(1/2) ((1 - 1/c) ln L + 2/c), L = ((1 - t) / t)^2, the upper
/// tail of the supremum of a squared Bessel bridge; accurate below 0.1, at most 1 above.
///
/// @param values    in order of time
/// @param trimming  0 < t < 0.5
/// @fails   too_few_observations, value_not_finite, no_spread, probability_out_of_range
/// @source  D. W. K. Andrews, Econometrica 61 (1993) 821-856; A. Estrella, Econom. Theory 19
///          (2003) 1128-1143 for p
/// @checked R strucchange 1.5-3 Fstats on the Nile
[[nodiscard]] Result<SupF> sup_f(std::span<const double> values, double trimming = 0.15);

/// Indices of values.
struct BreakInterval {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

/// Bai's interval of a break in the mean, in positions of the last value before it.
///
/// The break is spread like the place of the maximum of a two-sided Brownian motion with drift;
/// its distribution has a closed form, which allows for another variance after the break.
///
/// @param values  the segment on both sides of this break and of no other, in order of time
/// @param last    index of the last value before the break, at least two values on each side
/// @return  indices, low <= last <= high, not cut to the series
/// @fails   too_few_observations, value_not_finite, no_spread (no variance beside the break, or the
///          means agree), confidence_out_of_range
/// @source  J. Bai, Rev. Econ. Stat. 79 (1997) 551-563, appendix B
/// @checked R strucchange 1.5-3 confint on the Nile
[[nodiscard]] Result<BreakInterval> break_interval(std::span<const double> values, std::size_t last,
                                                   double confidence = 0.95);

}  // namespace zhiheng::stat
