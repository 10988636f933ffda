#include "stat/change.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/infinity.h"
#include "stat/check.h"
#include "stat/failures.h"
#include "stat/mean.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

/// Running sums, so that the cost of any segment is read off in constant time. Values are taken
/// from their mean first: squares of large, close values would lose the differences.
class Sums {
 public:
  Sums(std::span<const double> values, double centre) : sum_(1, 0.0), squares_(1, 0.0) {
    for (const double value : values) {
      const double own = value - centre;
      sum_.push_back(sum_.back() + own);
      squares_.push_back(squares_.back() + own * own);
    }
  }
  [[nodiscard]] double sum(std::size_t first, std::size_t end) const {
    return sum_[end] - sum_[first];
  }
  [[nodiscard]] double residual(std::size_t first, std::size_t end) const {
    const double total = sum(first, end);
    return std::max(
        0.0, squares_[end] - squares_[first] - total * total / static_cast<double>(end - first));
  }

 private:
  std::vector<double> sum_;
  std::vector<double> squares_;
};

double mean_of(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value / static_cast<double>(values.size());
  return sum;
}

/// Variance of the noise from successive differences; 0 only when all values are equal.
double noise_variance(std::span<const double> values) {
  std::vector<double> steps;
  double squares = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    steps.push_back(std::abs(values[i] - values[i - 1]));
    squares += steps.back() * steps.back();
  }
  constexpr double per_median = 1.4826022185056018;  // as in robust.cpp
  const double robust = per_median * median(steps);
  if (robust > 0) return robust * robust / 2;
  return squares / static_cast<double>(2 * steps.size());
}

Result<void> check(std::span<const double> values, const ChangeOptions& options) {
  ZH_DO(check_positive("minimum", static_cast<double>(options.minimum)));
  ZH_DO(check_at_least("values", values.size(), std::max<std::size_t>(2, 2 * options.minimum)));
  ZH_DO(check_finite("values", values));
  ZH_DO(check_not_negative("penalty", options.penalty));
  if (options.level == Level::poisson) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      ZH_DO(check_not_negative(place("values", i), values[i]));
    }
  }
  return {};
}

/// PELT proper: for each value the best last change before it. A start is dropped once a later one
/// beats it, but only from where that later one may be used itself (its segment being long enough).
template <class Cost>
Result<std::vector<std::size_t>> best_starts(std::size_t n, const ChangeOptions& options,
                                             const Cost& cost) {
  const std::size_t minimum = options.minimum;
  const double penalty =
      options.penalty > 0 ? options.penalty : 2 * std::log(static_cast<double>(n));
  struct Start {
    std::size_t at;
    std::size_t usable_before;
  };
  constexpr std::size_t always = std::numeric_limits<std::size_t>::max();
  std::vector<double> best(n + 1, infinity);
  std::vector<std::size_t> start_of(n + 1, 0);
  best[0] = -penalty;
  std::vector<Start> starts;
  for (std::size_t end = minimum; end <= n; ++end) {
    if (is_set(options.stop)) return fail(interrupted, {});
    const std::size_t opened = end - minimum;
    if (std::isfinite(best[opened])) starts.push_back({opened, always});
    std::erase_if(starts, [&](const Start& start) { return start.usable_before <= end; });
    std::vector<double> totals;
    totals.reserve(starts.size());
    for (const Start& start : starts) {
      totals.push_back(best[start.at] + cost(start.at, end));
      if (totals.back() + penalty < best[end]) {
        best[end] = totals.back() + penalty;
        start_of[end] = start.at;
      }
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
      if (totals[i] > best[end]) {
        starts[i].usable_before = std::min(starts[i].usable_before, end + minimum);
      }
    }
  }
  return start_of;
}

std::vector<Segment> walk_back(std::span<const double> values,
                               const std::vector<std::size_t>& start_of) {
  std::vector<Segment> found;
  for (std::size_t end = values.size(); end > 0; end = start_of[end]) {
    const std::size_t first = start_of[end];
    found.push_back({first, end, mean_of(values.subspan(first, end - first))});
  }
  std::reverse(found.begin(), found.end());
  return found;
}

}  // namespace

