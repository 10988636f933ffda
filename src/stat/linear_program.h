#pragma once
// The best point of a linear goal under linear limits.

#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

inline constexpr double unbounded = std::numeric_limits<double>::infinity();

struct LinearColumn {
  double goal = 0;  ///< its coefficient in the goal
  double low = 0;
  double high = unbounded;
};

struct LinearEntry {
  std::size_t column = 0;
  double value = 0;
};

/// low <= sum of value x column <= high
struct LinearRow {
  std::vector<LinearEntry> entries = {};
  double low = -unbounded;
  double high = unbounded;
};

struct LinearProgram {
  std::vector<LinearColumn> columns;
  std::vector<LinearRow> rows;
  bool maximise = false;
  int most_steps = 10'000'000;  ///< of the simplex method; solver_failed beyond
};

struct LinearSolution {
  double goal = 0;
  std::vector<double> columns;
  std::vector<double> prices;  ///< by row: what the goal gains per unit of the limit that binds
};

/// Solves by the simplex method (Clp of COIN-OR).
///
/// @return  nothing when no point keeps the limits
/// @fails   value_not_finite (a coefficient), value_out_of_range (an entry's column; low above
/// high),
///          goal_without_bound, solver_failed
/// @cost    grows with rows x entries
[[nodiscard]] Result<std::optional<LinearSolution>> solve(const LinearProgram& program);

}  // namespace zhiheng::stat
