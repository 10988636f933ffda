#pragma once
// A table of text cells by column name, as it stands in a CSV file.

#include <atomic>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace zhiheng::analysis {

class Table {
 public:
  Table() = default;
  /// An empty table; `name` is what refusals call it.
  Table(std::string name, std::vector<std::string> columns);

  /// Reads CSV with a line of names: any delimiter and encoding that an import takes, gzipped or
  /// not. Every row must have as many cells as the line of names.
  ///
  /// @fails column_twice, row_width, interrupted, and what intake refuses of a file
  [[nodiscard]] static Result<Table> read(const std::string& file,
                                          const std::atomic<bool>* stop = nullptr);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  [[nodiscard]] std::size_t rows() const { return lines_.size(); }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view column) const;
  [[nodiscard]] bool has(std::string_view column) const { return find(column).has_value(); }
  /// @fails column_missing
  [[nodiscard]] Result<std::size_t> column(std::string_view name) const;

  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::vector<std::string> texts(std::size_t column) const;

  /// One cell as `numbers` takes it.
  /// @fails not_a_number, number_extreme
  [[nodiscard]] Result<double> number(std::size_t row, std::size_t column) const;
  /// A column of finite numbers. Their products must not overflow unnoticed: beyond 1e50, or closer
  /// to zero than 1e-150 without being it, a number is refused.
  /// @fails column_missing, not_a_number, number_extreme (naming line and column)
  [[nodiscard]] Result<std::vector<double>> numbers(std::string_view column) const;
  /// A column of probabilities, which may be as small as they like.
  /// @fails column_missing, not_a_number, cell_wrong
  [[nodiscard]] Result<std::vector<double>> probabilities(std::string_view column) const;
  /// The same with a value for empty cells, and for all rows when the column does not exist.
  [[nodiscard]] Result<std::vector<double>> numbers(std::string_view column, double if_empty) const;
  /// A column of whole numbers ("12", "12.0", "1e3").
  /// @fails column_missing, not_a_number, not_whole
  [[nodiscard]] Result<std::vector<std::int64_t>> wholes(std::string_view column) const;

  /// Where a cell or a row stands: "FILE, line 7, column x".
  [[nodiscard]] std::string place(std::size_t row, std::string_view column = {}) const;
  /// A refusal of a numeric function, with the row in front of the parameter that it names.
  [[nodiscard]] std::unexpected<Error> locate(std::size_t row, Error error) const;

  void append(std::span<const std::string_view> cells, std::int64_t line);

  /// Rows whose cells equal the given texts (numbers by value), in their order.
  /// @fails column_missing
  [[nodiscard]] Result<Table> where(
      std::span<const std::pair<std::string, std::string>> conditions) const;
  /// Rows whose number in a column is above `least`, in their order.
  /// @fails column_missing, not_a_number
  [[nodiscard]] Result<Table> above(std::string_view column, double least) const;
  /// The rows at these places, in that order.
  [[nodiscard]] Table only(std::span<const std::size_t> chosen) const;
  /// Columns `names` turned into one row per combination of the other columns but `values`: each
  /// different text in `names` becomes a column that holds its value.
  /// @fails column_missing
  [[nodiscard]] Result<Table> pivot(std::string_view names, std::string_view values) const;
  /// A further column, one cell a row.
  /// @fails column_twice
  [[nodiscard]] Result<void> add_column(std::string name, std::span<const std::string> cells);
  /// @fails column_missing, column_twice
  [[nodiscard]] Result<void> rename(std::string_view from, std::string to);

 private:
  struct Cells {
    std::string bytes;
    std::vector<std::size_t> ends;
  };
  std::string name_;
  std::vector<std::string> columns_;
  std::vector<Cells> cells_;
  std::vector<std::int64_t> lines_;
};

/// A number as R, spreadsheets and this program write it; nothing for other text. "Inf", "-Inf" and
/// "NaN" are numbers here.
[[nodiscard]] std::optional<double> number_of(std::string_view text);

/// Do two cells say the same: as text, or both as the same number?
[[nodiscard]] bool same_cell(std::string_view one, std::string_view other);

/// Rows grouped by the text of a column, groups in the order of their first row; one group of all
/// rows when `column` is nothing.
struct Group {
  std::string name;
  std::vector<std::size_t> rows;
};
[[nodiscard]] std::vector<Group> groups_of(const Table& table, std::optional<std::size_t> column);

}  // namespace zhiheng::analysis
