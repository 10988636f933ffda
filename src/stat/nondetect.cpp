#include "stat/nondetect.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/location_scale.h"
#include "stat/mean.h"
#include "stat/order.h"
#include "stat/random.h"
#include "stat/survival.h"

namespace zhiheng::stat {
namespace {

Result<ConcentrationSummary> checked(std::span<const Concentration> values,
                                     std::span<const double> levels, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("values", values.size(), 2));
  for (std::size_t i = 0; i < levels.size(); ++i) {
    ZH_DO(check_probability(place("levels", i), levels[i]));
  }
  ConcentrationSummary summary;
  for (std::size_t i = 0; i < values.size(); ++i) {
    ZH_DO(check_positive(place("values", i), values[i].value));
    (values[i].below ? summary.undetected : summary.detected) += 1;
  }
  ZH_DO(check_at_least("values detected", static_cast<std::size_t>(summary.detected), 1));
  return summary;
}

/// A place of the estimated distribution; `risk` and `detected` as Kaplan and Meier count them.
struct Step {
  double value = 0;
  double mass = 0;
  double at_most = 0;  ///< P(X <= value)
  double risk = 0;
  double detected = 0;
};

/// From the highest value down. Turned round, a detection is a failure and a limit a unit
/// last seen working; the turned times are whole numbers, so that nothing is rounded.
struct Steps {
  std::vector<Step> all;
  double rest = 0;  ///< P(below all that was detected), counted in the last mass
};

Result<Steps> steps_of(std::span<const Concentration> values) {
  std::vector<double> places;
  for (const Concentration& one : values) places.push_back(one.value);
  std::ranges::sort(places);
  places.erase(std::ranges::unique(places).begin(), places.end());
  std::vector<ObservedLife> turned;
  for (const Concentration& one : values) {
    const auto after = places.end() - std::ranges::lower_bound(places, one.value);
    turned.push_back({static_cast<double>(after), !one.below});
  }
  ZH_TRY(const auto curve, kaplan_meier(turned));
  Steps steps;
  double before = 1;
  for (const SurvivalStep& one : curve) {
    const auto from_end = static_cast<std::size_t>(one.time);
    steps.all.push_back({places[places.size() - from_end], before - one.survival, before,
                         static_cast<double>(one.at_risk), static_cast<double>(one.failures)});
    before = one.survival;
  }
  steps.rest = before;
  steps.all.back().mass += before;
  return steps;
}

/// Variance of the mean: sum over detections of (area below)^2 d / (n (n - d)).
double variance_of_mean(std::span<const Step> steps) {
  double area = 0;
  double sum = 0;
  for (std::size_t i = steps.size() - 1; i-- > 0;) {
    const Step& step = steps[i];
    area += (step.value - steps[i + 1].value) * steps[i + 1].at_most;
    if (step.risk > step.detected) {
      sum += area * area * step.detected / (step.risk * (step.risk - step.detected));
    }
  }
  return sum;
}

}  // namespace

Result<ConcentrationSummary> concentrations_by_survival(std::span<const Concentration> values,
                                                        std::span<const double> levels,
                                                        double confidence) {
  ZH_TRY(ConcentrationSummary summary, checked(values, levels, confidence));
  ZH_TRY(const auto found, steps_of(values));
  const std::vector<Step>& steps = found.all;
  double square = 0;
  for (const Step& step : steps) summary.mean += step.mass * step.value;
  for (const Step& step : steps) {
    square += step.mass * (step.value - summary.mean) * (step.value - summary.mean);
  }
  summary.standard_deviation = std::sqrt(square);
  const double half =
      student_quantile((1 + confidence) / 2, static_cast<double>(values.size()) - 1) *
      std::sqrt(variance_of_mean(steps));
  summary.mean_interval = {summary.mean - half, summary.mean + half};
  for (const double level : levels) {
    std::optional<double> quantile;
    for (const Step& step : steps) {
      if (step.detected > 0 && step.at_most >= level - 1e-12) quantile = step.value;
    }
    summary.quantiles.push_back(level > found.rest + 1e-12 ? quantile : std::nullopt);
  }
  return summary;
}

Result<ConcentrationSummary> concentrations_by_likelihood(std::span<const Concentration> values,
                                                          std::span<const double> levels,
                                                          double confidence) {
  ZH_TRY(ConcentrationSummary summary, checked(values, levels, confidence));
  std::vector<LocationScaleRecord> records;
  for (const Concentration& one : values) {
    const double logarithm = std::log(one.value);
    records.push_back(
        {one.below ? -std::numeric_limits<double>::infinity() : logarithm, logarithm, 1});
  }
  ZH_TRY(const auto fit, fit_location_scale(records, LocationScaleError::normal));
  const double square = fit.spread * fit.spread;
  const double log_mean = fit.location + square / 2;
  const double variance =
      fit.var_location + square * square * fit.var_log_spread + 2 * square * fit.covariance;
  const double half = normal_quantile((1 + confidence) / 2) * std::sqrt(std::max(0.0, variance));
  summary.mean = std::exp(log_mean);
  summary.mean_interval = {std::exp(log_mean - half), std::exp(log_mean + half)};
  summary.standard_deviation = summary.mean * std::sqrt(std::expm1(square));
  for (const double level : levels) {
    summary.quantiles.emplace_back(std::exp(fit.location + fit.spread * normal_quantile(level)));
  }
  return summary;
}

