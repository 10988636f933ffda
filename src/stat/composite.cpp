#include "stat/composite.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "stat/check.h"
#include "stat/component_weights.h"
#include "stat/failures.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double deviation_of(std::span<const double> values) {
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

double correlation_of(std::span<const double> one, std::span<const double> other) {
  const double mean_one = mean_of(one), mean_other = mean_of(other);
  double both = 0, squares_one = 0, squares_other = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double a = one[i] - mean_one, b = other[i] - mean_other;
    both += a * b;
    squares_one += a * a;
    squares_other += b * b;
  }
  return std::clamp(both / (std::sqrt(squares_one) * std::sqrt(squares_other)), -1.0, 1.0);
}

/// Places from 0 below, ties sharing the middle of theirs.
std::vector<double> places_of(std::span<const double> values) {
  const std::vector<std::size_t> order = order_of(values);
  std::vector<double> places(values.size());
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    const double middle = static_cast<double>(from + to - 1) / 2;
    for (std::size_t k = from; k < to; ++k) places[order[k]] = middle;
  }
  return places;
}

Result<std::vector<double>> by_target(std::span<const double> values, bool lower_is_better,
                                      double target) {
  ZH_DO(check_positive("target", target));
  std::vector<double> scaled;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (lower_is_better) {
      ZH_DO(check_positive(place("values", i), values[i]));
    }
    scaled.push_back(lower_is_better ? target / values[i] : values[i] / target);
  }
  return scaled;
}

Result<std::vector<double>> shares_of_sum(std::vector<double> weights) {
  const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
  if (!(sum > 0)) return fail(no_spread, "indicators", shown(sum), "> 0");
  for (double& weight : weights) weight /= sum;
  return weights;
}

Result<double> diversity_of(const std::vector<double>& values, std::size_t k) {
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    ZH_DO(check_not_negative(place(place("indicators", k), i), values[i]));
    sum += values[i];
  }
  if (!(sum > 0)) return fail(no_spread, place("indicators", k), shown(sum), "> 0");
  double entropy = 0;
  for (const double value : values) {
    if (value > 0) entropy -= value / sum * std::log(value / sum);
  }
  const double diversity = 1 - entropy / std::log(static_cast<double>(values.size()));
  return diversity > 1e-14 ? diversity : 0;  // equal shares, but for rounding
}

/// Row by row, ones on the diagonal.
std::vector<double> correlations_of(std::span<const std::vector<double>> indicators) {
  const std::size_t count = indicators.size();
  std::vector<double> correlations(count * count, 1);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = i + 1; j < count; ++j) {
      correlations[i * count + j] = correlations[j * count + i] =
          correlation_of(indicators[i], indicators[j]);
    }
  }
  return correlations;
}

std::vector<double> critic_weights(std::span<const std::vector<double>> indicators) {
  const std::vector<double> correlations = correlations_of(indicators);
  std::vector<double> weights;
  for (std::size_t i = 0; i < indicators.size(); ++i) {
    double conflict = 0;
    for (std::size_t j = 0; j < indicators.size(); ++j) {
      conflict += 1 - correlations[i * indicators.size() + j];
    }
    weights.push_back(deviation_of(indicators[i]) * conflict);
  }
  return weights;
}

/// Average CI of random reciprocal matrices of 1 to 15 rows (Saaty 1980).
constexpr std::array<double, 15> random_index = {0,    0,    0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                                 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

Result<std::size_t> check_judgements(std::span<const double> judgements) {
  const auto size = static_cast<std::size_t>(std::llround(std::sqrt(judgements.size())));
  ZH_DO(check_at_least("judgements", size, 1));
  ZH_DO(check_same_length("judgements", judgements.size(), size * size));
  if (size > random_index.size()) {
    return fail(too_many_observations, "judgements", std::to_string(size),
                "<= " + std::to_string(random_index.size()));
  }
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size; ++j) {
      const std::string where = place(place("judgements", i), j);
      ZH_DO(check_positive(where, judgements[i * size + j]));
      const double product = judgements[i * size + j] * judgements[j * size + i];
      if (std::abs(product - 1) > 1e-6) {
        return fail(value_out_of_range, where, shown(judgements[i * size + j]),
                    shown(1 / judgements[j * size + i]));
      }
    }
  }
  return size;
}

}  // namespace

