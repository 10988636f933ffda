#pragma once
// Which regions or firms differ from the target by more than their sample size explains?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

/// The smallest count whose cumulative probability reaches `level` when the target holds: counts
/// below it are outside the lower limit of a funnel. For "95 %" use the levels 0.025 and 0.975, for
/// "99.8 %" 0.001 and 0.999.
///
/// @param target  share that holds for all, 0 < target < 1
/// @param trials  units inspected, >= 1
/// @param level   cumulative probability, 0 < level < 1
/// @fails   no_trials, probability_out_of_range
/// @checked published vectors at target 0.93; R 4.2.2 qbinom
[[nodiscard]] Result<std::int64_t> funnel_count(double target, std::int64_t trials, double level);

/// The funnel limit of a share, interpolated between counts so that the funnel is smooth:
/// (r - (F(r) - level) / (F(r) - F(r - 1))) / trials with r from funnel_count.
///
/// @return  fraction of one; below 0 where even a count of none is not unlikely enough
/// @fails   as funnel_count
/// @source  D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202, appendix A.1.1
[[nodiscard]] Result<double> funnel_limit(double target, std::int64_t trials, double level);

/// The same for a ratio of observed to expected events (SMR, alarm ratio) around `target`.
///
/// @param expected  events expected where the ratio is one, > 0
/// @param target    ratio that holds for all, > 0
/// @return  ratio; below 0 where even no event at all is not unlikely enough
/// @fails   value_not_finite, value_not_positive, probability_out_of_range, value_out_of_range
/// (more
///          than 10^15 events expected)
/// @source  the same, appendix A.1.2
[[nodiscard]] Result<double> funnel_limit_poisson(double expected, double level, double target = 1);

/// A pair of limits for drawing and judging, cut to [0, 1]; the outside level is (1 - confidence)
/// / 2 on each side. Refusals as funnel_count, and confidence_out_of_range.
[[nodiscard]] Result<Interval> funnel_limits(double target, std::int64_t trials, double confidence);

/// How much the units differ beyond chance.
struct Overdispersion {
  double phi = 1;          ///< mean squared z after winsorising; above one: more than chance
  double tau_squared = 0;  ///< variance between units on the transformed scale; 0 if phi <= ~1
  std::size_t units = 0;
};

/// Estimated from standardised differences, winsorised: the most extreme `winsorised` share on
/// each side is pulled in to its quantile, so that real outliers do not widen the limits.
///
/// phi = mean z^2;  tau^2 = max(0, (I phi - (I - 1)) / (sum v - sum v^2 / sum v)), v = 1 / se^2.
///
/// @param z           one standardised difference per unit, at least 3
/// @param errors      the standard error of each on the scale of tau, > 0
/// @param winsorised  share on each side, 0 <= winsorised < 0.5
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_not_positive,
///          probability_out_of_range
/// @source  D. J. Spiegelhalter, Stat. Med. 24 (2005) 1185-1202, section 4
[[nodiscard]] Result<Overdispersion> overdispersion(std::span<const double> z,
                                                    std::span<const double> errors,
                                                    double winsorised = 0.1);

/// For shares around `target`, on the scale asin(sqrt(p)), where the standard error is 1/(2 sqrt
/// n).
///
/// @fails   as overdispersion, no_trials, count_out_of_range, probability_out_of_range
[[nodiscard]] Result<Overdispersion> overdispersion_of_shares(std::span<const Proportion> units,
                                                              double target,
                                                              double winsorised = 0.1);

/// For observed against expected events, on the scale sqrt(O / E), where it is 1/(2 sqrt E).
///
/// @fails   as overdispersion, value_negative
[[nodiscard]] Result<Overdispersion> overdispersion_of_ratios(std::span<const double> observed,
                                                              std::span<const double> expected,
                                                              double winsorised = 0.1);

/// Funnel limits that allow for tau^2: (asin sqrt target -/+ z sqrt(1 / (4 n) + tau^2)), back on
/// the scale of shares, cut to [0, 1].
///
/// @fails   as funnel_limits, value_not_finite, value_negative (tau_squared)
[[nodiscard]] Result<Interval> funnel_limits_overdispersed(double target, std::int64_t trials,
                                                           double tau_squared, double confidence);

/// The same for observed / expected: (1 -/+ z sqrt(1 / (4 E) + tau^2))^2, the low side cut at 0.
[[nodiscard]] Result<Interval> funnel_limits_poisson_overdispersed(double expected,
                                                                   double tau_squared,
                                                                   double confidence);

}  // namespace zhiheng::stat
