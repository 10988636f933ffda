#pragma once
// Do cases lie close to each other more often than chance explains, wherever that is?

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/scan_windows.h"

namespace zhiheng::stat {

struct ClusteringOptions {
  std::int64_t replicates = 999;  ///< data sets without clustering; 0 for none
  std::uint64_t seed = 1;
  Threads threads = 1;
};

enum class ClosenessKind {
  exponential,  ///< exp(-d / kappa)
  gaussian,     ///< exp(-4 d^2 / kappa^2)
};

struct TangoIndex {
  double index = 0;            ///< C = (r - p)' A (r - p)
  double goodness_of_fit = 0;  ///< the part of each place with itself
  double autocorrelation = 0;  ///< the part of pairs of places
  double expected = 0;         ///< of C without clustering
  double variance = 0;
  double skewness = 0;
  double degrees = 0;  ///< of the chi-squared approximation, 8 / skewness^2
  double chi_squared = 0;
  double p_value = 1;        ///< by the approximation
  double monte_carlo_p = 1;  ///< rank among the replicates; NaN without
};

/// Tango's index of excess: shares of the cases r against shares of the population p, pairs of
/// places weighted by their closeness A.
///
/// @param kappa  the reach of closeness, in the unit of the points, > 0
/// @fails   lengths_differ, value_not_finite, value_negative, value_not_positive (kappa, no
///          population), too_few_observations (two places, one case), too_many_observations (above
///          5000 places), value_out_of_range (options), no_spread (all closeness alike),
///          interrupted
/// @cost    n^3 once, n^2 a replicate
/// @source  T. Tango, Stat. Med. 14 (1995) 2323-2334
/// @checked smerc 1.8.4 tango.test
[[nodiscard]] Result<TangoIndex> tango_index(std::span<const double> cases,
                                             std::span<const double> population,
                                             const ScanPoints& points, double kappa,
                                             ClosenessKind kind = ClosenessKind::exponential,
                                             const ClusteringOptions& options = {});

struct MoranIndex {
  double index = 0;
  double monte_carlo_p = 1;  ///< that it is as large by chance; NaN without replicates
};

/// Moran's index of the standardised excess z = (cases - expected) / sqrt(expected) over pairs of
/// neighbours: sum of z_i z_j over pairs, divided by their number. Its replicates have the same
/// total at constant risk.
///
/// @param expected    of the places, all positive; scaled to the total
/// @param neighbours  of each place; a pair counts once in each direction in which it is listed
/// @fails   lengths_differ, value_not_finite, value_negative, value_not_positive,
///          too_few_observations (no pair, no case), value_out_of_range, interrupted
/// @source  L. A. Waller, C. A. Gotway, Applied Spatial Statistics for Public Health Data (2004)
///          section 7.4.3; S. D. Walter, Am. J. Epidemiol. 136 (1992) 730-741
[[nodiscard]] Result<MoranIndex> moran_constant_risk(
    std::span<const double> cases, std::span<const double> expected,
    std::span<const std::vector<std::uint32_t>> neighbours, const ClusteringOptions& options = {});

/// The smallest circle around a place that holds at least k cases.
struct NearestCases {
  std::vector<std::uint32_t> locations;  ///< from the centre outwards
  double cases = 0;
  double expected = 0;
  double p_value = 1;     ///< P(X >= cases), X Poisson with the circle's expected cases
  double p_at_least = 1;  ///< P(X >= k), as Besag and Newell define it
};

/// Besag and Newell's circles, one per place in their order; one without locations where all places
/// together hold fewer than k cases.
///
/// @param k  >= 1
/// @fails   lengths_differ, value_not_finite, value_negative, value_not_positive,
/// value_out_of_range
/// @source  J. Besag, J. Newell, J. R. Stat. Soc. A 154 (1991) 143-155
/// @checked SpatialEpi 1.2.8 besag_newell, which gives p_value
[[nodiscard]] Result<std::vector<NearestCases>> besag_newell(std::span<const double> cases,
                                                             std::span<const double> expected,
                                                             const ScanPoints& points, double k);

}  // namespace zhiheng::stat
