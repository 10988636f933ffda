#pragma once
// Small systems of normal equations, solved in place many times over.

#include <cstddef>
#include <span>

namespace zhiheng::stat {

/// Lower Cholesky factor of the symmetric n x n matrix in `square` (row by row, its lower half is
/// read), put in its place.
///
/// @return false if a pivot falls to `least` times its diagonal element or below: for correlations,
///         the share of a variable that the ones before it do not explain
[[nodiscard]] bool factorise(std::span<double> square, std::size_t n, double least);

/// Solves L L' x = side for the factor L of factorise(), in place.
void solve_factorised(std::span<const double> factor, std::span<double> side);

}  // namespace zhiheng::stat
