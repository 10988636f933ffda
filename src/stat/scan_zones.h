#pragma once
// Windows of any connected shape.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/scan.h"
#include "stat/scan_windows.h"

namespace zhiheng::stat {

/// Every connected set of locations that holds a centre and lies within the `nearest` locations
/// nearest to it, the centre included; each set once.
///
/// @param neighbours  of each location; symmetric
/// @param nearest     1..20; the sets grow like 2^nearest
/// @fails   lengths_differ, value_out_of_range, too_many_observations (above 10^9 members)
/// @source  T. Tango, K. Takahashi, Int. J. Health Geogr. 4 (2005) 11
[[nodiscard]] Result<ScanWindows> connected_windows(
    const ScanPoints& points, std::span<const std::vector<std::uint32_t>> neighbours,
    std::int64_t nearest);

/// Windows that follow the data, so that each replicate has its own.
struct AdaptiveWindows {
  enum class Kind {
    restricted,   ///< connected sets of locations that have a small p of their own
    upper_level,  ///< connected parts of the locations whose rate is at least some level
  };
  Kind kind = Kind::restricted;
  std::int64_t nearest = 15;  ///< restricted: within so many locations nearest to a centre
  double alpha = 0.2;         ///< restricted: P(X > cases) + P(X = cases) / 2 is below it
  double share = 0.5;         ///< upper level: of the population that a window holds at most
};

/// The windows of one data set; none where no location qualifies.
///
/// @param expected    cases, of the locations
/// @param population  of the locations
/// @fails   as connected_windows; value_out_of_range (alpha, share)
/// @source  restricted: T. Tango, K. Takahashi, Stat. Med. 31 (2012) 4207-4218; upper level: G. P.
///          Patil, C. Taillie, Environ. Ecol. Stat. 11 (2004) 183-197
[[nodiscard]] Result<ScanWindows> adaptive_windows(
    std::span<const double> cases, std::span<const double> expected,
    std::span<const double> population, const ScanPoints& points,
    std::span<const std::vector<std::uint32_t>> neighbours, const AdaptiveWindows& how);

/// As scan() of one period for the Poisson model, with adaptive windows found anew in each
/// replicate.
///
/// @param data     its measure is the expected cases
/// @param windows  receives those of the data, which the clusters refer to
/// @fails   as scan and adaptive_windows; value_out_of_range (another model, periods)
/// @checked smerc 1.8.4 rflex.test, uls.test
[[nodiscard]] Result<ScanResult> adaptive_scan(
    const ScanData& data, std::span<const double> population, const ScanPoints& points,
    std::span<const std::vector<std::uint32_t>> neighbours, const AdaptiveWindows& how,
    const ScanOptions& options, ScanWindows& windows);

}  // namespace zhiheng::stat
