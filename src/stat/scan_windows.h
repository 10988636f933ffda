#pragma once
// Where may a cluster lie? The windows that a scan statistic looks through.
//
// Windows that grow from one centre by one location after another are one walk, so that the next
// window costs one addition.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// Locations on a plane, or on the globe as points of three dimensions in km.
struct ScanPoints {
  std::vector<std::array<double, 3>> at;
  bool globe = false;

  [[nodiscard]] std::size_t size() const { return at.size(); }
  /// In the plane's unit, or along the great circle in km (radius 6371.0088 km, IUGG).
  [[nodiscard]] double distance(std::size_t one, std::size_t other) const;
};

/// @fails lengths_differ, value_not_finite, too_few_observations (none)
[[nodiscard]] Result<ScanPoints> plane_points(std::span<const double> x, std::span<const double> y);
/// Degrees north and east, -90..90 and -180..360.
/// @fails lengths_differ, value_not_finite, value_out_of_range, too_few_observations (none)
[[nodiscard]] Result<ScanPoints> globe_points(std::span<const double> latitude,
                                              std::span<const double> longitude);

/// Members of windows that are held at once, 4 GB of them.
inline constexpr std::size_t most_members = 1'000'000'000;

struct ScanWalk {
  std::size_t begin = 0;  ///< into ScanWindows::members
  std::size_t end = 0;
  std::uint32_t centre = 0;
  double shape = 1;    ///< longer axis over shorter; 1 for a circle
  double angle = 0;    ///< of the longer axis against the x axis, degrees counterclockwise, 0..180
  double penalty = 1;  ///< the statistic of its windows is the log likelihood ratio times this
};

struct ScanWindows {
  /// This member comes in together with the next: there is no window that ends here.
  static constexpr std::uint32_t together = 1U << 31;

  std::size_t locations = 0;
  std::vector<ScanWalk> walks;
  std::vector<std::uint32_t> members;  ///< location, with or without `together`

  [[nodiscard]] static std::uint32_t location(std::uint32_t member) { return member & ~together; }
  [[nodiscard]] static bool is_window(std::uint32_t member) { return (member & together) == 0; }
};

/// How far a window of this walk reaches when it holds the location: its radius, or the shorter
/// half axis of its ellipse.
[[nodiscard]] double scan_reach(const ScanPoints& points, const ScanWalk& walk,
                                std::size_t location);

struct Ellipses {
  std::vector<double> shapes = {1.5, 2, 3, 4, 5};        ///< each > 1
  std::vector<std::int64_t> angles = {4, 6, 9, 12, 15};  ///< how many for each shape
  double first_angle = 0;  ///< of each shape, degrees counterclockwise from the x axis
  /// a in the penalty (4 s / (s + 1)^2)^a of shape s: 0 none, 0.5 medium, 1 strong
  double strictness = 0.5;
};

/// Around every location: itself, with its nearest neighbour, with the two nearest, and so on while
/// the sizes add up to at most `share` of all. Equally distant locations come in together.
///
/// @param sizes    of the locations: population, or expected cases; none negative
/// @param share    0 < share <= 1; 0.5 is usual
/// @param threads  at most so many
/// @fails   lengths_differ, value_not_finite, value_negative, value_out_of_range (share),
///          too_many_observations (above 10^9 members), interrupted
/// @cost    n^2 log n
/// @source  M. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481-1496
[[nodiscard]] Result<ScanWindows> circular_windows(const ScanPoints& points,
                                                   std::span<const double> sizes, double share,
                                                   const Threads& threads = {});

/// Circles, and ellipses of every shape and angle around every location.
///
/// @fails   as circular_windows; value_out_of_range (points on the globe, shapes, angles)
/// @source  M. Kulldorff, L. Huang, L. Pickle, L. Duczmal, Stat. Med. 25 (2006) 3929-3943
[[nodiscard]] Result<ScanWindows> elliptic_windows(const ScanPoints& points,
                                                   std::span<const double> sizes, double share,
                                                   const Ellipses& ellipses,
                                                   const Threads& threads = {});

/// Adds one window by itself; its first member counts as its centre.
void add_listed_window(std::span<const std::uint32_t> members, ScanWindows& windows);

/// Windows that are listed: each zone is one.
///
/// @fails   value_out_of_range (a location beyond `locations`), too_few_observations (empty zone)
[[nodiscard]] Result<ScanWindows> listed_windows(std::size_t locations,
                                                 std::span<const std::vector<std::uint32_t>> zones);

}  // namespace zhiheng::stat
