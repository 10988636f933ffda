#include "stat/negative_binomial.h"

#include <algorithm>
#include <cmath>

#include "stat/distributions.h"

namespace zhiheng::stat {
namespace {

/// Probabilities rising from 0 are summed directly up to this mean.
constexpr double small_mean = 60;

double at_most(double count, double mean, double dispersion) {
  if (count < 0) return 0;
  if (dispersion <= 1) return poisson_cdf(static_cast<std::int64_t>(count), mean);
  return beta_cdf(1 / dispersion, mean / (dispersion - 1), count + 1);
}

}  // namespace

double overdispersed_at_least(double count, double mean, double dispersion) {
  if (count <= 0) return 1;
  if (dispersion <= 1) return poisson_at_least(static_cast<std::int64_t>(count), mean);
  return beta_cdf(1 - 1 / dispersion, count, mean / (dispersion - 1));
}

double overdispersed_quantile(double level, double mean, double dispersion) {
  const double bar = level * (1 - 64 * 2.220446049250313e-16);
  if (mean < small_mean) {
    // P(k + 1) / P(k) = (size + k) / (k + 1) q, with size = mean / (dispersion - 1)
    const double q = dispersion > 1 ? 1 - 1 / dispersion : 0;
    const double size = dispersion > 1 ? mean / (dispersion - 1) : 0;
    double term = dispersion > 1 ? std::exp(-size * std::log(dispersion)) : std::exp(-mean);
    double sum = term;
    double count = 0;
    while (sum < bar && count < 1e6 && term > 0) {
      term *= dispersion > 1 ? (size + count) / (count + 1) * q : mean / (count + 1);
      sum += term;
      ++count;
    }
    if (sum >= bar) return count;
  }
  double high =
      std::max(1.0, std::ceil(mean + normal_quantile(level) * std::sqrt(mean * dispersion)));
  double step = std::max(1.0, std::floor(std::sqrt(mean * dispersion) / 4));
  while (at_most(high, mean, dispersion) < bar && high < 1e15) high += step *= 2;
  double low = std::max(-1.0, high - step);
  while (low >= 0 && at_most(low, mean, dispersion) >= bar) {
    high = low;
    low = std::max(-1.0, low - (step *= 2));
  }
  while (high - low > 1) {
    const double middle = std::floor(low + (high - low) / 2);
    if (middle <= low || middle >= high) break;  // beyond 2^53 there is no count between them
    (at_most(middle, mean, dispersion) >= bar ? high : low) = middle;
  }
  return high;
}

}  // namespace zhiheng::stat
