#include "stat/symmetric.h"

#include <cmath>

#include "stat/check.h"
#include "stat/cholesky.h"
#include "stat/failures.h"

namespace zhiheng::stat {

namespace {

/// The diagonal is brought to one, so a pivot is the share that the columns before do not explain.
constexpr double least_pivot = 1e-11;

/// The first column that those before it explain; the whole matrix is known to hold one.
std::size_t first_dependent(const std::vector<double>& matrix, std::size_t n) {
  for (std::size_t k = 1; k < n; ++k) {
    std::vector<double> corner;
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) corner.push_back(matrix[i * n + j]);
    }
    if (!factorise(corner, k, least_pivot)) return k - 1;
  }
  return n - 1;
}

}  // namespace

std::vector<double> cross_products(std::span<const std::vector<double>> columns,
                                   std::span<const double> weights) {
  const std::size_t k = columns.size();
  std::vector<double> sums(k * k, 0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t row = 0; row < columns[i].size(); ++row) {
        sum += (weights.empty() ? 1.0 : weights[row]) * columns[i][row] * columns[j][row];
      }
      sums[i * k + j] = sums[j * k + i] = sum;
    }
  }
  return sums;
}

Result<std::vector<double>> symmetric_inverse(std::vector<double> matrix, std::size_t n) {
  std::vector<double> scale(n);
  for (std::size_t i = 0; i < n; ++i) {
    if (!(matrix[i * n + i] > 0) || !std::isfinite(matrix[i * n + i])) {
      return fail(terms_depend, place("columns", i), shown(matrix[i * n + i]), "> 0");
    }
    scale[i] = 1 / std::sqrt(matrix[i * n + i]);
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] *= scale[i] * scale[j];
  }
  std::vector<double> factor = matrix;
  if (!factorise(factor, n, least_pivot)) {
    return fail(terms_depend, place("columns", first_dependent(matrix, n)), "0", "> 1e-11");
  }
  std::vector<double> side(n);
  for (std::size_t j = 0; j < n; ++j) {
    side.assign(n, 0);
    side[j] = 1;
    solve_factorised(factor, side);
    for (std::size_t i = 0; i < n; ++i) matrix[i * n + j] = side[i] * scale[i] * scale[j];
  }
  return matrix;
}

std::vector<double> times(std::span<const double> matrix, std::span<const double> vector) {
  const std::size_t n = vector.size();
  std::vector<double> product(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) product[i] += matrix[i * n + j] * vector[j];
  }
  return product;
}

}  // namespace zhiheng::stat
