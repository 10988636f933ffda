#include "stat/projection.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_points = 10'000;

double to_scale(TrendScale scale, double value) {
  switch (scale) {
    case TrendScale::logit:
      return std::log(value / (1 - value));
    case TrendScale::logarithm:
      return std::log(value);
    case TrendScale::plain:
      break;
  }
  return value;
}

double from_scale(TrendScale scale, double value) {
  switch (scale) {
    case TrendScale::logit:
      return 1 / (1 + std::exp(-value));
    case TrendScale::logarithm:
      return std::exp(value);
    case TrendScale::plain:
      break;
  }
  return value;
}

/// A threshold that no value of the scale can pass lies infinitely far out.
double threshold_on(TrendScale scale, double value) {
  const double inf = std::numeric_limits<double>::infinity();
  if (scale != TrendScale::plain && value <= 0) return -inf;
  if (scale == TrendScale::logit && value >= 1) return inf;
  return to_scale(scale, value);
}

/// Derivative of the scale at a value: carries a standard error over.
double steepness(TrendScale scale, double value) {
  switch (scale) {
    case TrendScale::logit:
      return 1 / (value * (1 - value));
    case TrendScale::logarithm:
      return 1 / value;
    case TrendScale::plain:
      break;
  }
  return 1;
}

bool fits(TrendScale scale, double value) {
  if (!std::isfinite(value)) return false;
  if (scale == TrendScale::plain) return true;
  return value > 0 && (scale == TrendScale::logarithm || value < 1);
}

Result<void> check(std::span<const Observed> points, TrendScale scale) {
  const auto where = [](std::size_t i) { return "points[" + std::to_string(i) + "]"; };
  if (points.size() < 3) {
    return fail(too_few_observations, "points", std::to_string(points.size()), ">= 3");
  }
  if (points.size() > most_points) {
    return fail(too_many_observations, "points", std::to_string(points.size()), "<= 10000");
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [time, value, error] = points[i];
    if (!std::isfinite(time) || !std::isfinite(value) || !std::isfinite(error)) {
      return fail(value_not_finite, where(i));
    }
    if (error < 0) return fail(value_negative, where(i), std::to_string(error), ">= 0");
    if (!fits(scale, value)) {
      return fail(value_out_of_range, where(i), std::to_string(value),
                  scale == TrendScale::logit ? "0 < value < 1" : "> 0");
    }
    if (i > 0 && time <= points[i - 1].time) return fail(times_not_increasing, where(i));
  }
  return {};
}

/// A series on its scale.
struct Series {
  std::vector<double> time, value, variance;  ///< variance: of sampling
};

Series scaled(std::span<const Observed> points, TrendScale scale) {
  Series series;
  for (const auto& [time, value, error] : points) {
    const double carried = error * steepness(scale, value);
    series.time.push_back(time);
    series.value.push_back(to_scale(scale, value));
    series.variance.push_back(carried * carried);
  }
  return series;
}

/// Weighted least squares with a given process variance.
struct Line {
  double centre = 0, level = 0, slope = 0, weight = 0, spread = 0;
  double residual = 0;  ///< weighted sum of squares
};

Line line_through(const Series& series, double process) {
  Line line;
  const std::size_t n = series.time.size();
  std::vector<double> weight(n);
  for (std::size_t i = 0; i < n; ++i) {
    weight[i] = 1 / (process + series.variance[i]);
    line.weight += weight[i];
    line.centre += weight[i] * series.time[i];
    line.level += weight[i] * series.value[i];
  }
  line.centre /= line.weight;
  line.level /= line.weight;
  for (std::size_t i = 0; i < n; ++i) {
    const double from_centre = series.time[i] - line.centre;
    line.spread += weight[i] * from_centre * from_centre;
    line.slope += weight[i] * from_centre * series.value[i];
  }
  line.slope /= line.spread;
  for (std::size_t i = 0; i < n; ++i) {
    const double rest = series.value[i] - line.level - line.slope * (series.time[i] - line.centre);
    line.residual += weight[i] * rest * rest;
  }
  return line;
}

