#pragma once
// Where does one region or firm stand in a funnel, and how unlikely is that place by chance?

#include <cstdint>

#include "base/result.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

/// A unit judged by its own tail probabilities. The limits that are drawn are smoothed between
/// counts, so that a count just above the upper one need not be unlikely: 10 of 10 at a target of
/// 93 % lies above the smoothed 97.5 % limit and happens in 48 % of all cases.
struct FunnelPlace {
  double value = 0;     ///< the share, or observed / expected
  double at_most = 1;   ///< probability of this value or a lower one when the target holds
  double at_least = 1;  ///< of this value or a higher one
  double p_value = 1;   ///< twice the smaller of the two, at most 1
};

/// A share: exact binomial tails, or with tau^2 > 0 those of the normal distribution of asin(sqrt
/// p) with variance 1 / (4 n) + tau^2.
///
/// @param target       share that holds for all, 0 < target < 1
/// @param tau_squared  variance between units beyond chance, >= 0
/// @fails   no_trials, count_out_of_range, probability_out_of_range, value_not_finite,
///          value_negative
/// @source  D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202
/// @checked R 4.2.2 pbinom, pnorm
[[nodiscard]] Result<FunnelPlace> funnel_place(const Proportion& unit, double target,
                                               double tau_squared = 0);

/// Observed events against expected ones: exact Poisson tails, or with tau^2 > 0 normal ones of
/// sqrt(O / E) with variance 1 / (4 E) + tau^2.
///
/// @param observed  >= 0
/// @param expected  events expected at the target, > 0, at most 10^15
/// @fails   value_negative, value_not_finite, value_not_positive, value_out_of_range
/// @checked R 4.2.2 ppois, pnorm
[[nodiscard]] Result<FunnelPlace> funnel_place_poisson(std::int64_t observed, double expected,
                                                       double tau_squared = 0);

}  // namespace zhiheng::stat
