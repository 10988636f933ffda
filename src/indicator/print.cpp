#include "indicator/print.h"

#include <algorithm>
#include <ostream>

#include "indicator/number.h"
#include "indicator/sheet.h"

namespace zhiheng::indicator {
namespace {

/// Columns that a text takes on a terminal: two for each Chinese character.
std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || (byte >= 0xC0 && byte < 0xE0)) ++columns;  // ASCII, and letters of two bytes
    if (byte >= 0xE0) columns += 2;
  }
  return columns;
}

std::string cell_text(const SheetCell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return grouped(*whole);
  if (const auto* real = std::get_if<double>(&cell)) {
    if (*real == static_cast<double>(static_cast<std::int64_t>(*real))) {
      return grouped(static_cast<std::int64_t>(*real));
    }
    return fixed(*real, 4);
  }
  return "";
}

using Line = std::vector<std::string>;

/// A table, text to the left and numbers to the right, columns that are empty left out.
void print_table(std::ostream& out, const Line& heading, const std::vector<Line>& rows,
                 const std::vector<bool>& numeric) {
  for (std::size_t r = 0; r <= rows.size(); ++r) {
    const Line& line = r == 0 ? heading : rows[r - 1];
    std::string text;
    for (std::size_t c = 0; c < heading.size(); ++c) {
      const bool empty = std::ranges::all_of(rows, [c](const Line& row) { return row[c].empty(); });
      if (empty) continue;
      std::size_t widest = width(heading[c]);
      for (const auto& row : rows) widest = std::max(widest, width(row[c]));
      const std::string padding(widest - width(line[c]), ' ');
      text += (text.empty() ? "" : "  ") + (numeric[c] ? padding + line[c] : line[c] + padding);
    }
    while (text.ends_with(' ')) text.pop_back();
    out << text << "\n";
  }
}

}  // namespace

void print(std::ostream& out, const Answer& answer, Language language) {
  const Sheet made = sheet(answer, language);
  out << made.foot.front() << "\n\n";
  std::vector<Line> rows;
  std::vector<bool> numeric(made.heading.size());
  for (const auto& cells : made.rows) {
    Line line;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      line.push_back(cell_text(cells[c]));
      const bool text = std::holds_alternative<std::string>(cells[c]);
      numeric[c] = numeric[c] || (!text && !std::holds_alternative<std::monostate>(cells[c]));
    }
    rows.push_back(std::move(line));
  }
  print_table(out, made.heading, rows, numeric);
  out << "\n";
  for (std::size_t i = 1; i < made.foot.size(); ++i) out << made.foot[i] << "\n";
}

void print(std::ostream& out, const std::vector<Standing>& standings, Language language) {
  const bool zh = language == Language::zh;
  std::vector<Line> rows;
  for (const auto& standing : standings) {
    rows.push_back({standing.target->id, standing.target->title.in(language), standing.verdict,
                    standing.reason.in(language)});
  }
  print_table(out,
              zh ? Line{"目标", "名称", "判断", "依据"} : Line{"target", "title", "verdict", "why"},
              rows, {false, false, false, false});
}

void print_list(std::ostream& out, const catalog::Catalog& catalog, Language language) {
  const bool zh = language == Language::zh;
  std::vector<Line> rows;
  for (const auto& indicator : catalog.indicators) {
    std::string by;
    for (const auto& dimension : indicator.dimensions) by += (by.empty() ? "" : ", ") + dimension;
    rows.push_back({indicator.name, indicator.title.in(language), indicator.register_name, by});
  }
  print_table(
      out,
      zh ? Line{"指标", "名称", "登记册", "可分列"} : Line{"indicator", "title", "register", "by"},
      rows, {false, false, false, false});
}

}  // namespace zhiheng::indicator
