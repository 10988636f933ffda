#include "stat/scan_zones.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>
#include <string>
#include <utility>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/scan_null.h"

namespace zhiheng::stat {
namespace {

constexpr std::int64_t most_nearest = 20;

/// The locations nearest to a centre, nearest first.
std::vector<std::uint32_t> nearest_to(const ScanPoints& points, std::size_t centre,
                                      std::size_t count) {
  std::vector<std::pair<double, std::uint32_t>> order;
  order.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    order.emplace_back(i == centre ? -1 : points.distance(centre, i),
                       static_cast<std::uint32_t>(i));
  }
  count = std::min(count, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end());
  std::vector<std::uint32_t> made;
  made.reserve(count);
  for (std::size_t i = 0; i < count; ++i) made.push_back(order[i].second);
  return made;
}

/// Locations around one centre as bits, bit 0 the centre.
struct Surroundings {
  std::vector<std::uint32_t> locations;
  std::vector<std::uint32_t> adjacent;  ///< bits of the neighbours of each
};

/// Calls `found` for every connected set of bits that holds bit 0: each set is reached from a
/// smaller one by a neighbour, and no neighbour that was passed over is taken later.
template <class Found>
void grow(const Surroundings& around, std::uint32_t set, std::uint32_t border,
          std::uint32_t passed_over, const Found& found) {
  found(set);
  while (border != 0) {
    const std::uint32_t bit = border & -border;
    border &= ~bit;
    passed_over |= bit;
    const auto at = static_cast<std::size_t>(std::countr_zero(bit));
    const std::uint32_t fresh = around.adjacent[at] & ~set & ~passed_over;
    grow(around, set | bit, border | fresh, passed_over, found);
  }
}

/// Adds every connected set around the chosen centres, of chosen locations alone.
Result<void> add_connected(const ScanPoints& points,
                           std::span<const std::vector<std::uint32_t>> neighbours,
                           std::int64_t nearest, const std::vector<bool>& chosen,
                           ScanWindows& windows) {
  std::set<std::vector<std::uint32_t>> known;
  for (std::size_t centre = 0; centre < points.size(); ++centre) {
    if (!chosen[centre]) continue;
    Surroundings around{nearest_to(points, centre, static_cast<std::size_t>(nearest)), {}};
    for (const std::uint32_t from : around.locations) {
      std::uint32_t bits = 0;
      for (const std::uint32_t to : neighbours[from]) {
        const auto at = std::ranges::find(around.locations, to);
        if (at != around.locations.end() && chosen[to]) {
          bits |= 1U << (at - around.locations.begin());
        }
      }
      around.adjacent.push_back(bits);
    }
    grow(around, 1, around.adjacent[0] & ~1U, 1, [&](std::uint32_t set) {
      std::vector<std::uint32_t> members;
      for (std::size_t i = 0; i < around.locations.size(); ++i) {
        if ((set >> i & 1) != 0) members.push_back(around.locations[i]);
      }
      std::vector<std::uint32_t> sorted = members;
      std::ranges::sort(sorted);
      if (known.insert(std::move(sorted)).second) add_listed_window(members, windows);
    });
    if (windows.members.size() > most_members) {
      return fail(too_many_observations, "windows", std::to_string(windows.members.size()),
                  "<= " + std::to_string(most_members));
    }
  }
  return {};
}

Result<void> check_neighbours(const ScanPoints& points,
                              std::span<const std::vector<std::uint32_t>> neighbours,
                              std::int64_t nearest) {
  ZH_DO(check_same_length("neighbours", neighbours.size(), points.size()));
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    for (const std::uint32_t other : neighbours[i]) {
      if (other >= points.size()) {
        return fail(value_out_of_range, place("neighbours", i), std::to_string(other),
                    "0.." + std::to_string(points.size() - 1));
      }
    }
  }
  if (nearest < 1 || nearest > most_nearest) {
    return fail(value_out_of_range, "nearest", shown(nearest),
                "1.." + std::to_string(most_nearest));
  }
  return {};
}

/// Has the location by itself more cases than chance explains? The half of P(X = cases) counts for
/// whole cases only.
bool is_hot(double cases, double expected, double alpha) {
  const auto whole = static_cast<std::int64_t>(std::floor(cases));
  double p = poisson_at_least(whole + 1, expected);
  if (static_cast<double>(whole) == cases) p += poisson_probability(whole, expected) / 2;
  return p < alpha;
}

