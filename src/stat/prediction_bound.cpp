#include "stat/prediction_bound.h"

#include <algorithm>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/negative_binomial.h"

namespace zhiheng::stat {
namespace {

constexpr int most = 10'000;

Result<void> check(const PredictionOptions& options) {
  const auto range = [](const char* name, int value, int least) -> Result<void> {
    if (value >= least && value <= most) return {};
    return fail(value_out_of_range, name, std::to_string(value),
                std::to_string(least) + ".." + std::to_string(most));
  };
  ZH_DO(range("years", options.years, options.recent ? 0 : 1));
  ZH_DO(range("half_window", options.half_window, options.recent && options.years == 0 ? 1 : 0));
  ZH_DO(range("per_year", options.per_year, 1));
  // Otherwise the window of last year reaches the week that is judged.
  if (options.years > 0 && options.half_window >= options.per_year) {
    return fail(value_out_of_range, "half_window", std::to_string(options.half_window),
                "< " + std::to_string(options.per_year));
  }
  return check_probability("alpha", options.alpha);
}

}  // namespace

std::size_t prediction_start(const PredictionOptions& options) {
  return static_cast<std::size_t>(options.years) * static_cast<std::size_t>(options.per_year) +
         static_cast<std::size_t>(options.half_window);
}

Result<std::vector<PredictionPoint>> prediction_bounds(std::span<const double> counts,
                                                       std::size_t first,
                                                       const PredictionOptions& options) {
  ZH_DO(check(options));
  const std::size_t start = prediction_start(options);
  if (first < start) {
    return fail(value_out_of_range, "first", std::to_string(first), ">= " + std::to_string(start));
  }
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
  }
  const auto window = static_cast<std::size_t>(options.half_window);
  std::vector<PredictionPoint> points;
  for (std::size_t t = first; t < counts.size(); ++t) {
    double sum = 0;
    double number = 0;
    const auto take = [&](std::size_t from, std::size_t to) {
      for (std::size_t i = from; i < to; ++i) sum += counts[i];
      number += static_cast<double>(to - from);
    };
    if (options.recent) take(t - window, t);
    for (int year = 1; year <= options.years; ++year) {
      const std::size_t past =
          t - static_cast<std::size_t>(year) * static_cast<std::size_t>(options.per_year);
      take(past - window, past + window + 1);
    }
    const double expected = (sum + 0.5) / number;
    const double upper = overdispersed_quantile(1 - options.alpha, expected, 1 + 1 / number);
    points.push_back({upper, expected, counts[t] > upper});
  }
  return points;
}

}  // namespace zhiheng::stat
