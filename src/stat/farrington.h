#pragma once
// Is this week's count above what the same weeks of past years let one expect?

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::stat {

/// Which points of a series lie a year, two years, ... before a point.
struct SeasonCalendar {
  int per_year = 52;             ///< points in a year; not read where there are dates
  std::vector<Date> dates = {};  ///< one per point, increasing by whole weeks or months; may be
                                 ///< empty. Weeks go back to the same weekday nearest to the date a
                                 ///< year before, so that years of 53 weeks do not shift the season
};

enum class CountPower { none, half, two_thirds };  ///< scale on which counts are taken as normal

enum class FarringtonBound {
  delta,       ///< normal on the transformed scale: (mu^p + z se)^(1/p)
  plug_in,     ///< quantile of the negative binomial with the fitted mean ("nbPlugin")
  upper_mean,  ///< the same with the upper limit of the mean ("muan")
};

/// What the fitted mean's standard error and the test of the trend take as dispersion.
enum class FarringtonError {
  as_surveillance,  ///< what R's farringtonFlexible 1.20 to 1.26 does: its prior weights stand
                    ///< where the working weights belong. For agreement with published results
  as_published,     ///< the quasi-Poisson dispersion of the paper
};

struct FarringtonOptions {
  int years = 5;              ///< reference years, 1..50
  int half_window = 3;        ///< points on each side of a reference point, >= 0
  int periods = 1;            ///< 1: reference windows only; else the year is cut into so many
                              ///< periods, all of it used, each with a level of its own
  int left_out = -1;          ///< last points before now that are not used; -1: half_window
  double alpha = 0.05;        ///< see `one_sided`
  bool one_sided = false;     ///< delta: z at 1 - alpha instead of 1 - alpha / 2
  bool reweight = true;       ///< points with large residuals count less, so that past outbreaks do
                              ///< not raise the bound
  double reweight_above = 1;  ///< standardised Anscombe residual where that begins
  bool trend = true;          ///< a log-linear trend, kept when its p is below trend_p, three years
                              ///< are at hand, and it does not forecast more than was ever seen
  double trend_p = 0.05;
  bool trend_by_date = false;  ///< time in days over the length of the first step, not in points:
                               ///< differs where months do
  CountPower power = CountPower::two_thirds;
  FarringtonBound bound = FarringtonBound::delta;
  FarringtonError error = FarringtonError::as_published;
  bool population_offset = false;
  double minimum_cases = 5;  ///< fewer in the last minimum_points: no alarm is raised,
  int minimum_points = 4;    ///< unless sparse_alpha is set
  double sparse_alpha = 0;   ///< above 0: there, too, a bound is given; see farrington()
};

/// Farrington et al. 1996, as R's `farrington` runs it.
[[nodiscard]] FarringtonOptions farrington_1996();
/// Noufaily et al. 2013, as R's `farringtonFlexible` runs it with its settings.
[[nodiscard]] FarringtonOptions farrington_improved();

struct FarringtonPoint {
  bool fitted = false;          ///< false: the regression did not converge; nothing else holds
  bool enough_cases = false;    ///< minimum_cases were seen
  bool sparse = false;          ///< the bound is the one for sparse series
  double expected = 0;          ///< fitted mean
  double expected_upper = 0;    ///< the mean that the bound is a quantile of (upper_mean)
  double dispersion = 1;        ///< at least one
  double upper = 0;             ///< bound; stands also where enough_cases is false
  double p_value = 1;           ///< of a count as high or higher
  double score = 0;             ///< (count - fit) / (bound - fit), above one: alarm
  std::optional<double> trend;  ///< log change per point, where it was kept
  bool alarm = false;
};

/// The points from `first` to the end, each judged by a quasi-Poisson regression on its reference
/// points: level (per period) and trend, fitted, reweighted by Anscombe residuals, fitted again.
///
/// A bound for sparse series: where fewer than minimum_cases were seen and sparse_alpha is above 0,
/// the bound is the smallest c with P(Y > c) <= sparse_alpha for a Y that is negative binomial with
/// mean (S + 1/2) / n of the n reference points (S their sum) and dispersion phi (1 + 1/n), phi the
/// fitted one: the predictive distribution under Jeffreys' prior, widened by the dispersion.
///
/// @param counts      >= 0, one per point
/// @param population  one per point, > 0, with population_offset; else not read
/// @param first       index of the first point to judge; its reference points must exist
/// @fails   value_negative, value_not_finite, value_not_positive, lengths_differ,
///          too_few_observations (reference years before the start), value_out_of_range (options)
/// @cost    per point: reference points x about 15 iterations
/// @source  C. P. Farrington et al., J. R. Stat. Soc. A 159 (1996) 547-563; A. Noufaily et al.,
///          Stat. Med. 32 (2013) 1206-1222; the iterations are R's glm.fit: start at count + 0.1,
///          stop when the deviance changes by less than 1e-8, at most 25
/// @checked R surveillance 1.20.3 farrington, farringtonFlexible
[[nodiscard]] Result<std::vector<FarringtonPoint>> farrington(std::span<const double> counts,
                                                              std::span<const double> population,
                                                              std::size_t first,
                                                              const SeasonCalendar& calendar,
                                                              const FarringtonOptions& options);

/// The first point that has all its reference points.
[[nodiscard]] std::size_t farrington_start(std::size_t points, const SeasonCalendar& calendar,
                                           const FarringtonOptions& options);

}  // namespace zhiheng::stat
