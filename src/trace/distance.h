#pragma once
// How far apart places are.

namespace zhiheng::trace {

/// Degrees; north and east are positive.
struct Position {
  double latitude = 0, longitude = 0;
};

/// Kilometres on a sphere of radius 6371.0088 km.
[[nodiscard]] double distance_km(const Position& a, const Position& b);

}  // namespace zhiheng::trace
