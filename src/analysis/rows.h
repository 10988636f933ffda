#pragma once
// Between the cells of a table and the lists that a numeric function takes: several columns at
// once, answers filled row by row, a refused index led back to its line.

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/answer.h"
#include "analysis/method.h"
#include "analysis/table.h"

namespace zhiheng::analysis {

/// Columns filled row by row.
class Rows {
 public:
  explicit Rows(std::vector<std::string> names)
      : names_(std::move(names)), columns_(names_.size()) {}
  void add(std::span<const double> cells) {
    for (std::size_t at = 0; at < cells.size(); ++at) columns_[at].push_back(cells[at]);
  }
  void move_to(Answer& answer) {
    for (std::size_t at = 0; at < names_.size(); ++at) {
      answer.add(std::move(names_[at]), std::move(columns_[at]));
    }
  }

 private:
  std::vector<std::string> names_;
  std::vector<std::vector<double>> columns_;
};

/// "a, b,c" as a, b and c; empty words are left out.
[[nodiscard]] std::vector<std::string> listed(std::string_view text, char separator = ',');

/// Several columns of numbers, row after row.
struct NumberTable {
  std::vector<std::string> names;
  std::vector<double> values;
};

/// The columns that the setting lists, all columns when it is not given.
///
/// @fails column_missing, not_a_number
[[nodiscard]] Result<NumberTable> number_table(const Call& call, const std::string& setting);

/// The refusal of `values[3]` led back to the line it came from: `rows[3]`, or row 3 of the table
/// when `rows` is empty. Other refusals are handed on as they are.
[[nodiscard]] std::unexpected<Error> locate_index(const Table& table, Error error,
                                                  std::span<const std::size_t> rows = {});

/// What a numeric function calls a list, and the column that it came from.
using Origin = std::pair<std::string_view, std::string_view>;

/// The refusal of `observed[3]` or `units[3].count`: the line, and the column by `origins`
/// ("observed" or "count").
[[nodiscard]] std::unexpected<Error> located(const Table& table, Error error,
                                             std::initializer_list<Origin> origins);

/// Hands an answer on, or its refusal located.
template <class Value>
[[nodiscard]] Result<Value> by_row(const Table& table, Result<Value> found,
                                   std::initializer_list<Origin> origins = {}) {
  if (found) return found;
  return located(table, std::move(found.error()), origins);
}

/// The values of the rows named, in their order.
template <class Value>
[[nodiscard]] std::vector<Value> picked(const std::vector<Value>& values,
                                        std::span<const std::size_t> rows) {
  std::vector<Value> some;
  some.reserve(rows.size());
  for (const std::size_t row : rows) some.push_back(values[row]);
  return some;
}

/// The groups that the setting's column makes, one of all rows when it is not given.
///
/// @fails column_missing
[[nodiscard]] Result<std::vector<Group>> groups_by(const Call& call, const std::string& setting);

/// `--confidence`, one for the whole table.
[[nodiscard]] Setting one_confidence();

/// `--group`, for groups_by.
[[nodiscard]] Setting group_setting();

}  // namespace zhiheng::analysis
