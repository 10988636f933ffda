// Monte-Carlo propagation of uncertainty.h.

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/random.h"
#include "stat/uncertainty.h"
#include "stat/uncertainty_inputs.h"

namespace zhiheng::stat {
namespace {

/// One standardised draw: mean zero; times u it has the stated shape.
double draw(const InputQuantity& input, Random& random) {
  switch (input.shape) {
    case InputShape::normal:
      break;
    case InputShape::rectangular:
      return std::sqrt(3.0) * (2 * random.uniform() - 1);
    case InputShape::triangular:
      return std::sqrt(6.0) * (random.uniform() + random.uniform() - 1);
    case InputShape::arcsine: {
      constexpr double pi = 3.14159265358979323846;
      return std::sqrt(2.0) * std::sin(2 * pi * random.uniform());
    }
    case InputShape::student: {
      const double df = input.degrees_of_freedom;
      if (!std::isfinite(df)) break;
      return random.normal() / std::sqrt(2 * random.gamma(df / 2) / df);
    }
  }
  return random.normal();
}

/// Lower triangle L with L L' = the correlation matrix, row after row.
Result<std::vector<double>> triangle_of(std::span<const InputQuantity> inputs,
                                        std::span<const Correlation> correlations) {
  const std::size_t n = inputs.size();
  std::vector<double> lower(n * n, 0.0);
  for (std::size_t i = 0; i < n; ++i) lower[i * n + i] = 1;
  for (const auto& [first, second, coefficient] : correlations) {
    if (inputs[first].shape != InputShape::normal || inputs[second].shape != InputShape::normal) {
      return fail(value_out_of_range, "shape of correlated inputs", "not normal", "normal");
    }
    lower[std::max(first, second) * n + std::min(first, second)] = coefficient;
  }
  for (std::size_t j = 0; j < n; ++j) {
    double diagonal = lower[j * n + j];
    for (std::size_t k = 0; k < j; ++k) diagonal -= lower[j * n + k] * lower[j * n + k];
    if (diagonal < -1e-12) {
      return fail(value_out_of_range, "correlations", shown(diagonal), "a possible matrix");
    }
    // Correlations of one leave nothing of their own.
    const double own = diagonal > 1e-12 ? std::sqrt(diagonal) : 0;
    lower[j * n + j] = own;
    for (std::size_t i = j + 1; i < n; ++i) {
      double left = lower[i * n + j];
      for (std::size_t k = 0; k < j; ++k) left -= lower[i * n + k] * lower[j * n + k];
      if (own == 0 && std::abs(left) > 1e-9) {
        return fail(value_out_of_range, "correlations", shown(left), "a possible matrix");
      }
      lower[i * n + j] = own > 0 ? left / own : 0;
    }
  }
  return lower;
}

/// Outputs of `count` trials into `outputs`.
Result<void> run_batch(std::span<const InputQuantity> inputs, const MeasurementModel& model,
                       std::span<const double> lower, Random random, std::span<double> outputs) {
  const std::size_t n = inputs.size();
  std::vector<double> standard(n);
  std::vector<double> values(n);
  for (double& output : outputs) {
    for (std::size_t i = 0; i < n; ++i) standard[i] = draw(inputs[i], random);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = standard[i];
      if (!lower.empty()) {
        sum = 0;
        for (std::size_t k = 0; k <= i; ++k) sum += lower[i * n + k] * standard[k];
      }
      values[i] = inputs[i].estimate + inputs[i].uncertainty * sum;
    }
    output = model(values);
    if (!std::isfinite(output)) {
      return fail(value_not_finite, "model", shown(output), "finite wherever the inputs may lie");
    }
  }
  return {};
}

/// The four results of a sample.
struct Results {
  double mean = 0;
  double deviation = 0;
  Interval symmetric;
};

/// `outputs` is sorted on return.
Results results_of(std::span<double> outputs, double confidence) {
  const auto n = static_cast<double>(outputs.size());
  Results found;
  for (const double output : outputs) found.mean += output / n;
  double squares = 0;
  for (const double output : outputs) {
    squares += (output - found.mean) * (output - found.mean);
  }
  found.deviation = std::sqrt(squares / (n - 1));
  std::ranges::sort(outputs);
  // 7.7: q = confidence n, r = (n - q) / 2, both to the nearest whole number.
  const auto inside = static_cast<std::size_t>(std::llround(confidence * n));
  const std::size_t below = (outputs.size() - inside + 1) / 2;
  const std::size_t low = below > 0 ? below - 1 : 0;
  found.symmetric = {outputs[low], outputs[std::min(low + inside, outputs.size() - 1)]};
  return found;
}

Interval shortest_of(std::span<const double> ordered, double confidence) {
  const auto inside = std::min(
      ordered.size() - 1,
      static_cast<std::size_t>(std::llround(confidence * static_cast<double>(ordered.size()))));
  std::size_t best = 0;
  for (std::size_t low = 0; low + inside < ordered.size(); ++low) {
    if (ordered[low + inside] - ordered[low] < ordered[best + inside] - ordered[best]) best = low;
  }
  return {ordered[best], ordered[best + inside]};
}

/// Half a unit in the last of `digits` digits of u (7.9.2).
double tolerance_of(double uncertainty, int digits) {
  if (!(uncertainty > 0)) return 0;
  const double exponent = std::floor(std::log10(uncertainty)) - digits + 1;
  return 0.5 * std::pow(10.0, exponent);
}

/// Running mean and standard error of the mean over batches.
class BatchMean {
 public:
  void add(double value) {
    count_ += 1;
    const double before = value - mean_;
    mean_ += before / count_;
    squares_ += before * (value - mean_);
  }
  [[nodiscard]] double error() const { return std::sqrt(squares_ / (count_ * (count_ - 1))); }

