#pragma once
// A dense table of numbers.

#include <cstddef>
#include <span>
#include <vector>

namespace zhiheng::stat {

/// `rows` x `columns`, stored row by row; indices from 0.
struct Matrix {
  Matrix() = default;
  Matrix(std::size_t row_count, std::size_t column_count)
      : rows(row_count), columns(column_count), values(row_count * column_count) {}

  double& operator()(std::size_t row, std::size_t column) { return values[row * columns + column]; }
  double operator()(std::size_t row, std::size_t column) const {
    return values[row * columns + column];
  }
  [[nodiscard]] std::span<const double> row(std::size_t at) const {
    return std::span(values).subspan(at * columns, columns);
  }

  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;
};

}  // namespace zhiheng::stat
