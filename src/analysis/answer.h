#pragma once
// What a method answers: columns of numbers or text, and how they are written.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace zhiheng::analysis {

/// Numbers (a NaN is an empty cell), whole numbers or text; all columns are equally long.
struct AnswerColumn {
  std::string name;
  std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>> values;
};

struct Answer {
  std::vector<AnswerColumn> columns;
  std::vector<std::string> remarks;  ///< what the reader must know besides: one sentence each

  void add(std::string name, std::vector<double> values);
  void add(std::string name, std::vector<std::int64_t> values);
  void add(std::string name, std::vector<std::string> values);

  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] const AnswerColumn* find(std::string_view name) const;
  /// The cell as CSV would hold it, without quotation marks: "" for none, "Inf", 15 or more digits.
  [[nodiscard]] std::string cell(std::size_t row, std::size_t column) const;
};

/// The shortest text that reads back as the same number; "" for NaN, "Inf" and "-Inf".
[[nodiscard]] std::string written(double value);

void write_csv(std::ostream& out, const Answer& answer);
/// {"method": …, "options": {…}, "rows": [{…}], "remarks": […]}; infinities are the texts "Inf" and
/// "-Inf", an empty cell is null.
void write_json(std::ostream& out, const Answer& answer, std::string_view method,
                const std::vector<std::pair<std::string, std::string>>& options);
/// Columns lined up for a terminal, numbers to six digits, from a million on to the unit.
void write_text(std::ostream& out, const Answer& answer);

}  // namespace zhiheng::analysis
