#include "stat/scan_windows.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

constexpr double earth_radius_km = 6371.0088;
constexpr double degree = std::numbers::pi / 180;

/// One family of walks: all centres, one shape and angle.
struct Form {
  double shape = 1;
  double angle = 0;
  double penalty = 1;
};

/// Squared distances from a centre, an ellipse's measured by its shorter axis.
void distances(const ScanPoints& points, std::size_t centre, const Form& form,
               std::span<std::pair<double, std::uint32_t>> made) {
  const double along_x = std::cos(form.angle * degree) / form.shape;
  const double along_y = std::sin(form.angle * degree) / form.shape;
  const double across_x = -std::sin(form.angle * degree);
  const double across_y = std::cos(form.angle * degree);
  const auto& from = points.at[centre];
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double x = points.at[i][0] - from[0];
    const double y = points.at[i][1] - from[1];
    const double z = points.at[i][2] - from[2];
    const double squared = form.shape == 1
                               ? x * x + y * y + z * z
                               : (x * along_x + y * along_y) * (x * along_x + y * along_y) +
                                     (x * across_x + y * across_y) * (x * across_x + y * across_y);
    // The centre comes first even where others share its place.
    made[i] = {i == centre ? -1 : squared, static_cast<std::uint32_t>(i)};
  }
}

/// Distances that differ by rounding alone are the same distance.
bool as_far(double one, double other) { return other - one <= 1e-12 * other; }

/// The members of one walk. Only as many neighbours are put in order as are taken.
std::vector<std::uint32_t> walk(std::vector<std::pair<double, std::uint32_t>>& order,
                                std::span<const double> sizes, double most) {
  std::vector<std::uint32_t> members;
  std::size_t ordered = 0;
  double taken = 0;
  std::size_t whole = 0;  // members up to the last window
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + 1 >= ordered && ordered < order.size()) {
      const std::size_t next = std::min(order.size(), std::max<std::size_t>(64, 2 * ordered));
      const auto from = order.begin() + static_cast<std::ptrdiff_t>(ordered);
      const auto to = order.begin() + static_cast<std::ptrdiff_t>(next);
      if (next < order.size()) std::nth_element(from, to, order.end());
      std::sort(from, to);
      ordered = next;
    }
    taken += sizes[order[i].second];
    if (taken > most) break;
    const bool last = i + 1 == order.size();
    const bool tied = !last && as_far(std::max(0.0, order[i].first), order[i + 1].first);
    members.push_back(order[i].second | (tied ? ScanWindows::together : 0));
    if (!tied) whole = members.size();
  }
  members.resize(whole);
  return members;
}

Result<ScanWindows> grown(const ScanPoints& points, std::span<const double> sizes, double share,
                          std::span<const Form> forms, const Threads& threads) {
  const std::size_t count = points.size();
  ZH_DO(check_same_length("sizes", sizes.size(), count));
  for (std::size_t i = 0; i < count; ++i) ZH_DO(check_not_negative(place("sizes", i), sizes[i]));
  if (!(share > 0 && share <= 1)) {
    return fail(value_out_of_range, "share", shown(share), "> 0, <= 1");
  }
  // A share that is reached exactly must not be lost to the rounding of the sum.
  const double most = share * std::accumulate(sizes.begin(), sizes.end(), 0.0) * (1 + 1e-12);

  ScanWindows windows;
  windows.locations = count;
  for (const Form& form : forms) {
    std::vector<std::vector<std::uint32_t>> walks(count);
    constexpr std::size_t batch = 16;
    ZH_DO(in_parallel((count + batch - 1) / batch, threads, [&](std::size_t task) {
      std::vector<std::pair<double, std::uint32_t>> order(count);
      for (std::size_t i = task * batch; i < std::min(count, (task + 1) * batch); ++i) {
        distances(points, i, form, order);
        walks[i] = walk(order, sizes, most);
      }
    }));
    std::size_t more = windows.members.size();
    for (const auto& each : walks) more += each.size();
    if (more > most_members) {
      return fail(too_many_observations, "windows", std::to_string(more),
                  "<= " + std::to_string(most_members));
    }
    windows.members.reserve(more);
    for (std::size_t i = 0; i < count; ++i) {
      if (walks[i].empty()) continue;
      const std::size_t begin = windows.members.size();
      windows.members.insert(windows.members.end(), walks[i].begin(), walks[i].end());
      windows.walks.push_back({begin, windows.members.size(), static_cast<std::uint32_t>(i),
                               form.shape, form.angle, form.penalty});
    }
  }
  return windows;
}

}  // namespace

double ScanPoints::distance(std::size_t one, std::size_t other) const {
  const auto& a = at[one];
  const auto& b = at[other];
  const double chord = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  if (!globe) return chord;
  return 2 * earth_radius_km * std::asin(std::min(1.0, chord / (2 * earth_radius_km)));
}

