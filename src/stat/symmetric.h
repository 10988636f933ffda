#pragma once
// Inverse of the small matrices of sums of products on which least squares and its kin rest.

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// Sums of weighted products of columns: k x k, k the number of columns; `weights` may be empty.
[[nodiscard]] std::vector<double> cross_products(std::span<const std::vector<double>> columns,
                                                 std::span<const double> weights);

/// Inverse of a symmetric matrix of order n that must be positive definite. Columns are first
/// brought to one scale, so that units do not decide what counts as singular.
///
/// @fails   terms_depend, naming the first column that depends on those before it
/// @cost    n^3
[[nodiscard]] Result<std::vector<double>> symmetric_inverse(std::vector<double> matrix,
                                                            std::size_t n);

/// Matrix (n x n) times vector.
[[nodiscard]] std::vector<double> times(std::span<const double> matrix,
                                        std::span<const double> vector);

}  // namespace zhiheng::stat
