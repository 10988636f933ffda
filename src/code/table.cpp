#include "code/table.h"

#include <fstream>
#include <sstream>

#include "code/failures.h"

namespace zhiheng::code {
namespace {

/// Takes the text up to `sign` off the front.
std::string_view take_until(std::string_view& text, char sign) {
  const std::size_t end = text.find(sign);
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return taken;
}

std::string place(std::string_view name, int line) {
  return std::string(name).append(":").append(std::to_string(line));
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names) text.append(text.empty() ? "" : "\t").append(name);
  return text;
}

}  // namespace

Result<Table> read_table(std::string_view text, std::string_view name,
                         std::span<const std::string_view> columns) {
  Table table{columns.size(), {}, {}};
  bool head_seen = false;
  for (int number = 1; !text.empty(); ++number) {
    std::string_view line = take_until(text, '\n');
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    if (!head_seen) {
      if (line != joined(columns)) {
        return fail(table_malformed, place(name, number), std::string(line), joined(columns));
      }
      head_seen = true;
      continue;
    }
    const auto cells = static_cast<std::size_t>(std::count(line.begin(), line.end(), '\t')) + 1;
    if (cells != columns.size()) {
      return fail(table_malformed, place(name, number), std::to_string(cells) + " columns",
                  std::to_string(columns.size()));
    }
    for (std::size_t cell = 0; cell < cells; ++cell) table.cells.push_back(take_until(line, '\t'));
    table.lines.push_back(number);
  }
  if (!head_seen) return fail(table_malformed, place(name, 1), "no table", joined(columns));
  return table;
}

std::unexpected<Error> refuse_cell(const Table& table, std::string_view name, std::size_t row,
                                   std::size_t column, std::string wanted) {
  return fail(table_malformed, place(name, table.lines[row]), std::string(table.cell(row, column)),
              std::move(wanted));
}

Result<std::string> read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(table_unreadable, path.string(), {}, "a readable file");
  std::ostringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

Result<Date> parse_day_or_year(std::string_view text) {
  if (text.size() == 4) return parse_date(std::string(text).append("-01-01"));
  return parse_date(text);
}

}  // namespace zhiheng::code
