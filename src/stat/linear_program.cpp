#include "stat/linear_program.h"

#include <coin/Clp_C_Interface.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

Result<void> check_limits(const std::string& where, double low, double high) {
  if (std::isnan(low) || std::isnan(high) || low == unbounded || high == -unbounded) {
    return fail(value_not_finite, where, shown(low) + ", " + shown(high), "low <= high");
  }
  if (low > high) {
    return fail(value_out_of_range, where, shown(low) + " > " + shown(high), "low <= high");
  }
  return {};
}

Result<void> check(const LinearProgram& program) {
  for (std::size_t c = 0; c < program.columns.size(); ++c) {
    const LinearColumn& column = program.columns[c];
    ZH_DO(check_finite(place("columns", c) + ".goal", column.goal));
    ZH_DO(check_limits(place("columns", c), column.low, column.high));
  }
  for (std::size_t r = 0; r < program.rows.size(); ++r) {
    ZH_DO(check_limits(place("rows", r), program.rows[r].low, program.rows[r].high));
    for (const LinearEntry& entry : program.rows[r].entries) {
      ZH_DO(check_finite(place("rows", r), entry.value));
      if (entry.column < program.columns.size()) continue;
      return fail(value_out_of_range, place("rows", r), std::to_string(entry.column),
                  "< " + std::to_string(program.columns.size()));
    }
  }
  return {};
}

/// The matrix by columns, as the solver takes it.
struct ByColumn {
  std::vector<CoinBigIndex> starts;
  std::vector<int> rows;
  std::vector<double> values;
};

ByColumn by_column(const LinearProgram& program) {
  ByColumn matrix;
  matrix.starts.assign(program.columns.size() + 1, 0);
  for (const LinearRow& row : program.rows) {
    for (const LinearEntry& entry : row.entries) ++matrix.starts[entry.column + 1];
  }
  for (std::size_t c = 0; c < program.columns.size(); ++c) {
    matrix.starts[c + 1] += matrix.starts[c];
  }
  matrix.rows.resize(static_cast<std::size_t>(matrix.starts.back()));
  matrix.values.resize(matrix.rows.size());
  std::vector<CoinBigIndex> next(matrix.starts.begin(), matrix.starts.end() - 1);
  for (std::size_t r = 0; r < program.rows.size(); ++r) {
    for (const LinearEntry& entry : program.rows[r].entries) {
      const auto at = static_cast<std::size_t>(next[entry.column]++);
      matrix.rows[at] = static_cast<int>(r);
      matrix.values[at] = entry.value;
    }
  }
  return matrix;
}

struct Free {
  void operator()(Clp_Simplex* model) const { Clp_deleteModel(model); }
};

/// The solver's codes.
constexpr int solved = 0, infeasible = 1, without_bound = 2;

}  // namespace

Result<std::optional<LinearSolution>> solve(const LinearProgram& program) {
  ZH_DO(check(program));
  const std::size_t columns = program.columns.size();
  const std::size_t rows = program.rows.size();
  std::vector<double> low, high, goal, row_low, row_high;
  for (const LinearColumn& column : program.columns) {
    low.push_back(column.low);
    high.push_back(column.high);
    goal.push_back(column.goal);
  }
  for (const LinearRow& row : program.rows) {
    row_low.push_back(row.low);
    row_high.push_back(row.high);
  }
  const ByColumn matrix = by_column(program);
  const std::unique_ptr<Clp_Simplex, Free> model(Clp_newModel());
  Clp_setLogLevel(model.get(), 0);
  Clp_loadProblem(model.get(), static_cast<int>(columns), static_cast<int>(rows),
                  matrix.starts.data(), matrix.rows.data(), matrix.values.data(), low.data(),
                  high.data(), goal.data(), row_low.data(), row_high.data());
  Clp_setOptimizationDirection(model.get(), program.maximise ? -1 : 1);
  Clp_setMaximumIterations(model.get(), program.most_steps);
  Clp_setPrimalTolerance(model.get(), 1e-9);
  Clp_setDualTolerance(model.get(), 1e-9);
  Clp_primal(model.get(), 0);
  const int status = Clp_status(model.get());
  if (status == infeasible) return std::nullopt;
  if (status == without_bound) return fail(goal_without_bound, "goal");
  if (status != solved) return fail(solver_failed, "status", std::to_string(status), "0");
  LinearSolution found;
  found.goal = Clp_objectiveValue(model.get());
  const double* values = Clp_primalColumnSolution(model.get());
  const double* prices = Clp_dualRowSolution(model.get());
  found.columns.assign(values, values + columns);
  found.prices.assign(prices, prices + rows);
  return found;
}

}  // namespace zhiheng::stat
