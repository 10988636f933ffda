#include "stat/envelopment.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/linear_program.h"
#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

// Amounts are counted in averages of their kind here. The solver keeps limits to 1e-9; where
// rounding leaves the second stage without a point, it gets ten times that room around the first
// one's result. What is below the last figure counts as no slack, no peer or no distance from 1.
constexpr double little_room = 1e-8;
constexpr double rounding = 1e-6;

Result<void> check_amounts(const std::string& where, const std::vector<double>& amounts,
                           std::size_t wanted) {
  ZH_DO(check_same_length(where, amounts.size(), wanted));
  double sum = 0;
  for (std::size_t k = 0; k < amounts.size(); ++k) {
    ZH_DO(check_not_negative(place(where, k), amounts[k]));
    sum += amounts[k];
  }
  if (!(sum > 0)) return fail(value_not_positive, where, shown(sum), "> 0");
  return {};
}

/// Averages over all units; 1 for a kind that nobody has.
std::vector<double> averages(std::span<const ProducingUnit> units,
                             std::vector<double> ProducingUnit::*amounts) {
  std::vector<double> sums((units.front().*amounts).size(), 0);
  for (const ProducingUnit& unit : units) {
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k] += (unit.*amounts)[k];
  }
  for (double& sum : sums) {
    sum /= static_cast<double>(units.size());
    if (sum == 0) sum = 1;
  }
  return sums;
}

/// Inputs and outputs in units of their averages: the score is the same, the arithmetic better.
class Frontier {
 public:
  Frontier(std::span<const ProducingUnit> units, const EnvelopmentOptions& options)
      : options_(options),
        input_unit_(averages(units, &ProducingUnit::inputs)),
        output_unit_(averages(units, &ProducingUnit::outputs)),
        units_(units.begin(), units.end()) {
    for (ProducingUnit& unit : units_) {
      for (std::size_t k = 0; k < input_unit_.size(); ++k) unit.inputs[k] /= input_unit_[k];
      for (std::size_t k = 0; k < output_unit_.size(); ++k) unit.outputs[k] /= output_unit_[k];
    }
  }

  [[nodiscard]] Result<EnvelopmentScore> score(std::size_t own) const {
    EnvelopmentScore made;
    ZH_TRY(const auto first, solve(programme(own, nobody)));
    if (!first) return fail(solver_failed, place("units", own), "infeasible", "feasible");
    made.score = first->columns.back();
    const bool on_input = options_.side == EnvelopmentSide::input;
    if (std::abs(made.score - 1) < 1e-9) made.score = 1;
    made.efficiency = on_input ? made.score : 1 / made.score;
    price(*first, made);
    ZH_DO(find_slacks(own, made));
    if (options_.super) {
      ZH_TRY(const auto others, solve(programme(own, own)));
      if (others) made.super = others->columns.back();
    }
    return made;
  }

 private:
  static constexpr std::size_t nobody = static_cast<std::size_t>(-1);

  [[nodiscard]] bool on_input() const { return options_.side == EnvelopmentSide::input; }

  /// Columns: a weight for each unit, then the score; rows: inputs, outputs, sum of weights.
  [[nodiscard]] LinearProgram programme(std::size_t own, std::size_t left_out) const {
    LinearProgram program;
    program.maximise = !on_input();
    program.columns.resize(units_.size() + 1);
    if (left_out != nobody) program.columns[left_out].high = 0;
    const std::size_t score = units_.size();
    program.columns[score].goal = 1;
    const ProducingUnit& unit = units_[own];
    for (std::size_t k = 0; k < unit.inputs.size(); ++k) {
      LinearRow row = mixture(&ProducingUnit::inputs, k);
      if (on_input()) row.entries.push_back({score, -unit.inputs[k]});
      row.high = on_input() ? 0 : unit.inputs[k];
      program.rows.push_back(std::move(row));
    }
    for (std::size_t k = 0; k < unit.outputs.size(); ++k) {
      LinearRow row = mixture(&ProducingUnit::outputs, k);
      if (!on_input()) row.entries.push_back({score, -unit.outputs[k]});
      row.low = on_input() ? unit.outputs[k] : 0;
      program.rows.push_back(std::move(row));
    }
    limit_scale(program);
    return program;
  }

  [[nodiscard]] LinearRow mixture(std::vector<double> ProducingUnit::*amounts,
                                  std::size_t k) const {
    LinearRow row;
    for (std::size_t j = 0; j < units_.size(); ++j) {
      const double amount = (units_[j].*amounts)[k];
      if (amount != 0) row.entries.push_back({j, amount});
    }
    return row;
  }

  void limit_scale(LinearProgram& program) const {
    if (options_.returns == ReturnsToScale::constant) return;
    LinearRow row;
    for (std::size_t j = 0; j < units_.size(); ++j) row.entries.push_back({j, 1});
    if (options_.returns != ReturnsToScale::increasing) row.high = 1;
    if (options_.returns != ReturnsToScale::decreasing) row.low = 1;
    program.rows.push_back(std::move(row));
  }

