#include "stat/check.h"

#include <charconv>
#include <cmath>

#include "stat/failures.h"

namespace zhiheng::stat {

std::string shown(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, value).ptr;
  return {text, end};
}

std::string shown(std::int64_t value) { return std::to_string(value); }

std::string place(std::string_view name, std::size_t index) {
  return std::string(name) + "[" + std::to_string(index) + "]";
}

Result<void> check_confidence(double confidence) {
  // This form also refuses NaN; so close to one that a tail is nothing it counts as one.
  if (!(confidence > 0 && (1 + confidence) / 2 < 1)) {
    return fail(confidence_out_of_range, "confidence", shown(confidence), "> 0, < 1");
  }
  return {};
}

Result<void> check_probability(std::string_view name, double value) {
  // Closer to zero its complement could not be told from one.
  if (!(1 - value < 1 && value < 1)) {
    return fail(probability_out_of_range, std::string(name), shown(value), "> 1e-16, < 1");
  }
  return {};
}

Result<void> check_count(std::int64_t count, std::int64_t trials) {
  if (trials < 1) return fail(no_trials, "trials", shown(trials), ">= 1");
  if (count < 0 || count > trials) {
    return fail(count_out_of_range, "count", shown(count), "0.." + shown(trials));
  }
  return {};
}

Result<void> check_count(std::string_view name, std::size_t index, std::int64_t count,
                         std::int64_t trials) {
  auto counted = check_count(count, trials);
  if (!counted) counted.error().where = place(name, index) + "." + counted.error().where;
  return counted;
}

Result<void> check_finite(std::string_view name, double value) {
  if (!std::isfinite(value)) {
    return fail(value_not_finite, std::string(name), shown(value), "finite");
  }
  return {};
}

Result<void> check_finite(std::string_view name, std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      return fail(value_not_finite, place(name, i), shown(values[i]), "finite");
    }
  }
  return {};
}

Result<void> check_positive(std::string_view name, double value) {
  ZH_DO(check_finite(name, value));
  if (value <= 0) return fail(value_not_positive, std::string(name), shown(value), "> 0");
  return {};
}

Result<void> check_not_negative(std::string_view name, double value) {
  ZH_DO(check_finite(name, value));
  if (value < 0) return fail(value_negative, std::string(name), shown(value), ">= 0");
  return {};
}

Result<void> check_at_least(std::string_view name, std::size_t found, std::size_t wanted) {
  if (found < wanted) {
    return fail(too_few_observations, std::string(name), std::to_string(found),
                ">= " + std::to_string(wanted));
  }
  return {};
}

Result<void> check_same_length(std::string_view name, std::size_t found, std::size_t wanted) {
  if (found != wanted) {
    return fail(lengths_differ, std::string(name), std::to_string(found), std::to_string(wanted));
  }
  return {};
}

Result<void> check_weights(std::string_view name, std::span<const double> weights) {
  double sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    ZH_DO(check_not_negative(place(name, i), weights[i]));
    sum += weights[i];
  }
  constexpr double tolerance = 1e-9;
  if (std::abs(sum - 1) > tolerance) {
    return fail(weights_do_not_sum_to_one, std::string(name), shown(sum), "1");
  }
  return {};
}

}  // namespace zhiheng::stat
