#pragma once
// Ordering and what is read off an ordered list.

#include <cstddef>
#include <span>
#include <vector>

namespace zhiheng::stat {

/// The values in ascending order. None may be NaN.
[[nodiscard]] std::vector<double> in_order(std::span<const double> values);

/// Quantile of an ascending, non-empty list, linear between (n - 1) p neighbours: R's type 7.
[[nodiscard]] double quantile_of_ordered(std::span<const double> ordered, double p);

/// Median of a non-empty list in any order.
[[nodiscard]] double median(std::span<const double> values);

/// Where each value stands when sorted ascending, ties in the order given.
[[nodiscard]] std::vector<std::size_t> order_of(std::span<const double> values);

}  // namespace zhiheng::stat
