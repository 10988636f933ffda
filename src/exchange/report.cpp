// The report of an import, for programs and for people.

#include <array>
#include <boost/json.hpp>

#include "base/text.h"
#include "exchange/cells.h"
#include "exchange/exchange.h"
#include "exchange/failures.h"
#include "exchange/workbook.h"

namespace zhiheng::exchange {
namespace {

namespace json = boost::json;

constexpr std::size_t shown_characters = 200;

std::string sentence_of(const RefusedRow& row, const catalog::Catalog& catalog, Language language) {
  return registry::sentence(catalog, catalog.find_register(row.register_name), row.error, language);
}

json::object refusal_json(const RefusedRow& row, const catalog::Catalog& catalog,
                          Language language) {
  return {{"line", row.line},
          {"column", row.column},
          {"value", shorten(row.value, shown_characters)},
          {"id", row.error.failure->id},
          {"message", sentence_of(row, catalog, language)},
          {"wanted", row.error.wanted}};
}

std::vector<std::string> report_header(Language language) {
  static const std::array<Words, 6> titles = {Words{"行", "row"},      Words{"列", "column"},
                                              Words{"内容", "value"},  Words{"原因", "why"},
                                              Words{"应为", "wanted"}, Words{"代码", "id"}};
  std::vector<std::string> header;
  header.reserve(titles.size());
  for (const auto& title : titles) header.push_back(title.in(language));
  return header;
}

std::vector<std::string> report_row(const RefusedRow& row, const catalog::Catalog& catalog,
                                    Language language) {
  return {std::to_string(row.line),
          row.column,
          shorten(row.value, shown_characters),
          sentence_of(row, catalog, language),
          row.error.wanted,
          std::string(row.error.failure->id)};
}

void append_csv_line(std::string& text, const std::vector<std::string>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) text.push_back(',');
    append_csv_cell(text, cells[i]);
  }
  text.append("\r\n");
}

Result<std::string> refusals_as_workbook(const ImportReport& report,
                                         const catalog::Catalog& catalog, Language language) {
  ZH_TRY(auto book, Workbook::create(language == Language::zh ? "未导入的行" : "refused rows",
                                     report_header(language)));
  for (const auto& row : report.refusals) {
    std::vector<Cell> cells;
    for (auto& text : report_row(row, catalog, language))
      cells.push_back({.text = std::move(text)});
    cells.front().value = row.line;
    book.add(cells);
  }
  std::string bytes;
  ZH_DO(book.finish([&](std::string_view piece) -> Result<void> {
    bytes.append(piece);
    return {};
  }));
  return bytes;
}

}  // namespace

std::string to_json(const ImportReport& report, const catalog::Catalog& catalog,
                    Language language) {
  json::array refusals;
  for (const auto& row : report.refusals) {
    refusals.push_back(refusal_json(row, catalog, language));
  }
  json::array columns;
  for (const auto& column : report.columns) {
    columns.push_back(json::object{{"header", column.header},
                                   {"register", column.register_name},
                                   {"field", column.field},
                                   {"by_synonym", column.by_synonym}});
  }
  const json::object document{{"batch", report.batch},
                              {"file", report.file},
                              {"digest", report.digest},
                              {"register", report.register_name},
                              {"mapping", report.mapping},
                              {"encoding", report.encoding},
                              {"rows_read", report.rows_read},
                              {"added", report.added},
                              {"changed", report.changed},
                              {"unchanged", report.unchanged},
                              {"refused", report.refused},
                              {"deleted_earlier", report.deleted_earlier},
                              {"other_added", report.other_added},
                              {"other_changed", report.other_changed},
                              {"other_unchanged", report.other_unchanged},
                              {"committed", report.committed},
                              {"refusals", std::move(refusals)},
                              {"columns", std::move(columns)},
                              {"seconds", report.seconds}};
  return json::serialize(document);
}

Result<std::string> refusals_as(const ImportReport& report, const catalog::Catalog& catalog,
                                Language language, const std::string& format) {
  if (format == "xlsx") return refusals_as_workbook(report, catalog, language);
  if (format != "csv") return fail(format_unknown, "format", format, "csv | xlsx");
  std::string text = "\xEF\xBB\xBF";
  append_csv_line(text, report_header(language));
  for (const auto& row : report.refusals) {
    append_csv_line(text, report_row(row, catalog, language));
  }
  return text;
}

}  // namespace zhiheng::exchange