Result<std::vector<double>> normalise(std::span<const double> values, Normalisation method,
                                      bool lower_is_better, double target) {
  ZH_DO(check_at_least("values", values.size(), method == Normalisation::target ? 1 : 2));
  ZH_DO(check_finite("values", values));
  if (method == Normalisation::target) return by_target(values, lower_is_better, target);
  const auto [low, high] = std::ranges::minmax(values);
  if (low == high) return fail(no_spread, "values", shown(low), "min < max");
  std::vector<double> scaled(values.begin(), values.end());
  double from = low, width = high - low;
  if (method == Normalisation::z_score) {
    from = mean_of(values);
    width = deviation_of(values);
  } else if (method == Normalisation::rank) {
    scaled = places_of(values);
    from = 0;
    width = static_cast<double>(values.size() - 1);
  }
  for (double& value : scaled) {
    value = (value - from) / width;
    if (lower_is_better) value = method == Normalisation::z_score ? -value : 1 - value;
  }
  return scaled;
}

Result<std::vector<double>> data_weights(std::span<const std::vector<double>> indicators,
                                         Weighting method) {
  ZH_DO(check_at_least("indicators", indicators.size(), 1));
  ZH_DO(check_at_least("units", indicators.front().size(), 3));
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    const std::string where = place("indicators", k);
    ZH_DO(check_same_length(where, indicators[k].size(), indicators.front().size()));
    ZH_DO(check_finite(where, indicators[k]));
    const bool needs_spread = method == Weighting::critic || method == Weighting::components;
    if (needs_spread && !(deviation_of(indicators[k]) > 0)) {
      return fail(no_spread, where, shown(indicators[k].front()), "min < max");
    }
  }
  const auto count = indicators.size();
  if (method == Weighting::equal || count == 1) {
    return std::vector<double>(count, 1 / static_cast<double>(count));
  }
  if (method == Weighting::critic) return shares_of_sum(critic_weights(indicators));
  if (method == Weighting::components) {
    return shares_of_sum(component_weights(correlations_of(indicators), count));
  }
  std::vector<double> weights;
  for (std::size_t k = 0; k < count; ++k) {
    ZH_TRY(const double diversity, diversity_of(indicators[k], k));
    weights.push_back(diversity);
  }
  return shares_of_sum(std::move(weights));
}

Result<JudgedWeights> judged_weights(std::span<const double> judgements) {
  ZH_TRY(const std::size_t size, check_judgements(judgements));
  const auto n = static_cast<double>(size);
  JudgedWeights made;
  made.weights.assign(size, 1 / n);
  made.largest_eigenvalue = n;
  // A positive matrix: the power method meets the principal eigenvector from anywhere.
  for (int round = 0; round < 10'000; ++round) {
    std::vector<double> next(size, 0);
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j < size; ++j) {
        next[i] += judgements[i * size + j] * made.weights[j];
      }
    }
    made.largest_eigenvalue = std::accumulate(next.begin(), next.end(), 0.0);
    double change = 0;
    for (std::size_t i = 0; i < size; ++i) {
      next[i] /= made.largest_eigenvalue;
      change = std::max(change, std::abs(next[i] - made.weights[i]));
    }
    made.weights = std::move(next);
    if (change < 1e-15) break;
  }
  if (size > 2) {
    made.inconsistency = std::max(0.0, (made.largest_eigenvalue - n) / (n - 1));
    made.consistency_ratio = made.inconsistency / random_index[size - 1];
  }
  return made;
}

Result<std::vector<double>> composite(std::span<const std::vector<double>> indicators,
                                      std::span<const double> weights, Aggregation aggregation) {
  ZH_DO(check_at_least("indicators", indicators.size(), 1));
  ZH_DO(check_same_length("weights", weights.size(), indicators.size()));
  ZH_DO(check_weights("weights", weights));
  const std::size_t units = indicators.front().size();
  std::vector<double> sums(units, 0);
  for (std::size_t k = 0; k < indicators.size(); ++k) {
    const std::string where = place("indicators", k);
    ZH_DO(check_same_length(where, indicators[k].size(), units));
    ZH_DO(check_finite(where, indicators[k]));
    for (std::size_t i = 0; i < units; ++i) {
      const double value = indicators[k][i];
      if (aggregation == Aggregation::geometric) {
        ZH_DO(check_positive(place(where, i), value));
      }
      sums[i] += weights[k] * (aggregation == Aggregation::linear ? value : std::log(value));
    }
  }
  if (aggregation == Aggregation::geometric) {
    for (double& sum : sums) sum = std::exp(sum);
  }
  return sums;
}

}  // namespace zhiheng::stat
