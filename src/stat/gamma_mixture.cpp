#include "stat/gamma_mixture.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/parallel.h"

namespace zhiheng::stat {
namespace {

/// A gamma component after n reports; what depends on n only is kept for the next pair.
struct Component {
  double shape = 0;
  double rate = 0;
  double log_rate = 0;
  double log_gamma = 0;  ///< of the prior's shape

  double n = -1;
  double posterior_shape = 0;
  double posterior_log_gamma = 0;
  double posterior_digamma = 0;

  double posterior_rate = 0;
  double posterior_log_rate = 0;

  void start(double prior_shape, double prior_rate) {
    shape = prior_shape;
    rate = prior_rate;
    log_rate = std::log(prior_rate);
    log_gamma = log_gamma_of(prior_shape);
  }

  void see(double count, double expected) {
    if (count != n) {
      n = count;
      posterior_shape = shape + count;
      posterior_log_gamma = log_gamma_of(posterior_shape);
      posterior_digamma = digamma(posterior_shape);
    }
    posterior_rate = rate + expected;
    posterior_log_rate = std::log(posterior_rate);
  }

  /// ln of the negative binomial, without the terms that both components share.
  [[nodiscard]] double log_weight() const {
    return posterior_log_gamma - log_gamma + shape * log_rate -
           posterior_shape * posterior_log_rate;
  }
  [[nodiscard]] double log_mean() const { return posterior_digamma - posterior_log_rate; }
};

/// Posteriors of pairs in the order of (n, E).
class Shrinker {
 public:
  explicit Shrinker(const MixturePrior& prior)
      : log_odds_(std::log(prior.share1) - std::log1p(-prior.share1)) {
    one_.start(prior.shape1, prior.rate1);
    two_.start(prior.shape2, prior.rate2);
  }

  MixturePosterior shrink(double count, double expected) {
    const bool same_count = count == one_.n;
    const double rate_before = one_.posterior_rate;
    one_.see(count, expected);
    two_.see(count, expected);
    const double odds = log_odds_ + one_.log_weight() - two_.log_weight();
    share_ = odds > 0 ? 1 / (1 + std::exp(-odds)) : std::exp(odds) / (1 + std::exp(odds));
    rest_ = odds > 0 ? std::exp(-odds) / (1 + std::exp(-odds)) : 1 / (1 + std::exp(odds));
    MixturePosterior found;
    found.share1 = share_;
    const double log_mean = share_ * one_.log_mean() + rest_ * two_.log_mean();
    found.mean = std::exp(log_mean);
    // The neighbour's quantiles, moved as its rate did; else the normal shape of a log gamma.
    const double moved = same_count ? std::log(rate_before / one_.posterior_rate) : 0;
    const double width =
        1.645 / std::sqrt(share_ * one_.posterior_shape + rest_ * two_.posterior_shape);
    low_ = solve(0.05, same_count ? low_ + moved : log_mean - width);
    high_ = solve(0.95, same_count ? high_ + moved : log_mean + width);
    found.low = std::exp(low_);
    found.high = std::exp(high_);
    return found;
  }

 private:
  struct Point {
    double cdf = 0;
    double density = 0;  ///< per unit of ln x
    double slope = 0;    ///< of the density
  };

  void add(Point& point, const Component& part, double share, double log_x) const {
    if (share < 1e-17) return;
    const double x = std::exp(log_x + part.posterior_log_rate);
    const double density =
        share * std::exp(part.posterior_shape * (log_x + part.posterior_log_rate) - x -
                         part.posterior_log_gamma);
    point.cdf += share * gamma_cdf(x, part.posterior_shape);
    point.density += density;
    point.slope += density * (part.posterior_shape - x);
  }

  /// ln of the quantile: Halley's steps within a bracket that they must not leave.
  [[nodiscard]] double solve(double level, double guess) const {
    double below = -1e4;
    double above = 1e4;
    double log_x = guess;
    for (int step = 0; step < 200; ++step) {
      Point point;
      add(point, one_, share_, log_x);
      add(point, two_, rest_, log_x);
      const double miss = point.cdf - level;
      (miss < 0 ? below : above) = log_x;
      double move = 0;
      if (point.density > 0) {
        const double newton = miss / point.density;
        const double bend = 1 - newton * point.slope / (2 * point.density);
        move = -newton / (bend > 0.5 && bend < 2 ? bend : 1);
      }
      const double next = std::clamp(move, -1.0, 1.0) + log_x;
      const bool inside = move != 0 && next > below && next < above;
      if (miss == 0 || (inside && std::abs(move) < 1e-5)) {
        // Steps gain the cube of the last one, so this one was the last that shows.
        return inside ? next : log_x;
      }
      const bool open = below < -9e3 || above > 9e3;
      const double escape = miss < 0 ? log_x + 1 : log_x - 1;
      log_x = inside ? next : open ? escape : (below + above) / 2;
      if (above - below < 1e-13 * std::max(1.0, std::abs(log_x))) break;
    }
    return log_x;
  }

  Component one_;
  Component two_;
  double log_odds_;
  double share_ = 0;
  double rest_ = 0;
  double low_ = 0;
  double high_ = 0;
};

Result<void> check(std::span<const CountedPair> pairs, const MixturePrior& prior) {
  ZH_DO(check_positive("shape1", prior.shape1));
  ZH_DO(check_positive("rate1", prior.rate1));
  ZH_DO(check_positive("shape2", prior.shape2));
  ZH_DO(check_positive("rate2", prior.rate2));
  ZH_DO(check_probability("share1", prior.share1));
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].count >= 0 && pairs[i].expected > 0 && pairs[i].weight > 0 &&
        std::isfinite(pairs[i].count + pairs[i].expected + pairs[i].weight)) {
      continue;
    }
    ZH_DO(check_not_negative(place("count", i), pairs[i].count));
    ZH_DO(check_positive(place("expected", i), pairs[i].expected));
    ZH_DO(check_positive(place("weight", i), pairs[i].weight));
  }
  return {};
}

}  // namespace

Result<std::vector<MixturePosterior>> posteriors(std::span<const CountedPair> pairs,
                                                 const MixturePrior& prior,
                                                 const Threads& threads) {
  ZH_DO(check(pairs, prior));
  std::vector<std::uint32_t> order(pairs.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t one, std::uint32_t other) {
    if (pairs[one].count != pairs[other].count) return pairs[one].count < pairs[other].count;
    return pairs[one].expected < pairs[other].expected;
  });
  // Blocks of one size, whatever the number of threads: where a block begins decides the last
  // digit.
  constexpr std::size_t block = 4096;
  std::vector<MixturePosterior> found(pairs.size());
  ZH_DO(in_parallel((pairs.size() + block - 1) / block, threads, [&](std::size_t part) {
    Shrinker shrinker(prior);
    const std::size_t end = std::min(pairs.size(), (part + 1) * block);
    for (std::size_t i = part * block; i < end; ++i) {
      const CountedPair& pair = pairs[order[i]];
      const bool again = i > part * block && pairs[order[i - 1]].count == pair.count &&
                         pairs[order[i - 1]].expected == pair.expected;
      found[order[i]] = again ? found[order[i - 1]] : shrinker.shrink(pair.count, pair.expected);
    }
  }));
  return found;
}

}  // namespace zhiheng::stat
