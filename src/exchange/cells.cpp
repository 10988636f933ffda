#include "exchange/cells.h"

#include <algorithm>

#include "base/date.h"
#include "intake/formula_guard.h"

namespace zhiheng::exchange {
namespace {

std::string code_title(const catalog::Catalog& catalog, const catalog::Field& field,
                       std::string_view code, Language language) {
  const auto* list = catalog.find_codes(field.codes);
  if (list != nullptr) {
    const auto found = std::ranges::find(list->codes, code, &catalog::Code::code);
    if (found != list->codes.end()) return found->title.in(language);
  }
  return std::string(code);
}

std::string element_text(const catalog::Catalog& catalog, const catalog::Field& field,
                         std::string_view text, Language language) {
  if (field.type == catalog::FieldType::code) return code_title(catalog, field, text, language);
  return std::string(text);
}

std::string list_text(const catalog::Catalog& catalog, const catalog::Field& field,
                      std::string_view text, Language language) {
  std::string joined;
  while (true) {
    const auto bar = text.find('|');
    if (!joined.empty()) joined.append(";");
    joined.append(element_text(catalog, field, text.substr(0, bar), language));
    if (bar == std::string_view::npos) return joined;
    text.remove_prefix(bar + 1);
  }
}

}  // namespace

std::string cell_text(const catalog::Catalog& catalog, const catalog::Field& field,
                      const Value& value, Language language) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    return field.list ? list_text(catalog, field, *text, language)
                      : element_text(catalog, field, *text, language);
  }
  if (const auto* time = std::get_if<Timestamp>(&value)) return to_china_text(*time);
  if (const auto* truth = std::get_if<bool>(&value); truth != nullptr && language == Language::zh) {
    return *truth ? "是" : "否";
  }
  return to_text(value);
}

void append_csv_cell(std::string& line, std::string_view text) {
  const bool guard = intake::wants_guard(text);
  const bool quote = guard || text.find_first_of(",\"\r\n") != std::string_view::npos ||
                     text.starts_with(' ') || text.ends_with(' ');
  if (!quote) {
    line.append(text);
    return;
  }
  line.push_back('"');
  if (guard) line.push_back('\'');
  for (const char sign : text) {
    if (sign == '"') line.push_back('"');
    line.push_back(sign);
  }
  line.push_back('"');
}

}  // namespace zhiheng::exchange
