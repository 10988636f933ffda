#include "trace/distance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace zhiheng::trace {

double distance_km(const Position& a, const Position& b) {
  constexpr double mean_radius = 6371.0088;
  constexpr double radian = std::numbers::pi / 180;
  const double north = std::sin((b.latitude - a.latitude) * radian / 2);
  const double east = std::sin((b.longitude - a.longitude) * radian / 2);
  const double half =
      north * north + std::cos(a.latitude * radian) * std::cos(b.latitude * radian) * east * east;
  return 2 * mean_radius * std::asin(std::min(1.0, std::sqrt(half)));
}

}  // namespace zhiheng::trace
