// Linear propagation of uncertainty.h.

#include "stat/uncertainty.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/uncertainty_inputs.h"

namespace zhiheng::stat {

Result<void> check_inputs(std::span<const InputQuantity> inputs,
                          std::span<const Correlation> correlations) {
  ZH_DO(check_at_least("inputs", inputs.size(), 1));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    ZH_DO(check_finite(place("estimate", i), inputs[i].estimate));
    ZH_DO(check_not_negative(place("u", i), inputs[i].uncertainty));
    if (!(inputs[i].degrees_of_freedom > 0)) {
      return fail(value_not_positive, place("df", i), shown(inputs[i].degrees_of_freedom), "> 0");
    }
  }
  for (std::size_t at = 0; at < correlations.size(); ++at) {
    const auto& [first, second, coefficient] = correlations[at];
    if (first >= inputs.size() || second >= inputs.size() || first == second) {
      return fail(value_out_of_range, place("correlations", at),
                  std::to_string(first) + ", " + std::to_string(second),
                  "two of 0.." + std::to_string(inputs.size() - 1));
    }
    if (!(std::abs(coefficient) <= 1)) {
      return fail(value_out_of_range, place("correlations", at), shown(coefficient), "-1..1");
    }
    for (std::size_t earlier = 0; earlier < at; ++earlier) {
      if (std::minmax(correlations[earlier].first, correlations[earlier].second) ==
          std::minmax(first, second)) {
        return fail(value_out_of_range, place("correlations", at), "twice", "once a pair");
      }
    }
  }
  return {};
}

namespace {

/// Ridders: central differences with falling steps, extrapolated to step zero; the table's entry
/// with the smallest estimate of its own error.
Result<double> derivative(const MeasurementModel& model, std::vector<double>& at, std::size_t i,
                          double step) {
  constexpr int levels = 8;
  constexpr double shrink = 1.6;
  const double centre = at[i];
  double table[levels][levels];
  double best = 0;
  double error = std::numeric_limits<double>::infinity();
  for (int row = 0; row < levels; ++row, step /= shrink) {
    at[i] = centre + step;
    const double width_up = at[i] - centre;
    const double up = model(at);
    at[i] = centre - step;
    const double width_down = centre - at[i];
    const double down = model(at);
    at[i] = centre;
    if (!std::isfinite(up) || !std::isfinite(down)) {
      return fail(value_not_finite, "model", shown(up - down), "finite near the estimates");
    }
    table[row][0] = (up - down) / (width_up + width_down);
    double factor = shrink * shrink;
    for (int column = 1; column <= row; ++column, factor *= shrink * shrink) {
      table[row][column] =
          (table[row][column - 1] * factor - table[row - 1][column - 1]) / (factor - 1);
      const double doubt = std::max(std::abs(table[row][column] - table[row][column - 1]),
                                    std::abs(table[row][column] - table[row - 1][column - 1]));
      if (doubt <= error) {
        error = doubt;
        best = table[row][column];
      }
    }
  }
  return best;
}

}  // namespace

Result<UncertaintyBudget> propagate_uncertainty(std::span<const InputQuantity> inputs,
                                                const MeasurementModel& model,
                                                std::span<const Correlation> correlations,
                                                double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_inputs(inputs, correlations));
  std::vector<double> at;
  for (const InputQuantity& input : inputs) at.push_back(input.estimate);
  UncertaintyBudget budget;
  budget.estimate = model(at);
  ZH_DO(check_finite("model", budget.estimate));
  double squares = 0;
  double satterthwaite = 0;
  std::vector<double> signed_part;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const double u = inputs[i].uncertainty;
    // An exact input needs a step of its own for its sensitivity.
    const double size = std::max(std::abs(inputs[i].estimate), 1e-6);
    ZH_TRY(const double slope, derivative(model, at, i, u > 0 ? u : 1e-3 * size));
    const double part = slope * u;
    signed_part.push_back(part);
    budget.sensitivity.push_back(slope);
    budget.contribution.push_back(std::abs(part));
    squares += part * part;
    satterthwaite += part * part * part * part / inputs[i].degrees_of_freedom;
  }
  double crossed = 0;
  for (const auto& [first, second, coefficient] : correlations) {
    crossed += 2 * signed_part[first] * signed_part[second] * coefficient;
  }
  const double variance = squares + crossed;
  if (!(variance > 1e-14 * squares)) {
    return fail(no_spread, "inputs", shown(variance), "> 0 combined variance");
  }
  budget.combined = std::sqrt(variance);
  for (const double part : signed_part) budget.share.push_back(part * part / squares);
  const bool unlimited = satterthwaite == 0 || !correlations.empty();
  budget.degrees_of_freedom =
      unlimited ? std::numeric_limits<double>::infinity() : variance * variance / satterthwaite;
  const double level = (1 + confidence) / 2;
  budget.coverage = budget.degrees_of_freedom < 1e9
                        ? student_quantile(level, budget.degrees_of_freedom)
                        : normal_quantile(level);
  budget.expanded = budget.coverage * budget.combined;
  budget.interval = {budget.estimate - budget.expanded, budget.estimate + budget.expanded};
  return budget;
}

}  // namespace zhiheng::stat