namespace {

/// Detected and undetected values between two limits, with the chance to exceed the lower one.
struct Band {
  double limit = 0;
  std::vector<double> detected = {};  ///< ascending
  double undetected = 0;              ///< reported as below this very limit
  double exceeds = 0;
};

std::vector<Band> bands_of(std::span<const Concentration> values) {
  std::vector<Band> bands(1);  // from zero up
  for (const Concentration& one : values) {
    if (one.below) bands.push_back({.limit = one.value});
  }
  std::ranges::sort(bands, {}, &Band::limit);
  const auto same = std::ranges::unique(bands, {}, &Band::limit);
  bands.erase(same.begin(), same.end());
  for (const Concentration& one : values) {
    const auto after = std::ranges::upper_bound(bands, one.value, {}, &Band::limit);
    Band& band = *std::prev(after);
    if (one.below) {
      band.undetected += 1;
    } else {
      band.detected.push_back(one.value);
    }
  }
  // Below limit j: all detected in lower bands and all undetected up to this limit.
  std::vector<double> below;
  double lower = 0;
  for (Band& band : bands) {
    std::ranges::sort(band.detected);
    below.push_back(lower + band.undetected);
    lower = below.back() + static_cast<double>(band.detected.size());
  }
  double above = 0;
  for (std::size_t j = bands.size(); j-- > 0;) {
    const auto inside = static_cast<double>(bands[j].detected.size());
    if (inside > 0) above += inside / (inside + below[j]) * (1 - above);
    bands[j].exceeds = above;
  }
  return bands;
}

/// Detected values and those filled in for the rest, ascending; empty when no line can be drawn.
std::vector<double> filled_in(std::span<const Concentration> values) {
  const auto bands = bands_of(values);
  std::vector<double> scores, logs, all;
  for (std::size_t j = 0; j < bands.size(); ++j) {
    const double above = j + 1 < bands.size() ? bands[j + 1].exceeds : 0;
    const auto inside = static_cast<double>(bands[j].detected.size());
    for (std::size_t r = 0; r < bands[j].detected.size(); ++r) {
      const double position =
          1 - bands[j].exceeds +
          (bands[j].exceeds - above) * static_cast<double>(r + 1) / (inside + 1);
      scores.push_back(normal_quantile(position));
      logs.push_back(std::log(bands[j].detected[r]));
      all.push_back(bands[j].detected[r]);
    }
  }
  const auto n = static_cast<double>(scores.size());
  double mean_score = 0;
  double mean_log = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    mean_score += scores[i] / n;
    mean_log += logs[i] / n;
  }
  double product = 0;
  double square = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    product += (scores[i] - mean_score) * (logs[i] - mean_log);
    square += (scores[i] - mean_score) * (scores[i] - mean_score);
  }
  if (!(square > 0)) return {};
  const double slope = product / square;
  for (const Band& band : bands) {
    for (double r = 1; r <= band.undetected; ++r) {
      const double position = (1 - band.exceeds) * r / (band.undetected + 1);
      all.push_back(std::exp(mean_log + slope * (normal_quantile(position) - mean_score)));
    }
  }
  std::ranges::sort(all);
  return all;
}

std::size_t distinct_detected(std::span<const Concentration> values) {
  std::vector<double> seen;
  for (const Concentration& one : values) {
    if (!one.below) seen.push_back(one.value);
  }
  std::ranges::sort(seen);
  return static_cast<std::size_t>(std::ranges::unique(seen).begin() - seen.begin());
}

}  // namespace

Result<ConcentrationSummary> concentrations_by_regression(std::span<const Concentration> values,
                                                          std::span<const double> levels,
                                                          double confidence, std::uint64_t seed,
                                                          std::size_t replicates,
                                                          const std::atomic<bool>* stop) {
  ZH_TRY(ConcentrationSummary summary, checked(values, levels, confidence));
  ZH_DO(check_at_least("replicates", replicates, 100));
  ZH_DO(check_at_least("different values detected", distinct_detected(values), 3));
  const auto all = filled_in(values);
  ZH_TRY(const Moments moments, moments_of(all));
  summary.mean = moments.mean;
  summary.standard_deviation = std::sqrt(moments.variance);
  for (const double level : levels) summary.quantiles.emplace_back(quantile_of_ordered(all, level));
  std::vector<double> means;
  std::vector<Concentration> sample(values.size());
  // Three values in a hundred thousand may never be drawn together; then there is no interval.
  const std::size_t most_draws = 50 * replicates;
  for (std::size_t draw = 0; draw < most_draws && means.size() < replicates; ++draw) {
    if (is_set(stop)) return fail(interrupted, {});
    Random random(seed, draw);
    for (Concentration& one : sample) one = values[random.below(values.size())];
    if (distinct_detected(sample) < 3) continue;
    const auto filled = filled_in(sample);
    double mean = 0;
    for (const double value : filled) mean += value / static_cast<double>(filled.size());
    means.push_back(mean);
  }
  ZH_DO(check_at_least("samples with different values detected", means.size(), replicates));
  std::ranges::sort(means);
  summary.mean_interval = {quantile_of_ordered(means, (1 - confidence) / 2),
                           quantile_of_ordered(means, (1 + confidence) / 2)};
  return summary;
}

}  // namespace zhiheng::stat
