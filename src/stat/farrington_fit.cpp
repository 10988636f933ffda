#include "stat/farrington_fit.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace zhiheng::stat {
namespace {

constexpr double smallest_mean = std::numeric_limits<double>::epsilon();

}  // namespace

void FarringtonPoints::clear() {
  for (auto* values : {&time, &count, &count_log, &start, &population}) values->clear();
  group.clear();
  next.clear();
}

/// Weighted sums by group of the working response.
void FarringtonRegression::sum_up(const FarringtonPoints& points) {
  std::fill(sums_.begin(), sums_.end(), Sums{});
  for (std::size_t i = 0; i < points.count.size(); ++i) {
    const double w = weight_[i] * mean_[i];
    const double wz = w * link_[i] + weight_[i] * (points.count[i] - mean_[i]);
    const double t = points.time[i];
    Sums& sums = sums_[points.group[i]];
    working_[i] = w;
    sums.w += w;
    sums.t += w * t;
    sums.tt += w * t * t;
    sums.z += wz;
    sums.tz += wz * t;
  }
}

/// Means from levels and slope; returns the deviance.
double FarringtonRegression::predict(const FarringtonPoints& points) {
  const double step = std::exp(slope_);
  const bool offset = !points.population.empty();
  double mean = 0;
  double deviance = 0;
  for (std::size_t i = 0; i < points.count.size(); ++i) {
    const double t = points.time[i];
    const double link = level_[points.group[i]] + slope_ * t;
    mean = points.next[i] != 0 ? mean * step : std::exp(link);
    const double size = offset ? points.population[i] : 1.0;
    link_[i] = link;
    mean_[i] = std::max(mean * size, smallest_mean);
    const double log_mean = offset ? link + std::log(size) : link;
    deviance += weight_[i] *
                (points.count_log[i] - points.count[i] * log_mean - points.count[i] + mean_[i]);
  }
  return 2 * deviance;
}

FarringtonFit FarringtonRegression::fit(const FarringtonPoints& points, bool trend,
                                        std::size_t forecast) {
  const std::size_t n = points.count.size();
  working_.resize(n);
  mean_.resize(n);
  link_.resize(n);
  sums_.resize(points.groups);
  level_.assign(points.groups, 0.0);
  double before = 0;
  for (std::size_t i = 0; i < n; ++i) {
    mean_[i] = points.count[i] + 0.1;
    link_[i] = points.start[i] - (points.population.empty() ? 0.0 : std::log(points.population[i]));
    before += weight_[i] * (points.count_log[i] - points.count[i] * points.start[i] -
                            points.count[i] + mean_[i]);
  }
  before *= 2;

  FarringtonFit made;
  made.with_trend = trend;
  for (int iteration = 0; iteration < 25 && !made.converged; ++iteration) {
    sum_up(points);
    double cross = 0;
    time_squares_ = 0;
    for (const Sums& sums : sums_) {
      if (sums.w <= 0) continue;
      time_squares_ += sums.tt - sums.t * sums.t / sums.w;
      cross += sums.tz - sums.t * sums.z / sums.w;
    }
    slope_ = trend && time_squares_ > 0 ? cross / time_squares_ : 0.0;
    for (std::size_t g = 0; g < sums_.size(); ++g) {
      level_[g] = sums_[g].w > 0 ? (sums_[g].z - slope_ * sums_[g].t) / sums_[g].w : 0.0;
    }
    const double deviance = predict(points);
    if (!std::isfinite(deviance)) return made;
    made.converged = std::abs(deviance - before) / (std::abs(deviance) + 0.1) < 1e-8;
    before = deviance;
  }

  const Sums& now = sums_[forecast];
  if (now.w <= 0) made.converged = false;
  const double centre = now.t / now.w;
  made.trend = slope_;
  made.trend_spread = trend ? 1 / time_squares_ : 0.0;
  made.link_now = level_[forecast] + std::log(points.population_now);
  made.spread_now = 1 / now.w + (trend ? centre * centre / time_squares_ : 0.0);
  std::size_t used = 0;
  double pearson = 0;
  double prior = 0;
  for (std::size_t i = 0; i < n; ++i) {
    used += weight_[i] > 0 ? 1 : 0;
    const double residual = (points.count[i] - mean_[i]) / mean_[i];
    pearson += working_[i] * residual * residual;
    prior += weight_[i] * residual * residual;
  }
  const auto groups = std::ranges::count_if(sums_, [](const Sums& sums) { return sums.w > 0; });
  made.degrees_of_freedom =
      static_cast<double>(used) - static_cast<double>(groups) - (trend ? 1 : 0);
  made.dispersion = pearson / made.degrees_of_freedom;
  made.prior_dispersion = prior / made.degrees_of_freedom;
  return made;
}

void FarringtonRegression::reweight(const FarringtonPoints& points, double dispersion,
                                    double above) {
  const std::size_t n = points.count.size();
  const bool trend = slope_ != 0;
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    weight_[i] = 1;
    const double count = points.count[i];
    const double mean = mean_[i];
    // Below the mean the residual is negative and cannot be above the threshold.
    if (count > mean) {
      const Sums& sums = sums_[points.group[i]];
      const double from_centre = points.time[i] - sums.t / sums.w;
      const double leverage =
          working_[i] * (1 / sums.w + (trend ? from_centre * from_centre / time_squares_ : 0.0));
      const double raw =
          1.5 * (std::cbrt(count * count) / std::cbrt(std::sqrt(mean)) - std::sqrt(mean));
      const double residual = raw / std::sqrt(dispersion * (1 - leverage));
      if (residual > above) weight_[i] = 1 / (residual * residual);
    }
    sum += weight_[i];
  }
  const double scale = static_cast<double>(n) / sum;
  for (double& weight : weight_) weight *= scale;
}

}  // namespace zhiheng::stat
