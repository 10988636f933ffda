#include "stat/table_text.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

std::vector<std::string> split(std::string_view line, char separator) {
  std::vector<std::string> fields;
  for (;;) {
    const std::size_t end = line.find(separator);
    fields.emplace_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

std::string line_name(std::size_t line) { return "line " + std::to_string(line); }

}  // namespace

Result<TableText> TableText::parse(std::string_view text,
                                   const std::vector<std::string_view>& columns) {
  TableText table;
  std::vector<std::size_t> positions;
  std::size_t width = 0;
  std::size_t number = 0;
  for (std::string& line : split(text, '\n')) {
    ++number;
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (line.empty() || line.front() == '#') continue;
    const std::vector<std::string> fields = split(line, '\t');
    if (width == 0) {
      width = fields.size();
      for (const std::string_view column : columns) {
        const auto found = std::ranges::find(fields, column);
        if (found == fields.end()) {
          return fail(table_malformed, line_name(number), line, std::string(column));
        }
        positions.push_back(static_cast<std::size_t>(found - fields.begin()));
        table.names_.emplace_back(column);
      }
      continue;
    }
    if (fields.size() != width) {
      return fail(table_malformed, line_name(number), std::to_string(fields.size()) + " fields",
                  std::to_string(width));
    }
    Row row{number, {}};
    for (const std::size_t position : positions) row.fields.push_back(fields[position]);
    table.rows_.push_back(std::move(row));
  }
  if (width == 0) return fail(table_malformed, line_name(number), "", "a line of column names");
  return table;
}

std::string_view TableText::text(std::size_t row, std::size_t column) const {
  return rows_[row].fields[column];
}

Result<double> TableText::number(std::size_t row, std::size_t column, double fallback) const {
  const std::string_view field = text(row, column);
  if (field.empty()) return fallback;
  if (field == "inf") return std::numeric_limits<double>::infinity();
  double value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  const bool finite = value - value == 0;
  if (error != std::errc{} || end != field.data() + field.size() || !finite) {
    return refuse(row, column, "number");
  }
  return value;
}

Result<std::int64_t> TableText::whole(std::size_t row, std::size_t column,
                                      std::int64_t fallback) const {
  const std::string_view field = text(row, column);
  if (field.empty()) return fallback;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc{} || end != field.data() + field.size()) {
    return refuse(row, column, "whole number");
  }
  return value;
}

std::unexpected<Error> TableText::refuse(std::size_t row, std::size_t column,
                                         std::string wanted) const {
  return fail(table_malformed, line_name(rows_[row].line) + ", " + names_[column],
              std::string(text(row, column)), std::move(wanted));
}

}  // namespace zhiheng::stat
