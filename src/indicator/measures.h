#pragma once
// From the rows of a statement to points with their intervals.

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "cube/cube.h"
#include "indicator/plan.h"

namespace zhiheng::indicator {

/// What the database counted for one group and period, before any statistics.
struct Measure {
  std::int64_t trials = 0;
  std::int64_t hits = 0;
  std::optional<std::int64_t> distinct;
  std::optional<double> sum;                    ///< of a total
  double mean = 0, variance = 0;                ///< of a mean; the variance has the divisor n - 1
  double y = 0, x = 0, yy = 0, xy = 0, xx = 0;  ///< of a ratio
  /// Of a stratified proportion: hits and trials by the codes of `Plan::strata`.
  std::map<std::vector<std::string>, std::pair<std::int64_t, std::int64_t>> strata;
};

/// A group and the first day of its period (day 0 without a grain).
struct Place {
  std::vector<std::string> group;
  Date period;
  auto operator<=>(const Place&) const = default;
};
using Measures = std::map<Place, Measure>;

[[nodiscard]] Measures measures(const Plan& plan, const cube::Table& table);

/// The point of a measure, with value and interval. `remarks` gets what the reader should know.
[[nodiscard]] Result<Point> point(const Plan& plan, const Place& place, const Measure& measure);

/// How many records lie in strata without a weight.
[[nodiscard]] std::int64_t outside_strata(const Plan& plan, const Measures& measures);

/// Compares each point with the period before and with the same period a year before, where both
/// are whole. Points are in the order of `measures`.
[[nodiscard]] Result<void> add_changes(const Plan& plan, const Measures& measures,
                                       std::vector<Point>& points);

}  // namespace zhiheng::indicator
