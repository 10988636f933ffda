#include "intake/numbers.h"

#include <charconv>
#include <optional>

#include "base/failures.h"
#include "base/text.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

/// Value of a Chinese digit, or -1. Characters are three bytes each.
int chinese_digit(std::string_view character) {
  constexpr std::string_view digits = "零一二三四五六七八九";
  if (character == "〇") return 0;
  if (character == "两") return 2;
  const std::size_t at = digits.find(character);
  return at == std::string_view::npos ? -1 : static_cast<int>(at / 3);
}

std::int64_t chinese_unit(std::string_view character) {
  if (character == "十") return 10;
  if (character == "百") return 100;
  if (character == "千") return 1000;
  return 0;
}

/// "一百二十三" up to 千; the larger units are cut off before.
std::optional<std::int64_t> chinese_below_ten_thousand(std::string_view text) {
  std::int64_t sum = 0, digit = -1;
  for (; text.size() >= 3; text.remove_prefix(3)) {
    const std::string_view character = text.substr(0, 3);
    if (const std::int64_t unit = chinese_unit(character); unit > 0) {
      sum += (digit < 0 ? 1 : digit) * unit;
      digit = -1;
    } else if (const int value = chinese_digit(character); value >= 0) {
      if (digit > 0) return std::nullopt;
      digit = value;
    } else {
      return std::nullopt;
    }
  }
  if (!text.empty()) return std::nullopt;
  return sum + std::max<std::int64_t>(digit, 0);
}

/// "三万二千一百点五" in ASCII digits: "32100.5".
std::optional<std::string> from_chinese(std::string_view text) {
  std::string fraction;
  if (const std::size_t point = text.find("点"); point != std::string_view::npos) {
    for (std::string_view rest = text.substr(point + 3); !rest.empty(); rest.remove_prefix(3)) {
      const int digit = rest.size() >= 3 ? chinese_digit(rest.substr(0, 3)) : -1;
      if (digit < 0) return std::nullopt;
      fraction.push_back(static_cast<char>('0' + digit));
    }
    text = text.substr(0, point);
  }
  std::int64_t sum = 0;
  for (const auto& [unit, factor] :
       {std::pair<std::string_view, std::int64_t>{"亿", 100'000'000}, {"万", 10'000}}) {
    const std::size_t at = text.find(unit);
    if (at == std::string_view::npos) continue;
    const auto part = chinese_below_ten_thousand(text.substr(0, at));
    if (!part) return std::nullopt;
    sum += *part * factor;
    text = text.substr(at + 3);
  }
  const auto last = chinese_below_ten_thousand(text);
  if (!last) return std::nullopt;
  return std::to_string(sum + *last) + (fraction.empty() ? "" : "." + fraction);
}

/// Thousands separators out; false when commas stand elsewhere.
bool drop_thousands(std::string& text) {
  const std::size_t first = text.find(',');
  if (first == std::string::npos) return true;
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::size_t start = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  if (first == start || first - start > 3) return false;
  for (std::size_t at = first; at < point; at += 4) {
    if (text[at] != ',' || at + 4 > point) return false;
    if (!is_digit(text[at + 1]) || !is_digit(text[at + 2]) || !is_digit(text[at + 3])) return false;
  }
  if (text.find(',', point) != std::string::npos) return false;
  std::erase(text, ',');
  return true;
}

/// Moves the decimal point to the right: "3.5" by 4 is "35000".
std::string shift_point(std::string_view text, std::size_t places) {
  const std::size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  std::string fraction(point == std::string_view::npos ? "" : text.substr(point + 1));
  fraction.resize(std::max(fraction.size(), places), '0');
  digits += fraction.substr(0, places);
  if (fraction.size() > places) digits += "." + fraction.substr(places);
  return digits;
}

/// What parse_decimal reads, out of what people write.
std::optional<std::string> plain_number(std::string_view given) {
  std::string text = to_half_width(given);
  std::string_view view = trim(text);
  for (const std::string_view sign : {"¥", "￥", "CNY", "RMB"}) {
    if (view.starts_with(sign)) view = trim(view.substr(sign.size()));
  }
  if (view.ends_with("元")) view = trim(view.substr(0, view.size() - 3));
  std::size_t shift = 0;
  const bool arabic = !view.empty() && (is_digit(view.front()) || view.front() == '-' ||
                                        view.front() == '+' || view.front() == '.');
  if (view.empty()) return std::nullopt;
  if (!arabic) return from_chinese(view);
  for (const auto& [unit, places] :
       {std::pair<std::string_view, std::size_t>{"万", 4}, {"亿", 8}}) {
    if (!view.ends_with(unit)) continue;
    view = trim(view.substr(0, view.size() - unit.size()));
    shift = places;
  }
  std::string number(view);
  if (!drop_thousands(number)) return std::nullopt;
  if (number.starts_with('+')) number.erase(0, 1);
  return shift == 0 ? number : shift_point(number, shift);
}

}  // namespace

Result<Decimal> read_decimal(std::string_view text, int scale) {
  const auto direct = parse_decimal(text, scale);
  if (direct) return *direct;
  const auto number = plain_number(text);
  if (!number || number->empty()) return fail(not_a_number, {}, std::string(text), "-0.00");
  const auto value = parse_decimal(*number, scale);
  if (value) return *value;
  if (value.error().failure == &base::decimal_malformed) {
    return fail(not_a_number, {}, std::string(text), "-0.00");
  }
  return fail(*value.error().failure, {}, std::string(text), value.error().wanted);
}

Result<std::int64_t> read_integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  const auto number = read_decimal(text, 0);
  if (!number) return fail(not_an_integer, {}, std::string(text), "-0");
  return number->unscaled;
}

}  // namespace zhiheng::intake