Result<std::vector<Segment>> segments(std::span<const double> values,
                                      const ChangeOptions& options) {
  ZH_DO(check(values, options));
  const std::size_t n = values.size();
  if (options.level == Level::poisson) {
    const Sums sums(values, 0);
    ZH_TRY(const auto starts, best_starts(n, options, [&](std::size_t first, std::size_t end) {
             const double sum = sums.sum(first, end);
             const auto length = static_cast<double>(end - first);
             return sum > 0 ? -2 * sum * std::log(sum / length) : 0.0;
           }));
    return walk_back(values, starts);
  }
  const double variance = noise_variance(values);
  if (variance == 0) return std::vector<Segment>{{0, n, values.front()}};
  const Sums sums(values, mean_of(values));
  ZH_TRY(const auto starts, best_starts(n, options, [&](std::size_t first, std::size_t end) {
           return sums.residual(first, end) / variance;
         }));
  return walk_back(values, starts);
}

Result<CusumChange> cusum_change(std::span<const double> values) {
  ZH_DO(check_at_least("values", values.size(), 4));
  ZH_TRY(const Moments moments, moments_of(values));
  if (moments.variance == 0) {
    return fail(no_spread, "values", shown(moments.mean), "> 1 distinct value");
  }
  CusumChange result;
  double sum = 0;
  const double scale = std::sqrt(moments.variance * static_cast<double>(values.size()));
  for (std::size_t i = 0; i + 1 < values.size(); ++i) {
    sum += values[i] - moments.mean;
    if (std::abs(sum) / scale > result.statistic) {
      result.statistic = std::abs(sum) / scale;
      result.at = i + 1;
    }
  }
  double p = 0;
  double sign = 1;
  for (int j = 1; j <= 100; ++j) {
    p += 2 * sign * std::exp(-2.0 * j * j * result.statistic * result.statistic);
    sign = -sign;
  }
  // Below 0.2 the series alternates too slowly to sum; the true value there is 1 to ten digits.
  result.p_value = result.statistic < 0.2 ? 1.0 : std::clamp(p, 0.0, 1.0);
  return result;
}

Result<std::vector<BreakModel>> break_models(std::span<const double> values, std::size_t minimum,
                                             std::size_t most) {
  if (minimum < 2) return fail(value_not_positive, "minimum", std::to_string(minimum), ">= 2");
  ZH_DO(check_at_least("values", values.size(), 2 * minimum));
  if (values.size() > 5000) {
    return fail(too_many_observations, "values", std::to_string(values.size()), "<= 5000");
  }
  ZH_DO(check_finite("values", values));

  const std::size_t n = values.size();
  const Sums sums(values, mean_of(values));
  std::vector<double> best(n + 1, infinity);  // of the first `end` values in breaks + 1 segments
  for (std::size_t end = minimum; end <= n; ++end) best[end] = sums.residual(0, end);
  if (best[n] == 0) return fail(no_spread, "values", shown(values[0]), "> 1 distinct value");

  std::vector<BreakModel> models;
  std::vector<std::vector<std::size_t>> starts;
  const auto count = static_cast<double>(n);
  const auto add_model = [&] {
    BreakModel model{best[n], 0, {}};
    std::size_t end = n;
    for (std::size_t breaks = starts.size(); breaks > 0; --breaks) {
      end = starts[breaks - 1][end];
      model.last.push_back(end - 1);
    }
    std::reverse(model.last.begin(), model.last.end());
    constexpr double log_two_pi = 1.8378770664093455;
    model.bic = count * (std::log(model.residual_squares / count) + 1 + log_two_pi) +
                std::log(count) * 2 * static_cast<double>(starts.size() + 1);
    models.push_back(std::move(model));
  };
  add_model();
  for (std::size_t breaks = 1; breaks <= most && (breaks + 1) * minimum <= n; ++breaks) {
    std::vector<double> next(n + 1, infinity);
    std::vector<std::size_t> start(n + 1, 0);
    for (std::size_t end = (breaks + 1) * minimum; end <= n; ++end) {
      for (std::size_t at = breaks * minimum; at + minimum <= end; ++at) {
        const double total = best[at] + sums.residual(at, end);
        if (total < next[end]) {
          next[end] = total;
          start[end] = at;
        }
      }
    }
    best.swap(next);
    starts.push_back(std::move(start));
    add_model();
  }
  return models;
}

}  // namespace zhiheng::stat
