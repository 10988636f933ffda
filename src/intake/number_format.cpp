#include <charconv>
#include <cmath>

#include "base/date.h"
#include "intake/workbook.h"

namespace zhiheng::intake {
namespace {

/// The first section of a format without what is only printed: "quoted", \escaped, [colours].
std::string letters_of(std::string_view code, bool& elapsed) {
  std::string letters;
  for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
    const char sign = code[at];
    if (sign == '"') {
      at = std::min(code.find('"', at + 1), code.size());
    } else if (sign == '\\' || sign == '_' || sign == '*') {
      ++at;
    } else if (sign == '[') {
      const std::size_t end = std::min(code.find(']', at), code.size());
      const std::string_view inside = code.substr(at + 1, end - at - 1);
      elapsed |= !inside.empty() && inside.find_first_not_of("hHmMsS") == std::string_view::npos;
      at = end;
    } else {
      letters.push_back(sign >= 'A' && sign <= 'Z' ? static_cast<char>(sign - 'A' + 'a') : sign);
    }
  }
  return letters;
}

bool has_any(std::string_view text, std::string_view of) {
  return text.find_first_of(of) != std::string_view::npos;
}

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string print_date(double value, const NumberFormat& format, bool since_1904, CellKind& kind) {
  constexpr std::int64_t seconds_of_day = 86'400;
  constexpr double last_serial = 2'958'466;
  if (!(value >= 0 && value < last_serial)) return {};
  auto day = static_cast<std::int64_t>(std::floor(value));
  auto second = std::llround((value - std::floor(value)) * static_cast<double>(seconds_of_day));
  if (second == seconds_of_day) {
    second = 0;
    ++day;
  }
  std::string time = two(second / 3600) + ":" + two(second / 60 % 60) + ":" + two(second % 60);
  kind = CellKind::text;
  if (format.kind == FormatKind::time && value < 1) return time;
  kind = CellKind::date;
  // Lotus's 29 February 1900 is printed as it is, so that it is refused as what it is.
  if (!since_1904 && day == 60) return "1900-02-29";
  const Date start = since_1904 ? make_date(1904, 1, 1)
                     : day < 60 ? make_date(1899, 12, 31)
                                : make_date(1899, 12, 30);
  const std::string date = to_text(Date{start.days + static_cast<std::int32_t>(day)});
  return second == 0 ? date : date + " " + time;
}

}  // namespace

NumberFormat classify_format(std::string_view code) {
  bool elapsed = false;
  const std::string letters = letters_of(code, elapsed);
  if (elapsed) return {FormatKind::time};
  if (letters.find("general") != std::string::npos) return {};
  if (has_any(letters, "yd") || (has_any(letters, "m") && !has_any(letters, "hs"))) {
    return {FormatKind::date};
  }
  if (has_any(letters, "hs")) return {FormatKind::time};
  if (has_any(letters, "@")) return {FormatKind::text};
  if (!has_any(letters, "0#?") || has_any(letters, "%e/")) return {};
  const std::size_t point = letters.find('.');
  int places = 0;
  for (std::size_t at = point; at != std::string::npos && at < letters.size(); ++at) {
    places += letters[at] == '0' ? 1 : 0;
  }
  return {FormatKind::number, places};
}

NumberFormat builtin_format(int id) {
  if (id == 1 || id == 3 || (id >= 37 && id <= 38)) return {FormatKind::number, 0};
  if (id == 2 || id == 4 || (id >= 39 && id <= 40)) return {FormatKind::number, 2};
  if ((id >= 14 && id <= 17) || id == 22) return {FormatKind::date};
  // 27 to 36 and 50 to 58 are the dates and times of East Asian editions.
  if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) || id == 57 || id == 58) {
    return {FormatKind::date};
  }
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 ||
      id == 56) {
    return {FormatKind::time};
  }
  return id == 49 ? NumberFormat{FormatKind::text} : NumberFormat{};
}

std::string print_number(double value, const NumberFormat& format, bool since_1904,
                         CellKind& kind) {
  if (format.kind == FormatKind::date || format.kind == FormatKind::time) {
    std::string date = print_date(value, format, since_1904, kind);
    if (!date.empty()) return date;
  }
  // Fifteen digits are what a spreadsheet shows of a double; the rest is noise of the binary form.
  constexpr int digits = 15;
  char buffer[64];
  constexpr double first_too_long = 1e15;
  const bool plain = std::fabs(value) < first_too_long && std::fabs(value) >= 1e-5;
  auto end =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits).ptr;
  std::string text(buffer, end);
  if (plain && text.find('e') != std::string::npos) {
    end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed).ptr;
    text.assign(buffer, end);
  }
  if (value == 0) text = "0";
  kind = format.kind == FormatKind::number ? CellKind::number : CellKind::plain_number;
  if (format.kind != FormatKind::number || text.find('e') != std::string::npos) return text;
  const std::size_t point = text.find('.');
  const std::size_t has = point == std::string::npos ? 0 : text.size() - point - 1;
  const auto wanted = static_cast<std::size_t>(format.places);
  if (has >= wanted) return text;
  if (point == std::string::npos) text.push_back('.');
  return text + std::string(wanted - has, '0');
}

}  // namespace zhiheng::intake
