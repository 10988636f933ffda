#include "indicator/number.h"
#include "indicator/sheet.h"

namespace zhiheng::indicator {
namespace {

/// Whether a spreadsheet would run the text.
/// @source  OWASP, CSV Injection
bool looks_like_formula(std::string_view text) {
  for (const std::string_view sign : {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"}) {
    if (text.starts_with(sign)) return true;
  }
  return false;
}

std::string text_cell(std::string_view text) {
  std::string out;
  if (looks_like_formula(text)) out = "'";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  const bool quoting = out.find_first_of(",\"\r\n") != std::string::npos;
  return quoting ? "\"" + out + "\"" : out;
}

struct Say {
  std::string operator()(std::monostate) const { return {}; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return real_text(value); }
  std::string operator()(const std::string& value) const { return text_cell(value); }
};

}  // namespace

std::string to_csv(const Answer& answer, Language language) {
  const Sheet made = sheet(answer, language);
  std::string out = "\xEF\xBB\xBF";  // without it Excel reads UTF-8 as GBK
  const auto line = [&](const auto& cells, const auto& say) {
    for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? "," : "") + say(cells[i]);
    out += "\r\n";
  };
  line(made.heading, text_cell);
  for (const auto& row : made.rows) {
    line(row, [](const SheetCell& cell) { return std::visit(Say{}, cell); });
  }
  return out;
}

}  // namespace zhiheng::indicator
