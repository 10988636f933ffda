#include "stat/growth.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

Result<void> check_failures(std::int64_t failures) {
  if (failures < 0) return fail(value_negative, "failures", shown(failures), ">= 0");
  return {};
}

}  // namespace

Result<MeanTimeBetweenFailures> mean_time_between_failures(std::int64_t failures, double total_time,
                                                           TestEnd end, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_failures(failures));
  ZH_DO(check_positive("total time", total_time));
  if (end == TestEnd::at_failure) {
    ZH_DO(check_at_least("failures", static_cast<std::size_t>(failures), 1));
  }
  const auto r = static_cast<double>(failures);
  const double low_shape = end == TestEnd::at_time ? r + 1 : r;
  const double tail = (1 - confidence) / 2;
  return MeanTimeBetweenFailures{failures > 0 ? total_time / r : infinity,
                                 {total_time / gamma_upper_quantile(tail, low_shape),
                                  failures > 0 ? total_time / gamma_quantile(tail, r) : infinity},
                                 total_time / gamma_upper_quantile(1 - confidence, low_shape)};
}

Result<double> demonstration_time(double target, std::int64_t allowed, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_failures(allowed));
  ZH_DO(check_positive("target", target));
  return target * gamma_upper_quantile(1 - confidence, static_cast<double>(allowed) + 1);
}

namespace {

/// The distribution of the product of Gamma(n - 1) and Gamma(n), scales one: a trapezoidal sum over
/// the logarithm of the first, which converges faster than any power of the step.
class GammaProduct {
 public:
  explicit GammaProduct(double n) : n_(n) {
    const double first = std::log(gamma_quantile(1e-18, n - 1));
    const double last = std::log(gamma_upper_quantile(1e-18, n - 1));
    constexpr int nodes = 400;
    const double peak = (n - 1) * std::log(n - 1) - (n - 1);
    double total = 0;
    for (int i = 0; i <= nodes; ++i) {
      const double s = first + (last - first) * i / nodes;
      const double weight = std::exp((n - 1) * s - std::exp(s) - peak);
      nodes_.push_back({std::exp(s), weight});
      total += weight;
    }
    for (Node& node : nodes_) node.weight /= total;
  }

  [[nodiscard]] double quantile(double p) const {
    double low = std::log(n_ * n_) - 60;
    double high = std::log(n_ * n_) + 60;
    for (int step = 0; step < 80; ++step) {
      const double middle = low + (high - low) / 2;
      (cdf(std::exp(middle)) < p ? low : high) = middle;
    }
    return std::exp(low + (high - low) / 2);
  }

 private:
  struct Node {
    double value, weight;
  };
  [[nodiscard]] double cdf(double x) const {
    double sum = 0;
    for (const Node& node : nodes_) {
      if (node.weight > 1e-18) sum += node.weight * gamma_cdf(x / node.value, n_);
    }
    return sum;
  }
  double n_;
  std::vector<Node> nodes_;
};

/// Cramer-von Mises distance of ascending u, uniform after the power beta.
double distance_to_power(std::span<const double> ordered, double beta) {
  const auto m = static_cast<double>(ordered.size());
  double sum = 1 / (12 * m);
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const double off = std::pow(ordered[i], beta) - (2 * static_cast<double>(i) + 1) / (2 * m);
    sum += off * off;
  }
  return sum;
}

double logs(std::span<const double> shares) {
  double sum = 0;
  for (const double share : shares) sum -= std::log(share);
  return sum;
}

/// Share of simulated samples of the power law, each with its own estimate, that lie farther away.
double simulated_p(std::size_t size, double seen, std::uint64_t seed) {
  // Large samples need fewer replicates for the same work; their limit law hardly varies.
  const std::size_t replicates = std::clamp<std::size_t>(20'000'000 / size, 200, 5000);
  std::size_t farther = 0;
  std::vector<double> sample(size);
  for (std::size_t replicate = 0; replicate < replicates; ++replicate) {
    Random random(seed, replicate);
    for (double& u : sample) u = random.uniform();
    std::ranges::sort(sample);
    const double beta = (static_cast<double>(size) - 1) / logs(sample);
    farther += distance_to_power(sample, beta) >= seen ? 1 : 0;
  }
  return (static_cast<double>(farther) + 1) / (static_cast<double>(replicates) + 1);
}

}  // namespace

Result<Growth> fit_growth(std::span<const double> times, double end, TestEnd kind,
                          double confidence, std::uint64_t seed) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("times", times.size(), 3));
  constexpr std::size_t most = 100'000;
  if (times.size() > most) {
    return fail(too_many_observations, "times", std::to_string(times.size()),
                "<= " + std::to_string(most));
  }
  for (std::size_t i = 0; i < times.size(); ++i) {
    ZH_DO(check_positive(place("times", i), times[i]));
  }
  const double last = *std::ranges::max_element(times);
  if (kind == TestEnd::at_failure) end = last;
  ZH_DO(check_positive("end", end));
  if (last > end) return fail(value_out_of_range, "end", shown(end), ">= " + shown(last));
  std::vector<double> shares;
  for (const double time : times) shares.push_back(time / end);
  std::ranges::sort(shares);
  if (kind == TestEnd::at_failure) shares.pop_back();
  const double sum = logs(shares);
  if (!(sum > 0)) return fail(no_spread, "times", shown(last), "> 1 distinct time");
  const auto n = static_cast<double>(times.size());
  const auto m = static_cast<double>(shares.size());  // free failures: n, or n - 1
  const double tail = (1 - confidence) / 2;
  Growth found;
  found.beta = n / sum;
  found.beta_unbiased = (m - 1) / sum;
  // sum times the true beta is Gamma(m).
  found.beta_interval = {gamma_quantile(tail, m) / sum, gamma_upper_quantile(tail, m) / sum};
  found.lambda = std::exp(std::log(n) - found.beta * std::log(end));
  found.mtbf = end / (n * found.beta);
  if (kind == TestEnd::at_failure) {
    const GammaProduct product(n);
    found.mtbf_interval = {found.mtbf * n * n / product.quantile(1 - tail),
                           found.mtbf * n * n / product.quantile(tail)};
  } else {
    const double half = normal_quantile(1 - tail) * std::sqrt(2 / n);
    found.mtbf_interval = {found.mtbf * std::exp(-half), found.mtbf * std::exp(half)};
  }
  const double below = gamma_cdf(sum, m);
  found.trend_p = std::min(1.0, 2 * std::min(below, 1 - below));
  found.cramer_von_mises = distance_to_power(shares, found.beta_unbiased);
  found.fit_p = simulated_p(shares.size(), found.cramer_von_mises, seed);
  return found;
}

}  // namespace zhiheng::stat
