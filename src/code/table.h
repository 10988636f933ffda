#pragma once
// Reads the code tables of catalog/codes: tab-separated, "#" comments, one line of column names.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::code {

/// The cells of a table; views into the text that was read.
struct Table {
  std::size_t columns = 0;
  std::vector<std::string_view> cells;  ///< row after row
  std::vector<int> lines;               ///< line number of each row, from 1

  [[nodiscard]] std::size_t rows() const { return lines.size(); }
  [[nodiscard]] std::string_view cell(std::size_t row, std::size_t column) const {
    return cells[row * columns + column];
  }
};

/// @param name     for messages
/// @param columns  the names that the table must have, in this order
/// @fails  code.table_malformed, with name and line
[[nodiscard]] Result<Table> read_table(std::string_view text, std::string_view name,
                                       std::span<const std::string_view> columns);

/// The refusal of one cell.
[[nodiscard]] std::unexpected<Error> refuse_cell(const Table& table, std::string_view name,
                                                 std::size_t row, std::size_t column,
                                                 std::string wanted);

/// A whole file.
/// @fails  code.table_unreadable
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);

/// "2019-01-09", or "2019" for the whole year: its first day.
[[nodiscard]] Result<Date> parse_day_or_year(std::string_view text);

}  // namespace zhiheng::code
