#pragma once
// Reads the small tab-separated tables in which the editions of standards are kept.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

/// A table by column name. Lines that start with '#' and empty lines are skipped.
class TableText {
 public:
  /// @fails table_malformed: no line of names, a name that is missing, or a row of another width
  [[nodiscard]] static Result<TableText> parse(std::string_view text,
                                               const std::vector<std::string_view>& columns);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  /// A field as it stands, by the position of its name in `columns`.
  [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const;
  /// The field as a number; `fallback` when it is empty, infinity for "inf".
  ///
  /// @fails table_malformed
  [[nodiscard]] Result<double> number(std::size_t row, std::size_t column, double fallback) const;
  /// @fails table_malformed
  [[nodiscard]] Result<std::int64_t> whole(std::size_t row, std::size_t column,
                                           std::int64_t fallback) const;

 private:
  struct Row {
    std::size_t line;  ///< counted from 1
    std::vector<std::string> fields;
  };
  [[nodiscard]] std::unexpected<Error> refuse(std::size_t row, std::size_t column,
                                              std::string wanted) const;

  std::vector<std::string> names_;
  std::vector<Row> rows_;
};

}  // namespace zhiheng::stat