/// The process variance at which the residuals are as large as their degrees of freedom.
double process_variance_of(const Series& series, double degrees, double scatter) {
  const double least = *std::ranges::min_element(series.variance);
  if (least > 0 && line_through(series, 0).residual <= degrees) return 0;
  double low = least > 0 ? 0 : scatter * 1e-12;
  double high = scatter;
  while (line_through(series, high).residual > degrees) high *= 2;
  for (int step = 0; step < 200 && high - low > 1e-14 * high; ++step) {
    const double middle = (low + high) / 2;
    (line_through(series, middle).residual > degrees ? low : high) = middle;
  }
  return (low + high) / 2;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

double spread_at(const Trend& trend, double time) {
  const double away = time - trend.centre;
  return std::sqrt(trend.new_variance + trend.level_variance + away * away * trend.slope_variance);
}

double line_at(const Trend& trend, double time) {
  return trend.level + trend.slope * (time - trend.centre);
}

}  // namespace

Result<Trend> fit_trend(std::span<const Observed> points, TrendScale scale) {
  ZH_DO(check(points, scale));
  const Series series = scaled(points, scale);
  const double degrees = static_cast<double>(points.size()) - 2;
  const double scatter =
      line_through({series.time, series.value, std::vector<double>(points.size(), 1.0)}, 0)
          .residual;
  const double noise = *std::ranges::max_element(series.variance);
  if (!(scatter + noise > 0)) return fail(no_spread, "points");
  const double process = scatter > 0 ? process_variance_of(series, degrees, scatter + noise) : 0.0;
  if (!(process + *std::ranges::min_element(series.variance) > 0)) return fail(no_spread, "points");
  const Line line = line_through(series, process);
  return Trend{.scale = scale,
               .centre = line.centre,
               .level = line.level,
               .slope = line.slope,
               .level_variance = 1 / line.weight,
               .slope_variance = 1 / line.spread,
               .process_variance = process,
               .new_variance = process + median(series.variance),
               .degrees = degrees};
}

Result<Prediction> predict(const Trend& trend, double time, double confidence) {
  if (!std::isfinite(time)) return fail(value_not_finite, "time");
  if (!(confidence > 0 && confidence < 1)) {
    return fail(confidence_out_of_range, "confidence", std::to_string(confidence), "> 0, < 1");
  }
  const double middle = line_at(trend, time);
  const double half =
      student_quantile((1 + confidence) / 2, trend.degrees) * spread_at(trend, time);
  return Prediction{
      .value = from_scale(trend.scale, middle),
      .interval = {from_scale(trend.scale, middle - half), from_scale(trend.scale, middle + half)}};
}

Result<double> chance_of_at_least(const Trend& trend, double time, double threshold) {
  if (!std::isfinite(time)) return fail(value_not_finite, "time");
  if (!std::isfinite(threshold)) return fail(value_not_finite, "threshold");
  const double wanted = threshold_on(trend.scale, threshold);
  if (std::isinf(wanted)) return wanted > 0 ? 0.0 : 1.0;
  const double away = (wanted - line_at(trend, time)) / spread_at(trend, time);
  return student_upper(away, trend.degrees);
}

Result<double> chance_of(const Trend& trend, Course course, std::span<const double> times,
                         double threshold, std::int64_t draws, std::uint64_t seed) {
  if (times.empty() || draws < 1) return fail(too_few_observations, "times", "0", ">= 1");
  if (times.size() > 1000 || draws > 1'000'000) {
    return fail(too_many_observations, "times", std::to_string(times.size()), "<= 1000");
  }
  if (!std::isfinite(threshold)) return fail(value_not_finite, "threshold");
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (!std::isfinite(times[i])) return fail(value_not_finite, "times");
    if (i > 0 && times[i] <= times[i - 1]) return fail(times_not_increasing, "times");
  }
  const double first = threshold_on(trend.scale, threshold);
  std::int64_t kept = 0;
  for (std::int64_t draw = 0; draw < draws; ++draw) {
    Random random(seed, static_cast<std::uint64_t>(draw));
    const double chi_squared = 2 * random.gamma(trend.degrees / 2);
    const double stretch = std::sqrt(trend.degrees / chi_squared);
    const double level = trend.level + stretch * std::sqrt(trend.level_variance) * random.normal();
    const double slope = trend.slope + stretch * std::sqrt(trend.slope_variance) * random.normal();
    double before = first;
    bool holds = true;
    for (const double time : times) {
      const double value = level + slope * (time - trend.centre) +
                           stretch * std::sqrt(trend.new_variance) * random.normal();
      holds = course == Course::falling ? value < before : value >= before;
      if (!holds) break;
      if (course != Course::at_least) before = value;
    }
    kept += holds ? 1 : 0;
  }
  return static_cast<double>(kept) / static_cast<double>(draws);
}

}  // namespace zhiheng::stat
