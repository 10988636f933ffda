#pragma once
// How sure is a place in a league table?

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

/// The place of one unit; 1 is the highest value, ties share the mean of their places.
struct RankInterval {
  double rank = 0;       ///< by the estimate itself
  double mean_rank = 0;  ///< over the simulated tables: the place to publish
  double low = 0;        ///< best place that is still plausible
  double high = 0;       ///< worst
};

struct RankOptions {
  double confidence = 0.95;
  int draws = 2000;                 ///< simulated league tables, >= 100
  std::uint64_t seed = 1;           ///< same seed, same answer
  std::int64_t minimum_trials = 1;  ///< shares of fewer trials get no rank (declared per indicator)
  const std::atomic<bool>* stop = nullptr;  ///< set from outside to end early
};

/// Ranks of shares: each draw takes every unit's share from its Beta(count + 1/2, rest + 1/2)
/// posterior and ranks the draws; the interval holds the middle `confidence` of the ranks.
///
/// @return  one per unit in the order given; empty for units below minimum_trials
/// @fails   no_trials, count_out_of_range, confidence_out_of_range, too_few_observations (draws),
///          too_many_observations (10^8 units x draws), interrupted
/// @cost    draws x n log n
/// @source  H. Goldstein, D. J. Spiegelhalter, J. R. Stat. Soc. A 159 (1996) 385-443
[[nodiscard]] Result<std::vector<std::optional<RankInterval>>> rank_shares(
    std::span<const Proportion> units, const RankOptions& options = {});

/// Ranks of any estimates with standard errors, drawn from normal distributions.
///
/// @param estimates  one per unit
/// @param errors     standard error of each, >= 0
/// @fails   lengths_differ, value_not_finite, value_negative, confidence_out_of_range,
///          too_few_observations (draws), too_many_observations, interrupted
[[nodiscard]] Result<std::vector<RankInterval>> rank_estimates(std::span<const double> estimates,
                                                               std::span<const double> errors,
                                                               const RankOptions& options = {});

/// The place of each value, 1 the highest, ties sharing the mean of theirs.
[[nodiscard]] std::vector<double> places(std::span<const double> values);

}  // namespace zhiheng::stat