/// Locations come in by falling rate; each is a window with the parts that it connects.
void add_levels(std::span<const double> cases, std::span<const double> population,
                std::span<const std::vector<std::uint32_t>> neighbours, double share,
                ScanWindows& windows) {
  const std::size_t count = cases.size();
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  const auto rate = [&](std::uint32_t i) {
    return population[i] > 0 ? -cases[i] / population[i] : 0.0;
  };
  std::ranges::stable_sort(order, {}, rate);
  const double most =
      share * std::accumulate(population.begin(), population.end(), 0.0) * (1 + 1e-12);
  constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
  std::vector<std::size_t> part_of(count, none);
  std::vector<std::vector<std::uint32_t>> parts;
  for (const std::uint32_t at : order) {
    std::vector<std::uint32_t> joined;
    for (const std::uint32_t other : neighbours[at]) {
      const std::size_t part = part_of[other];
      if (part == none || part_of[at] == part) continue;
      joined.insert(joined.end(), parts[part].begin(), parts[part].end());
      // Marks the part as taken, so that another neighbour in it does not add it again.
      for (const std::uint32_t member : parts[part]) part_of[member] = parts.size();
      part_of[at] = parts.size();
      parts[part].clear();
    }
    joined.push_back(at);
    part_of[at] = parts.size();
    parts.push_back(joined);
    double people = 0;
    for (const std::uint32_t member : joined) people += population[member];
    if (people <= most) add_listed_window(joined, windows);
  }
}

}  // namespace

Result<ScanWindows> connected_windows(const ScanPoints& points,
                                      std::span<const std::vector<std::uint32_t>> neighbours,
                                      std::int64_t nearest) {
  ZH_DO(check_neighbours(points, neighbours, nearest));
  ScanWindows windows;
  windows.locations = points.size();
  ZH_DO(
      add_connected(points, neighbours, nearest, std::vector<bool>(points.size(), true), windows));
  return windows;
}

Result<ScanWindows> adaptive_windows(std::span<const double> cases,
                                     std::span<const double> expected,
                                     std::span<const double> population, const ScanPoints& points,
                                     std::span<const std::vector<std::uint32_t>> neighbours,
                                     const AdaptiveWindows& how) {
  ZH_DO(check_neighbours(points, neighbours, how.nearest));
  ZH_DO(check_same_length("cases", cases.size(), points.size()));
  ZH_DO(check_same_length("expected", expected.size(), points.size()));
  ZH_DO(check_same_length("population", population.size(), points.size()));
  ZH_DO(check_probability("alpha", how.alpha));
  if (!(how.share > 0 && how.share <= 1)) {
    return fail(value_out_of_range, "share", shown(how.share), "> 0, <= 1");
  }
  ScanWindows windows;
  windows.locations = points.size();
  if (how.kind == AdaptiveWindows::Kind::upper_level) {
    add_levels(cases, population, neighbours, how.share, windows);
    return windows;
  }
  std::vector<bool> hot(points.size());
  for (std::size_t i = 0; i < hot.size(); ++i) hot[i] = is_hot(cases[i], expected[i], how.alpha);
  ZH_DO(add_connected(points, neighbours, how.nearest, hot, windows));
  return windows;
}

Result<ScanResult> adaptive_scan(const ScanData& data, std::span<const double> population,
                                 const ScanPoints& points,
                                 std::span<const std::vector<std::uint32_t>> neighbours,
                                 const AdaptiveWindows& how, const ScanOptions& options,
                                 ScanWindows& windows) {
  if (options.model != ScanModel::poisson || data.periods != 1) {
    return fail(value_out_of_range, "model, periods", std::to_string(data.periods), "poisson, 1");
  }
  // What scan() checks, and clusters without p-values, on the windows of the data.
  ScanOptions one = options;
  one.replicates = 0;
  const auto every = [&](const std::vector<double>& cases) {
    double total = 0;
    double measure = 0;
    for (const double each : cases) total += each;
    for (const double each : data.measure) measure += each;
    std::vector<double> expected = data.measure;
    for (double& each : expected) each *= total / measure;
    return adaptive_windows(cases, expected, population, points, neighbours, how);
  };
  std::vector<std::vector<std::uint32_t>> alone = {{0}};
  ZH_TRY(const ScanWindows first, listed_windows(points.size(), alone));
  if (auto sound = scan(data, first, one); !sound) return std::unexpected(sound.error());
  ZH_TRY(windows, every(data.cases));
  ScanResult result;
  if (!windows.walks.empty()) {
    ZH_TRY(result, scan(data, windows, one));
  }
  const ScanNull null(options.model, 1, data.cases, data.measure);
  const auto count = static_cast<std::size_t>(options.replicates);
  std::vector<Result<double>> largest(count, 0.0);
  one.threads.count = 1;
  ZH_DO(in_parallel(count, options.threads, [&](std::size_t i) {
    Random random(options.seed, i + 1);
    std::vector<std::uint32_t> drawn;
    null.draw(random, drawn);
    ScanData replicate = data;
    std::ranges::fill(replicate.cases, 0);
    for (const std::uint32_t cell : drawn) ++replicate.cases[cell];
    const auto own = every(replicate.cases);
    if (!own) {
      largest[i] = std::unexpected(own.error());
    } else if (!own->walks.empty()) {
      const auto best = best_windows(replicate, *own, one);
      if (!best) {
        largest[i] = std::unexpected(best.error());
      } else {
        largest[i] = std::ranges::max_element(*best, {}, &ScanCluster::statistic)->statistic;
      }
    }
  }));
  for (const auto& each : largest) {
    ZH_TRY(const double statistic, each);
    result.maxima.push_back(statistic);
  }
  judge_clusters(result);
  return result;
}

}  // namespace zhiheng::stat