  /// The shadow prices, in the units that the caller used.
  void price(const LinearSolution& first, EnvelopmentScore& made) const {
    for (std::size_t k = 0; k < input_unit_.size(); ++k) {
      made.input_prices.push_back(std::abs(first.prices[k]) / input_unit_[k]);
    }
    for (std::size_t k = 0; k < output_unit_.size(); ++k) {
      made.output_prices.push_back(std::abs(first.prices[input_unit_.size() + k]) /
                                   output_unit_[k]);
    }
  }

  /// Columns: a weight for each unit, then the slack of each input and output.
  [[nodiscard]] LinearProgram slack_programme(std::size_t own, double score, double room) const {
    const std::size_t count = units_.size();
    const std::size_t kinds = input_unit_.size() + output_unit_.size();
    const ProducingUnit& unit = units_[own];
    LinearProgram program;
    program.maximise = true;
    program.columns.resize(count + kinds);
    for (std::size_t k = 0; k < input_unit_.size(); ++k) {
      LinearRow row = mixture(&ProducingUnit::inputs, k);
      row.entries.push_back({count + k, 1});
      const double limit = unit.inputs[k] * (on_input() ? score : 1);
      row.low = limit - room * (1 + limit);
      row.high = limit + room * (1 + limit);
      program.columns[count + k].goal = input_unit_[k];
      program.rows.push_back(std::move(row));
    }
    for (std::size_t k = 0; k < output_unit_.size(); ++k) {
      const std::size_t column = count + input_unit_.size() + k;
      LinearRow row = mixture(&ProducingUnit::outputs, k);
      row.entries.push_back({column, -1});
      const double limit = unit.outputs[k] * (on_input() ? 1 : score);
      row.low = limit - room * (1 + limit);
      row.high = limit + room * (1 + limit);
      program.columns[column].goal = output_unit_[k];
      program.rows.push_back(std::move(row));
    }
    limit_scale(program);
    // The largest coefficient of the goal is made 1, as units of measure may lie far apart.
    double largest = 0;
    for (const LinearColumn& column : program.columns) largest = std::max(largest, column.goal);
    for (LinearColumn& column : program.columns) column.goal /= largest;
    return program;
  }

  Result<void> find_slacks(std::size_t own, EnvelopmentScore& made) const {
    const std::size_t count = units_.size();
    const std::size_t kinds = input_unit_.size() + output_unit_.size();
    ZH_TRY(auto second, solve(slack_programme(own, made.score, 0)));
    if (!second) {
      ZH_TRY(second, solve(slack_programme(own, made.score, little_room)));
    }
    if (!second) return fail(solver_failed, place("units", own), "infeasible", "feasible");
    for (std::size_t j = 0; j < count; ++j) {
      if (second->columns[j] > rounding) made.peers.push_back({j, second->columns[j]});
    }
    made.efficient = std::abs(made.score - 1) < rounding;
    for (std::size_t k = 0; k < kinds; ++k) {
      const bool input = k < input_unit_.size();
      double slack = second->columns[count + k];
      if (slack < rounding) slack = 0;
      if (slack > 0) made.efficient = false;
      if (input) {
        made.input_slacks.push_back(slack * input_unit_[k]);
      } else {
        made.output_slacks.push_back(slack * output_unit_[k - input_unit_.size()]);
      }
    }
    return {};
  }

  EnvelopmentOptions options_;
  std::vector<double> input_unit_, output_unit_;
  std::vector<ProducingUnit> units_;
};

}  // namespace

Result<std::vector<EnvelopmentScore>> envelopment(std::span<const ProducingUnit> units,
                                                  const EnvelopmentOptions& options) {
  ZH_DO(check_at_least("units", units.size(), 1));
  ZH_DO(check_at_least("inputs", units.front().inputs.size(), 1));
  ZH_DO(check_at_least("outputs", units.front().outputs.size(), 1));
  ZH_DO(check_positive("threads", options.threads.count));
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::string where = place("units", i);
    ZH_DO(check_amounts(where + ".inputs", units[i].inputs, units.front().inputs.size()));
    ZH_DO(check_amounts(where + ".outputs", units[i].outputs, units.front().outputs.size()));
  }
  const Frontier frontier(units, options);
  std::vector<Result<EnvelopmentScore>> found(units.size());
  ZH_DO(in_parallel(units.size(), options.threads,
                    [&](std::size_t i) { found[i] = frontier.score(i); }));
  std::vector<EnvelopmentScore> scores;
  for (auto& each : found) {
    if (!each) return std::unexpected(each.error());
    scores.push_back(*std::move(each));
  }
  return scores;
}

}  // namespace zhiheng::stat
