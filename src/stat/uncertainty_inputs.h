#pragma once
// What both ways of propagating uncertainty ask of their inputs.

#include <span>

#include "base/result.h"
#include "stat/uncertainty.h"

namespace zhiheng::stat {

/// @fails too_few_observations, value_not_finite, value_negative, value_not_positive,
///        value_out_of_range (a correlation of an unknown input, of one with itself, a pair twice)
[[nodiscard]] Result<void> check_inputs(std::span<const InputQuantity> inputs,
                                        std::span<const Correlation> correlations);

}  // namespace zhiheng::stat
