#include "stat/shrinkage.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

ShrunkEstimate beta_posterior(double with, double without, double tail) {
  return {with / (with + without),
          beta_quantile(0.5, with, without),
          {beta_quantile(tail, with, without), beta_upper_quantile(tail, with, without)}};
}

/// Scale is the posterior mean over its shape.
ShrunkEstimate gamma_posterior(double shape, double scale, double tail) {
  return {shape * scale,
          gamma_quantile(0.5, shape) * scale,
          {gamma_quantile(tail, shape) * scale, gamma_upper_quantile(tail, shape) * scale}};
}

/// The mean that maximises the likelihood at a given shape: the root of
/// sum (y - E mu) / (alpha + E mu), which falls in mu. Bisection on log mu.
double best_mean(std::span<const double> observed, std::span<const double> expected, double shape) {
  const auto score = [&](double mean) {
    double sum = 0;
    for (std::size_t i = 0; i < observed.size(); ++i) {
      sum += (observed[i] - expected[i] * mean) / (shape + expected[i] * mean);
    }
    return sum;
  };
  double low = -40;
  double high = 40;
  for (int step = 0; step < 80; ++step) {
    const double middle = (low + high) / 2;
    (score(std::exp(middle)) > 0 ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

/// Derivative of the profile log likelihood in the shape.
double shape_score(std::span<const double> observed, std::span<const double> expected,
                   double shape) {
  const double mean = best_mean(observed, expected, shape);
  double sum = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double fitted = expected[i] * mean;
    sum += digamma(observed[i] + shape) - digamma(shape) - std::log1p(fitted / shape) +
           (fitted - observed[i]) / (shape + fitted);
  }
  return sum;
}

/// Where the profile likelihood peaks; infinite when the units vary no more than Poisson chance.
double best_shape(std::span<const double> observed, std::span<const double> expected) {
  double low = std::log(1e-6);
  double high = std::log(1e7);
  const double mean = best_mean(observed, expected, 1e12);
  double excess = 0;  // its sign is that of the slope towards infinity
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double gap = observed[i] - expected[i] * mean;
    excess += gap * gap - observed[i];
  }
  if (excess <= 0) return infinity;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (shape_score(observed, expected, std::exp(middle)) > 0 ? low : high) = middle;
  }
  return std::exp((low + high) / 2);
}

}  // namespace

Result<void> check_rates(std::span<const double> observed, std::span<const double> expected) {
  ZH_DO(check_at_least("observed", observed.size(), 2));
  ZH_DO(check_same_length("expected", expected.size(), observed.size()));
  for (std::size_t i = 0; i < observed.size(); ++i) {
    ZH_DO(check_not_negative(place("observed", i), observed[i]));
    ZH_DO(check_positive(place("expected", i), expected[i]));
  }
  return check_positive("sum of observed", std::accumulate(observed.begin(), observed.end(), 0.0));
}

Result<ShrunkShares> shrink_shares(std::span<const Proportion> units, double confidence) {
  ZH_DO(check_at_least("units", units.size(), 2));
  ZH_DO(check_confidence(confidence));
  double count = 0;
  double trials = 0;
  double squares = 0;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const Proportion& unit = units[i];
    ZH_DO(check_count("units", i, unit.count, unit.trials));
    const auto n = static_cast<double>(unit.trials);
    count += static_cast<double>(unit.count);
    trials += n;
    squares += n * n;
  }

  ShrunkShares result;
  const double m = result.mean = count / trials;
  double spread = 0;
  for (const Proportion& unit : units) {
    const auto n = static_cast<double>(unit.trials);
    spread += n * std::pow(static_cast<double>(unit.count) / n - m, 2);
  }
  const double chance = m * (1 - m) * static_cast<double>(units.size() - 1);
  result.tau_squared = std::max(0.0, (spread - chance) / (trials - squares / trials));
  result.strength =
      result.tau_squared > 0 ? std::max(0.0, m * (1 - m) / result.tau_squared - 1) : infinity;

  const double tail = (1 - confidence) / 2;
  const ShrunkEstimate pool = beta_posterior(count + 0.5, trials - count + 0.5, tail);
  for (const Proportion& unit : units) {
    if (std::isinf(result.strength)) {
      result.units.push_back({m, pool.median, pool.interval});
      continue;
    }
    const double with = static_cast<double>(unit.count) + result.strength * m;
    const double without =
        static_cast<double>(unit.trials - unit.count) + result.strength * (1 - m);
    if (with > 0 && without > 0) {
      result.units.push_back(beta_posterior(with, without, tail));
    } else {  // no prior to lean on and none or all found: the Jeffreys bounds
      ZH_TRY(const Interval bounds, jeffreys_interval(unit.count, unit.trials, confidence));
      const double share = with > 0 ? 1.0 : 0.0;
      result.units.push_back({share, share, bounds});
    }
  }
  return result;
}

Result<ShrunkRates> shrink_rates(std::span<const double> observed, std::span<const double> expected,
                                 double confidence) {
  ZH_DO(check_rates(observed, expected));
  ZH_DO(check_confidence(confidence));

  ShrunkRates result;
  const double tail = (1 - confidence) / 2;
  result.shape = best_shape(observed, expected);
  if (std::isinf(result.shape)) {
    const double events = std::accumulate(observed.begin(), observed.end(), 0.0);
    const double all = std::accumulate(expected.begin(), expected.end(), 0.0);
    result.mean = events / all;
    const ShrunkEstimate pool = gamma_posterior(events + 0.5, 1 / all, tail);
    result.units.assign(observed.size(), {result.mean, pool.median, pool.interval});
    return result;
  }
  result.mean = best_mean(observed, expected, result.shape);
  for (std::size_t i = 0; i < observed.size(); ++i) {
    result.units.push_back(gamma_posterior(observed[i] + result.shape,
                                           1 / (expected[i] + result.shape / result.mean), tail));
  }
  return result;
}

Result<std::vector<double>> shrink_rates_by_moments(std::span<const double> observed,
                                                    std::span<const double> expected) {
  ZH_DO(check_rates(observed, expected));
  const double events = std::accumulate(observed.begin(), observed.end(), 0.0);
  const double all = std::accumulate(expected.begin(), expected.end(), 0.0);
  const double mean = events / all;
  double spread = 0;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    spread += expected[i] * std::pow(observed[i] / expected[i] - mean, 2);
  }
  const double mean_expected = all / static_cast<double>(observed.size());
  const double between = std::max(0.0, spread / all - mean / mean_expected);
  std::vector<double> shrunk;
  shrunk.reserve(observed.size());
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const double own = between / (between + mean / expected[i]);
    shrunk.push_back(mean + own * (observed[i] / expected[i] - mean));
  }
  return shrunk;
}

}  // namespace zhiheng::stat
