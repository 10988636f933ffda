#include "stat/lifetime.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/location_scale.h"

namespace zhiheng::stat {
namespace {

Result<void> check_life(std::size_t i, const Lifetime& life) {
  const bool open = life.high == infinity;
  ZH_DO(check_not_negative(place("low", i), life.low));
  if (!open) {
    ZH_DO(check_finite(place("high", i), life.high));
  }
  ZH_DO(check_positive(place("count", i), life.count));
  if (life.low > life.high) {
    return fail(value_out_of_range, place("high", i), shown(life.high), ">= " + shown(life.low));
  }
  if (life.high == 0) return fail(value_not_positive, place("high", i), "0", "> 0");
  if (open && life.low == 0) {
    return fail(value_out_of_range, place("low", i), "0..Inf", "> 0, or an end");
  }
  return {};
}

}  // namespace

Result<LifeFit> fit_lifetimes(std::span<const Lifetime> lives, LifeModel model) {
  ZH_DO(check_at_least("lives", lives.size(), 1));
  std::vector<LocationScaleRecord> records;
  records.reserve(lives.size());
  LifeFit fit{.model = model};
  for (std::size_t i = 0; i < lives.size(); ++i) {
    ZH_DO(check_life(i, lives[i]));
    records.push_back({std::log(lives[i].low), std::log(lives[i].high), lives[i].count});
    fit.units += lives[i].count;
    if (lives[i].high < infinity) fit.failures += lives[i].count;
  }
  const auto error = model == LifeModel::lognormal ? LocationScaleError::normal
                                                   : LocationScaleError::smallest_extreme;
  ZH_TRY(const auto found,
         fit_location_scale(records, error, model == LifeModel::exponential ? 1.0 : 0.0));
  fit.location = found.location;
  fit.spread = found.spread;
  fit.var_location = found.var_location;
  fit.var_log_spread = found.var_log_spread;
  fit.covariance = found.covariance;
  fit.log_likelihood = found.log_likelihood;
  // The density of t itself: d ln t = dt / t for each exact time.
  for (const Lifetime& life : lives) {
    if (life.low == life.high) fit.log_likelihood -= life.count * std::log(life.low);
  }
  return fit;
}

double LifeFit::scale() const { return std::exp(location); }
double LifeFit::shape() const { return 1 / spread; }
double LifeFit::aic() const {
  return -2 * log_likelihood + (model == LifeModel::exponential ? 2 : 4);
}
double LifeFit::mean() const {
  if (model == LifeModel::lognormal) return std::exp(location + spread * spread / 2);
  return scale() * std::tgamma(1 + spread);
}

namespace {

LifeEstimate on_logs(double logarithm, double variance, double confidence) {
  const double half = normal_quantile((1 + confidence) / 2) * std::sqrt(std::max(0.0, variance));
  return {std::exp(logarithm), {std::exp(logarithm - half), std::exp(logarithm + half)}};
}

/// Variance of location + w spread.
double variance_at(const LifeFit& fit, double w) {
  const double turn = w * fit.spread;  // derivative by ln spread
  return fit.var_location + turn * turn * fit.var_log_spread + 2 * turn * fit.covariance;
}

double survival_at(const LifeFit& fit, double w) {
  return fit.model == LifeModel::lognormal ? normal_upper(w) : std::exp(-std::exp(w));
}

}  // namespace

Result<LifeEstimate> life_scale(const LifeFit& fit, double confidence) {
  ZH_DO(check_confidence(confidence));
  return on_logs(fit.location, fit.var_location, confidence);
}

Result<LifeEstimate> life_shape(const LifeFit& fit, double confidence) {
  ZH_DO(check_confidence(confidence));
  return on_logs(-std::log(fit.spread), fit.var_log_spread, confidence);
}

Result<LifeEstimate> life_quantile(const LifeFit& fit, double share, double confidence) {
  ZH_DO(check_probability("share", share));
  ZH_DO(check_confidence(confidence));
  const double w =
      fit.model == LifeModel::lognormal ? normal_quantile(share) : std::log(-std::log1p(-share));
  return on_logs(fit.location + w * fit.spread, variance_at(fit, w), confidence);
}

Result<LifeEstimate> life_reliability(const LifeFit& fit, double time, double confidence) {
  ZH_DO(check_positive("time", time));
  ZH_DO(check_confidence(confidence));
  const double w = (std::log(time) - fit.location) / fit.spread;
  const double half = normal_quantile((1 + confidence) / 2) *
                      std::sqrt(std::max(0.0, variance_at(fit, w))) / fit.spread;
  return LifeEstimate{survival_at(fit, w),
                      {survival_at(fit, w + half), survival_at(fit, w - half)}};
}

}  // namespace zhiheng::stat
