#include "stat/cholesky.h"

#include <cmath>

namespace zhiheng::stat {

bool factorise(std::span<double> square, std::size_t n, double least) {
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t column = 0; column <= row; ++column) {
      double sum = square[row * n + column];
      for (std::size_t k = 0; k < column; ++k) sum -= square[row * n + k] * square[column * n + k];
      if (column < row) {
        square[row * n + column] = sum / square[column * n + column];
      } else {
        if (!(sum > least * square[row * n + row])) return false;
        square[row * n + row] = std::sqrt(sum);
      }
    }
  }
  return true;
}

void solve_factorised(std::span<const double> factor, std::span<double> side) {
  const std::size_t n = side.size();
  for (std::size_t row = 0; row < n; ++row) {
    for (std::size_t k = 0; k < row; ++k) side[row] -= factor[row * n + k] * side[k];
    side[row] /= factor[row * n + row];
  }
  for (std::size_t row = n; row-- > 0;) {
    for (std::size_t k = row + 1; k < n; ++k) side[row] -= factor[k * n + row] * side[k];
    side[row] /= factor[row * n + row];
  }
}

}  // namespace zhiheng::stat