double scan_reach(const ScanPoints& points, const ScanWalk& walk, std::size_t location) {
  if (walk.shape == 1) return points.distance(walk.centre, location);
  std::vector<std::pair<double, std::uint32_t>> from(points.size());
  distances(points, walk.centre, {walk.shape, walk.angle, walk.penalty}, from);
  return std::sqrt(std::max(0.0, from[location].first));
}

Result<ScanPoints> plane_points(std::span<const double> x, std::span<const double> y) {
  ZH_DO(check_same_length("y", y.size(), x.size()));
  ZH_DO(check_at_least("x", x.size(), 1));
  ZH_DO(check_finite("x", x));
  ZH_DO(check_finite("y", y));
  ScanPoints points;
  for (std::size_t i = 0; i < x.size(); ++i) points.at.push_back({x[i], y[i], 0});
  return points;
}

Result<ScanPoints> globe_points(std::span<const double> latitude,
                                std::span<const double> longitude) {
  ZH_DO(check_same_length("longitude", longitude.size(), latitude.size()));
  ZH_DO(check_at_least("latitude", latitude.size(), 1));
  ScanPoints points;
  points.globe = true;
  for (std::size_t i = 0; i < latitude.size(); ++i) {
    ZH_DO(check_finite(place("latitude", i), latitude[i]));
    ZH_DO(check_finite(place("longitude", i), longitude[i]));
    if (std::abs(latitude[i]) > 90) {
      return fail(value_out_of_range, place("latitude", i), shown(latitude[i]), "-90..90");
    }
    if (longitude[i] < -180 || longitude[i] > 360) {
      return fail(value_out_of_range, place("longitude", i), shown(longitude[i]), "-180..360");
    }
    const double north = latitude[i] * degree;
    const double east = longitude[i] * degree;
    points.at.push_back({earth_radius_km * std::cos(north) * std::cos(east),
                         earth_radius_km * std::cos(north) * std::sin(east),
                         earth_radius_km * std::sin(north)});
  }
  return points;
}

Result<ScanWindows> circular_windows(const ScanPoints& points, std::span<const double> sizes,
                                     double share, const Threads& threads) {
  const Form circle;
  return grown(points, sizes, share, std::span(&circle, 1), threads);
}

Result<ScanWindows> elliptic_windows(const ScanPoints& points, std::span<const double> sizes,
                                     double share, const Ellipses& ellipses,
                                     const Threads& threads) {
  if (points.globe) return fail(value_out_of_range, "points", "latitude, longitude", "x, y");
  ZH_DO(check_same_length("angles", ellipses.angles.size(), ellipses.shapes.size()));
  ZH_DO(check_not_negative("strictness", ellipses.strictness));
  if (!(ellipses.first_angle >= 0 && ellipses.first_angle < 180)) {
    return fail(value_out_of_range, "first_angle", shown(ellipses.first_angle), ">= 0, < 180");
  }
  std::vector<Form> forms(1);
  for (std::size_t i = 0; i < ellipses.shapes.size(); ++i) {
    const double shape = ellipses.shapes[i];
    const std::int64_t angles = ellipses.angles[i];
    if (!(shape > 1 && shape <= 1000)) {
      return fail(value_out_of_range, place("shapes", i), shown(shape), "> 1, <= 1000");
    }
    if (angles < 1 || angles > 360) {
      return fail(value_out_of_range, place("angles", i), shown(angles), "1..360");
    }
    const double penalty = std::pow(4 * shape / ((shape + 1) * (shape + 1)), ellipses.strictness);
    for (std::int64_t k = 0; k < angles; ++k) {
      const double turned = 180 * static_cast<double>(k) / static_cast<double>(angles);
      forms.push_back({shape, std::fmod(ellipses.first_angle + turned, 180), penalty});
    }
  }
  return grown(points, sizes, share, forms, threads);
}

void add_listed_window(std::span<const std::uint32_t> members, ScanWindows& windows) {
  const std::size_t begin = windows.members.size();
  for (const std::uint32_t each : members) {
    windows.members.push_back(each | ScanWindows::together);
  }
  windows.members.back() &= ~ScanWindows::together;
  windows.walks.push_back({begin, windows.members.size(), members.front(), 1, 0, 1});
}

Result<ScanWindows> listed_windows(std::size_t locations,
                                   std::span<const std::vector<std::uint32_t>> zones) {
  ScanWindows windows;
  windows.locations = locations;
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    ZH_DO(check_at_least(place("zones", zone), zones[zone].size(), 1));
    for (const std::uint32_t location : zones[zone]) {
      if (location >= locations) {
        return fail(value_out_of_range, place("zones", zone), std::to_string(location),
                    "0.." + std::to_string(locations - 1));
      }
    }
    add_listed_window(zones[zone], windows);
  }
  return windows;
}

}  // namespace zhiheng::stat
