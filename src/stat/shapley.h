#pragma once
// What did each part add to the whole, when parts work together?

#include <cstdint>
#include <functional>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct ShapleyOptions {
  std::size_t exact_up_to = 20;  ///< parts; at most 24
  int orders = 2000;             ///< sampled beyond, each with its reverse; >= 1
  std::uint64_t seed = 1;        ///< same seed, same answer
};

struct ShapleyShares {
  std::vector<double> contributions;    ///< sum to value(all) - value(none)
  std::vector<double> standard_errors;  ///< of sampling; 0 when exact
  bool exact = true;
};

/// Shapley's contributions: what a part adds when it joins, averaged over all orders of joining.
///
/// Exact: sum over sets S without i of |S|! (n - |S| - 1)! / n! x (v(S + i) - v(S)). Sampled: over
/// random orders and their reverses; each order adds up, so the sum is the total all the same.
///
/// @param parts  n
/// @param value  of the parts that are `true`; called 2^n times, or (n + 1) times an order
/// @fails   too_few_observations (parts, orders), value_out_of_range (exact_up_to),
///          value_not_finite (a value)
/// @source  L. S. Shapley, in Contributions to the Theory of Games II (1953) 307-317; J. Castro et
///          al., Comput. Oper. Res. 36 (2009) 1726-1730 (sampling)
[[nodiscard]] Result<ShapleyShares> shapley(
    std::size_t parts, const std::function<double(const std::vector<bool>&)>& value,
    const ShapleyOptions& options = {});

}  // namespace zhiheng::stat
