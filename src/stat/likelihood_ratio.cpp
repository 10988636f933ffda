#include "stat/likelihood_ratio.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// The points since the last alarm; the last one's count can be tried with other values.
class Stretch {
 public:
  Stretch(std::span<const double> counts, std::span<const double> means,
          const RatioOptions& options)
      : counts_(counts), means_(means), options_(options) {
    same_means_ = std::ranges::all_of(means, [&](double mean) { return mean == means.front(); });
  }

  /// The generalised statistic at `now` when its count is `last`.
  [[nodiscard]] double generalised(std::size_t start, std::size_t now, double last) const {
    const auto window = static_cast<std::size_t>(options_.window);
    std::size_t first = start;
    if (window > 0 && now - start > window) first = now - window;
    double sum = 0;
    double expected = 0;
    double best = 0;
    std::size_t length = 0;
    for (std::size_t k = now + 1; k-- > first;) {
      sum += k == now ? last : counts_[k];
      expected += means_[k];
      if (++length < static_cast<std::size_t>(options_.at_least)) continue;
      best = std::max(best, ratio(k, now, last, sum, expected));
    }
    return best;
  }

  /// The term of one point for a known change.
  [[nodiscard]] double term(double count, double mean) const {
    const double kappa = *options_.known_change * (options_.increase ? 1 : -1);
    const double a = options_.dispersion;
    if (a == 0) return kappa * count + (1 - std::exp(kappa)) * mean;
    return kappa * count +
           (count + 1 / a) * std::log((1 + a * mean) / (1 + a * mean * std::exp(kappa)));
  }

  /// The real count at which a known change's sum, `before` so far, reaches the threshold.
  [[nodiscard]] double count_for(double before, double mean) const {
    const double at_none = term(0, mean);
    const double per_count = term(1, mean) - at_none;
    const double count = (options_.threshold - before - at_none) / per_count;
    return per_count > 0 || count >= 0 ? count : infinity;
  }

 private:
  [[nodiscard]] double side(double kappa) const {
    return options_.increase ? std::max(0.0, kappa) : std::min(0.0, kappa);
  }

  [[nodiscard]] double ratio(std::size_t k, std::size_t now, double last, double sum,
                             double expected) const {
    const double a = options_.dispersion;
    double kappa = side(std::log(sum / expected));
    // No count at all: the likelihood of ever lower means tends to a limit.
    if (std::isinf(kappa)) kappa = -700;
    if (a == 0) return kappa * sum + (1 - std::exp(kappa)) * expected;
    if (!same_means_) kappa = side(newton(k, now, last, kappa));
    double total = kappa * sum;
    if (same_means_) {
      const double mean = means_[k];
      const auto n = static_cast<double>(now - k + 1);
      return total + (sum + n / a) * std::log((1 + a * mean) / (1 + a * mean * std::exp(kappa)));
    }
    for (std::size_t i = k; i <= now; ++i) {
      const double count = i == now ? last : counts_[i];
      total +=
          (count + 1 / a) * std::log((1 + a * means_[i]) / (1 + a * means_[i] * std::exp(kappa)));
    }
    return total;
  }

  [[nodiscard]] double newton(std::size_t k, std::size_t now, double last, double kappa) const {
    const double a = options_.dispersion;
    kappa = std::max(kappa, -18.0);
    for (int step = 0; step < 100 && kappa >= -18; ++step) {
      const double factor = std::exp(kappa);
      double slope = 0;
      double curve = 0;
      for (std::size_t i = k; i <= now; ++i) {
        const double count = i == now ? last : counts_[i];
        const double scale = 1 + a * factor * means_[i];
        slope += (count - factor * means_[i]) / scale;
        curve += factor * means_[i] * (a * count + 1) / (scale * scale);
      }
      const double move = std::clamp(slope / curve, -2.0, 2.0);
      kappa += move;
      if (std::abs(move) < 1e-12) break;
    }
    return kappa;
  }

  std::span<const double> counts_;
  std::span<const double> means_;
  const RatioOptions& options_;
  bool same_means_ = false;
};

/// The smallest whole count that brings the generalised statistic to the threshold.
double cases_for_alarm(const Stretch& stretch, std::size_t start, std::size_t now,
                       const RatioOptions& options) {
  const auto reaches = [&](double count) {
    return stretch.generalised(start, now, count) >= options.threshold;
  };
  if (reaches(0)) return 0;
  if (!options.increase) return infinity;
  double low = 0;
  double high = 1;
  while (!reaches(high)) {
    if (high > 1e12) return infinity;
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (reaches(middle) ? high : low) = middle;
  }
  return high;
}

Result<void> check(std::span<const double> counts, std::span<const double> means,
                   const RatioOptions& options) {
  ZH_DO(check_same_length("means", means.size(), counts.size()));
  ZH_DO(check_positive("threshold", options.threshold));
  ZH_DO(check_not_negative("dispersion", options.dispersion));
  if (options.known_change) ZH_DO(check_positive("known_change", *options.known_change));
  ZH_DO(check_not_negative("window", options.window));
  ZH_DO(check_positive("at_least", options.at_least));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
    ZH_DO(check_positive(place("means", i), means[i]));
  }
  if (!options.known_change && options.window == 0 && counts.size() > 20'000) {
    return fail(too_many_observations, "counts", std::to_string(counts.size()),
                "<= 20000, or a window");
  }
  return {};
}

}  // namespace

Result<std::vector<RatioPoint>> likelihood_ratio(std::span<const double> counts,
                                                 std::span<const double> means,
                                                 const RatioOptions& options) {
  ZH_DO(check(counts, means, options));
  std::vector<RatioPoint> points;
  points.reserve(counts.size());
  if (counts.empty()) return points;
  const Stretch stretch(counts, means, options);
  std::size_t start = 0;
  double sum = 0;
  for (std::size_t now = 0; now < counts.size(); ++now) {
    RatioPoint point;
    if (options.known_change) {
      point.cases = stretch.count_for(sum, means[now]);
      sum = std::max(0.0, sum + stretch.term(counts[now], means[now]));
      point.statistic = sum;
      point.alarm = sum > options.threshold;
    } else {
      point.statistic = stretch.generalised(start, now, counts[now]);
      point.cases = cases_for_alarm(stretch, start, now, options);
      point.alarm = point.statistic >= options.threshold;
    }
    if (point.alarm) {
      start = now + 1;
      sum = 0;
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace zhiheng::stat
