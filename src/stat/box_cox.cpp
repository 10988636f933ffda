#include "stat/box_cox.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/minimise.h"
#include "stat/robust.h"

namespace zhiheng::stat {
namespace {

constexpr double lowest = -5;
constexpr double highest = 5;
constexpr int most_rounds = 20;

/// Of a value with logarithm `log` around the logarithm of the geometric mean: then the likelihood
/// is the spread of the results alone, and nothing overflows early.
double transformed(double log, double lambda) {
  return std::abs(lambda) < 1e-12 ? log : std::expm1(lambda * log) / lambda;
}

/// The value, over the geometric mean, that has this transform; 0 or infinity beyond the range of a
/// power.
double restored(double transform, double lambda) {
  if (std::abs(lambda) < 1e-12) return std::exp(transform);
  const double power = 1 + lambda * transform;
  if (power <= 0) return lambda > 0 ? 0 : std::numeric_limits<double>::infinity();
  return std::exp(std::log(power) / lambda);
}

double mean_log(std::span<const double> values) {
  double mean = 0;
  for (const double value : values) mean += std::log(value) / static_cast<double>(values.size());
  return mean;
}

std::vector<double> centred_logs(std::span<const double> values) {
  std::vector<double> logs;
  const double mean = mean_log(values);
  for (const double value : values) logs.push_back(std::log(value) - mean);
  return logs;
}

/// Minus the profile log likelihood, but for a constant.
double deviance(const std::vector<double>& logs, double lambda) {
  const auto n = static_cast<double>(logs.size());
  double mean = 0;
  for (const double log : logs) mean += transformed(log, lambda) / n;
  double squares = 0;
  for (const double log : logs) {
    const double away = transformed(log, lambda) - mean;
    squares += away * away;
  }
  const double found = 0.5 * n * std::log(squares / n);
  return std::isfinite(found) ? found : std::numeric_limits<double>::max();
}

/// Where the deviance passes `level` between the best power and an end; the end if it does not.
double bound(const std::vector<double>& logs, double best, double end, double level) {
  if (deviance(logs, end) <= level) return end;
  double inside = best;
  double outside = end;
  for (int step = 0; step < 60; ++step) {
    const double middle = (inside + outside) / 2;
    (deviance(logs, middle) <= level ? inside : outside) = middle;
  }
  return (inside + outside) / 2;
}

Result<void> check_values(std::span<const double> values, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("values", values.size(), 5));
  for (std::size_t i = 0; i < values.size(); ++i) {
    ZH_DO(check_positive(place("values", i), values[i]));
  }
  const auto [least, most] = std::ranges::minmax_element(values);
  if (*least == *most) return fail(no_spread, "values", shown(*least));
  return {};
}

}  // namespace

Result<BoxCoxPower> box_cox_power(std::span<const double> values, double confidence) {
  ZH_DO(check_values(values, confidence));
  const auto logs = centred_logs(values);
  const auto at = [&](double lambda) { return deviance(logs, lambda); };
  const Minimum best = minimise_over_grid(at, lowest, highest, 40);
  const double level = best.value + 0.5 * chi_squared_quantile(confidence, 1);
  return BoxCoxPower{best.at,
                     {bound(logs, best.at, lowest, level), bound(logs, best.at, highest, level)}};
}

Result<BoxCoxOutliers> box_cox_outliers(std::span<const double> values, double limit,
                                        double confidence) {
  ZH_DO(check_values(values, confidence));
  ZH_DO(check_positive("limit", limit));
  const auto logs = centred_logs(values);
  const double mean = std::exp(mean_log(values));
  std::vector<bool> kept(values.size(), true);
  BoxCoxOutliers found;
  for (bool moved = true; moved && found.rounds < most_rounds;) {
    std::vector<double> ordinary;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (kept[i]) ordinary.push_back(values[i]);
    }
    const auto power = box_cox_power(ordinary, confidence);
    // What is left after outliers went may be too little or all the same: the last power stands.
    if (!power && found.rounds > 0) break;
    if (!power) return std::unexpected(power.error());
    ++found.rounds;
    found.power = *power;
    std::vector<double> scaled;
    scaled.reserve(logs.size());
    for (const double log : logs) scaled.push_back(transformed(log, power->lambda));
    ZH_TRY(const RobustScale scale, robust_scale(scaled));
    const double reach = limit * scale.spread;
    found.usual = {mean * restored(scale.centre - reach, power->lambda),
                   mean * restored(scale.centre + reach, power->lambda)};
    found.z.clear();
    moved = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      found.z.push_back((scaled[i] - scale.centre) / scale.spread);
      const bool ordinary_now = std::abs(found.z.back()) <= limit;
      moved = moved || ordinary_now != kept[i];
      kept[i] = ordinary_now;
    }
  }
  return found;
}

}  // namespace zhiheng::stat
