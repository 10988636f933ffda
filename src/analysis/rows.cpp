#include "analysis/rows.h"

#include <charconv>

#include "base/text.h"

namespace zhiheng::analysis {

std::vector<std::string> listed(std::string_view text, char separator) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view word = trim(text.substr(0, end));
    if (!word.empty()) words.emplace_back(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<NumberTable> number_table(const Call& call, const std::string& setting) {
  NumberTable table;
  table.names = call.has(setting) ? listed(call.text(setting)) : call.in().columns();
  table.values.resize(call.in().rows() * table.names.size());
  for (std::size_t at = 0; at < table.names.size(); ++at) {
    ZH_TRY(const auto column, call.in().numbers(table.names[at]));
    for (std::size_t row = 0; row < column.size(); ++row) {
      table.values[row * table.names.size() + at] = column[row];
    }
  }
  return table;
}

std::unexpected<Error> locate_index(const Table& table, Error error,
                                    std::span<const std::size_t> rows) {
  const std::size_t open = error.where.rfind('[');
  std::size_t index = 0;
  if (open == std::string::npos) return std::unexpected(std::move(error));
  const char* first = error.where.data() + open + 1;
  const auto read = std::from_chars(first, error.where.data() + error.where.size(), index);
  if (read.ec != std::errc{} || *read.ptr != ']') return std::unexpected(std::move(error));
  if (index >= (rows.empty() ? table.rows() : rows.size())) {
    return std::unexpected(std::move(error));
  }
  return table.locate(rows.empty() ? index : rows[index], std::move(error));
}

std::unexpected<Error> located(const Table& table, Error error,
                               std::initializer_list<Origin> origins) {
  const std::size_t open = error.where.find('[');
  std::size_t row = 0;
  if (open == std::string::npos) return std::unexpected(std::move(error));
  const char* const end = error.where.data() + error.where.size();
  const auto read = std::from_chars(error.where.data() + open + 1, end, row);
  if (read.ec != std::errc{} || *read.ptr != ']' || row >= table.rows()) {
    return std::unexpected(std::move(error));
  }
  // Of a list of records the last word says which of their numbers it is.
  const bool record = read.ptr + 1 != end && read.ptr[1] == '.';
  std::string list = record ? std::string(read.ptr + 2, end) : error.where.substr(0, open);
  for (const auto& [parameter, column] : origins) {
    if (list == parameter) list = column;
  }
  error.where = table.place(row, list);
  return std::unexpected(std::move(error));
}

Result<std::vector<Group>> groups_by(const Call& call, const std::string& setting) {
  if (!call.has(setting)) return groups_of(call.in(), std::nullopt);
  ZH_TRY(const std::size_t at, call.in().column(call.text(setting)));
  return groups_of(call.in(), at);
}

Setting one_confidence() {
  return {.name = "confidence",
          .kind = Setting::Kind::number,
          .otherwise = "0.95",
          .help = {"双侧置信水平", "two-sided confidence"}};
}

Setting group_setting() {
  return {.name = "group",
          .kind = Setting::Kind::text,
          .help = {"分组列：每组各算一次", "column of groups, each answered on its own"}};
}

}  // namespace zhiheng::analysis
