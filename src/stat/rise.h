#pragma once
// Has a level that was constant begun to rise? The start of an epidemic without a known baseline.

#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct RisePoint {
  double log_ratio = 0;  ///< ln of the likelihood ratio, >= 0
  double upper = 0;      ///< smallest count here that raises an alarm; 0 where none is needed
  bool alarm = false;    ///< the ratio exceeds the limit
};

/// Compares, at each point, the best level that never falls with the best constant level of all
/// counts so far.
///
///   ratio = product over i <= t of (rising_i / mean)^count_i
///
/// with `rising` the weighted means of pool-adjacent-violators and Poisson counts. The statistic
/// has no parameter but its limit; once counts have risen for good the alarm stays.
///
/// @param limit  > 0; 100 in R's surveillance
/// @fails   value_negative, value_not_finite, value_not_positive
/// @cost    linear, and a logarithm's worth of trials for each bound; no overflow, since the ratio
///          is kept as its logarithm
/// @source  M. Frisén, E. Andersson, L. Schiöler, Stat. Med. 28 (2009) 476-493
/// @checked R surveillance 1.20.3 outbreakP
[[nodiscard]] Result<std::vector<RisePoint>> rises(std::span<const double> counts,
                                                   double limit = 100);

}  // namespace zhiheng::stat
