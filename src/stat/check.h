#pragma once
// What the functions of this room ask of their arguments; each refusal names the parameter.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::stat {

/// A number as it is shown in a refusal: the shortest text that reads back as the same number.
[[nodiscard]] std::string shown(double value);
[[nodiscard]] std::string shown(std::int64_t value);

/// `name[index]`, counted from 0.
[[nodiscard]] std::string place(std::string_view name, std::size_t index);

/// @fails confidence_out_of_range unless 0 < confidence < 1
[[nodiscard]] Result<void> check_confidence(double confidence);

/// @fails probability_out_of_range unless 0 < value < 1
[[nodiscard]] Result<void> check_probability(std::string_view name, double value);

/// @fails no_trials, count_out_of_range unless 0 <= count <= trials and trials >= 1
[[nodiscard]] Result<void> check_count(std::int64_t count, std::int64_t trials);
/// The same for one of a list: the refusal names `name[index].count` or `name[index].trials`.
[[nodiscard]] Result<void> check_count(std::string_view name, std::size_t index, std::int64_t count,
                                       std::int64_t trials);

/// @fails value_not_finite
[[nodiscard]] Result<void> check_finite(std::string_view name, double value);
[[nodiscard]] Result<void> check_finite(std::string_view name, std::span<const double> values);

/// @fails value_not_finite, value_not_positive
[[nodiscard]] Result<void> check_positive(std::string_view name, double value);

/// @fails value_not_finite, value_negative
[[nodiscard]] Result<void> check_not_negative(std::string_view name, double value);

/// @fails too_few_observations
[[nodiscard]] Result<void> check_at_least(std::string_view name, std::size_t found,
                                          std::size_t wanted);

/// @fails lengths_differ
[[nodiscard]] Result<void> check_same_length(std::string_view name, std::size_t found,
                                             std::size_t wanted);

/// A weight per item, none negative, summing to one within 1e-9.
///
/// @fails value_not_finite, value_negative, weights_do_not_sum_to_one
[[nodiscard]] Result<void> check_weights(std::string_view name, std::span<const double> weights);

}  // namespace zhiheng::stat
