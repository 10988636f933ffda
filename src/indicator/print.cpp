#include "indicator/print.h"

#include <algorithm>
#include <ostream>

#include "base/table.h"
#include "indicator/number.h"
#include "indicator/sheet.h"

namespace zhiheng::indicator {
namespace {

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
  rows.reserve(standings.size());
  for (const auto& standing : standings) {
    rows.push_back({standing.target->id, standing.target->title.in(language),
                    words_of_verdict(standing.verdict).in(language), standing.reason.in(language)});
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