 private:
  double count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
};

}  // namespace

Result<SimulatedUncertainty> simulate_uncertainty(std::span<const InputQuantity> inputs,
                                                  const MeasurementModel& model,
                                                  std::span<const Correlation> correlations,
                                                  const SimulationOptions& options) {
  ZH_DO(check_confidence(options.confidence));
  ZH_DO(check_inputs(inputs, correlations));
  if (options.digits < 1 || options.digits > 4) {
    return fail(value_out_of_range, "digits", std::to_string(options.digits), "1..4");
  }
  // 7.9.4: at least 10^4 trials a batch, and a hundred outside the interval.
  const double asked = std::ceil(100 / (1 - options.confidence));
  constexpr std::int64_t largest = 50'000'000;
  const bool fits = asked * 2 <= static_cast<double>(std::min(options.most_trials, largest));
  const std::int64_t batch =
      fits ? std::max<std::int64_t>(10'000, static_cast<std::int64_t>(asked)) : 0;
  if (!fits || options.most_trials < 2 * batch || options.most_trials > largest) {
    return fail(value_out_of_range, "trials", std::to_string(options.most_trials),
                "two batches.." + std::to_string(largest));
  }
  std::vector<double> lower;
  if (!correlations.empty()) {
    ZH_TRY(lower, triangle_of(inputs, correlations));
  }
  std::vector<double> outputs;
  BatchMean means, deviations, lows, highs;
  double pooled = 0;
  SimulatedUncertainty found;
  const auto size = static_cast<std::size_t>(batch);
  for (std::int64_t done = 0; done + batch <= options.most_trials; done += batch) {
    if (is_set(options.stop)) return fail(interrupted, {});
    const auto index = static_cast<std::uint64_t>(done / batch);
    outputs.resize(outputs.size() + size);
    const std::span<double> fresh = std::span(outputs).last(size);
    ZH_DO(run_batch(inputs, model, lower, Random(options.seed, index), fresh));
    const Results one = results_of(fresh, options.confidence);
    means.add(one.mean);
    deviations.add(one.deviation);
    lows.add(one.symmetric.low);
    highs.add(one.symmetric.high);
    pooled += one.deviation * one.deviation;
    if (index == 0) continue;
    found.tolerance =
        tolerance_of(std::sqrt(pooled / static_cast<double>(index + 1)), options.digits);
    found.settled =
        2 * std::max({means.error(), deviations.error(), lows.error(), highs.error()}) <=
        found.tolerance;
    if (found.settled) break;
  }
  const Results all = results_of(outputs, options.confidence);
  found.estimate = all.mean;
  found.uncertainty = all.deviation;
  found.symmetric = all.symmetric;
  found.shortest = shortest_of(outputs, options.confidence);
  found.trials = static_cast<std::int64_t>(outputs.size());
  return found;
}

bool linear_holds(const UncertaintyBudget& budget, const SimulatedUncertainty& simulated) {
  return std::abs(budget.interval.low - simulated.symmetric.low) <= simulated.tolerance &&
         std::abs(budget.interval.high - simulated.symmetric.high) <= simulated.tolerance;
}

}  // namespace zhiheng::stat
