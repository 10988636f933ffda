#pragma once
// Since when are the counts higher, and how much evidence is there? Likelihood-ratio detectors for
// Poisson and negative binomial counts.

#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct RatioOptions {
  double threshold = 5;                     ///< c: alarm when the statistic reaches it, > 0
  double dispersion = 0;                    ///< a: variance m + a m^2; 0: Poisson
  std::optional<double> known_change = {};  ///< log ratio of the means to be found, > 0; nothing:
                                            ///< estimated at each point (generalised ratio)
  bool increase = true;                     ///< find higher counts, else lower ones
  int window = 0;    ///< the change lies at most so many points back; 0: since the last alarm
  int at_least = 1;  ///< points after the change that are needed, >= 1
};

struct RatioPoint {
  double statistic = 0;
  double cases = 0;  ///< smallest count that would have raised the alarm; infinity: none would
  bool alarm = false;
};

/// Statistic of the best change point since the last alarm, after which it starts again.
///
/// Generalised: max over k of sup over kappa of sum from k to n of ln f(x; m e^kappa) / f(x; m),
/// with kappa >= 0 (<= 0 for a decrease). Poisson: kappa S_x + (1 - e^kappa) S_m with kappa =
/// ln(S_x / S_m); negative binomial: kappa x + (x + 1/a) ln((1 + a m) / (1 + a m e^kappa)) summed,
/// kappa by Newton's method where the means differ. A known change: max(0, statistic before + this
/// point's term), alarm above c.
///
/// @param counts  >= 0
/// @param means   of the process under control, > 0, one per count
/// @fails   lengths_differ, value_not_finite, value_negative, value_not_positive,
///          too_many_observations (over 20,000 points without a window)
/// @cost    per point: points since the last alarm or window
/// @source  M. Hohle, M. Paul, Comput. Stat. Data Anal. 52 (2008) 4357-4368
/// @checked R surveillance 1.20.3 glrnb
[[nodiscard]] Result<std::vector<RatioPoint>> likelihood_ratio(std::span<const double> counts,
                                                               std::span<const double> means,
                                                               const RatioOptions& options);

}  // namespace zhiheng::stat
