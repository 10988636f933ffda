#pragma once
// Writes an XLSX workbook row by row, in constant memory, through a temporary file.

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/value.h"

namespace zhiheng::exchange {

/// A cell: text as text (never a formula), numbers and dates as such where that loses nothing.
struct Cell {
  std::string text;  ///< what is shown, and what is written unless `value` is a number or a date
  Value value = {};
};

/// Rows go to the first sheet until it is full (1,048,576 rows), then to the next, each with the
/// header.
class Workbook {
 public:
  /// @fails  exchange.cannot_write
  static Result<Workbook> create(const std::string& sheet, std::vector<std::string> header);
  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

  void add(const std::vector<Cell>& row);
  /// Completes the file and hands its bytes to `write`, piece by piece.
  /// @fails  exchange.cannot_write, and those of `write`
  Result<void> finish(const std::function<Result<void>(std::string_view)>& write);

 private:
  struct Inside;
  explicit Workbook(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace zhiheng::exchange
