#include "trace/value_forms.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace zhiheng::trace {
namespace {

constexpr bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }
constexpr bool is_letter(char sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}
constexpr bool is_hex(char sign) {
  return is_digit(sign) || (sign >= 'a' && sign <= 'f') || (sign >= 'A' && sign <= 'F');
}

enum : std::uint8_t { in_path = 1, in_query = 2, in_scheme = 4, in_host = 8 };

constexpr std::array<std::uint8_t, 256> classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (int i = 0; i < 128; ++i) {
    const char sign = static_cast<char>(i);
    if (is_letter(sign) || is_digit(sign)) {
      table[i] = in_path | in_query | in_scheme | in_host;
    }
  }
  for (const char sign : std::string_view("-._~!$&'()*+,;="))
    table[sign] = in_path | in_query | in_host;
  for (const char sign : std::string_view(":@")) table[sign] = in_path | in_query;
  for (const char sign : std::string_view("+-.")) table[sign] |= in_scheme;
  table['/'] = in_path | in_query;
  table['?'] = in_query;
  return table;
}();

bool is_class(char sign, std::uint8_t wanted) {
  return (classes[static_cast<unsigned char>(sign)] & wanted) != 0;
}

/// The first place at or after `at` that does not belong to the class; escapes belong.
std::size_t run(std::string_view text, std::size_t at, std::uint8_t wanted) {
  while (at < text.size()) {
    if (is_class(text[at], wanted)) {
      ++at;
    } else if (text[at] == '%' && at + 2 < text.size() && is_hex(text[at + 1]) &&
               is_hex(text[at + 2])) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

std::size_t digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool is_ipv4(std::string_view text) {
  std::size_t at = 0;
  for (int part = 0; part < 4; ++part) {
    const std::size_t end = digits(text, at);
    const std::string_view number = text.substr(at, end - at);
    if (number.empty() || number.size() > 3) return false;
    int value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    if (value > 255) return false;
    at = end;
    if (part == 3) break;
    if (at >= text.size() || text[at] != '.') return false;
    ++at;
  }
  return at == text.size();
}

bool is_ipv6(std::string_view text) {
  int groups = 0;
  bool gap = false;
  std::size_t at = 0;
  if (text.starts_with("::")) {
    gap = true;
    at = 2;
    if (at == text.size()) return true;
  }
  for (;;) {
    const std::size_t end = std::min(text.find(':', at), text.size());
    const std::string_view group = text.substr(at, end - at);
    if (end == text.size() && group.find('.') != std::string_view::npos) {
      groups += 2;
      if (!is_ipv4(group)) return false;
      return gap ? groups <= 7 : groups == 8;
    }
    if (group.empty() || group.size() > 4) return false;
    for (const char sign : group) {
      if (!is_hex(sign)) return false;
    }
    ++groups;
    if (end == text.size()) return gap ? groups <= 7 : groups == 8;
    at = end + 1;
    if (at < text.size() && text[at] == ':') {
      if (gap) return false;
      gap = true;
      if (++at == text.size()) return groups <= 7;
    } else if (at == text.size()) {
      return false;
    }
  }
}

bool is_future_address(std::string_view text) {
  if (text.empty() || (text.front() != 'v' && text.front() != 'V')) return false;
  std::size_t at = 1;
  while (at < text.size() && is_hex(text[at])) ++at;
  if (at == 1 || at >= text.size() || text[at] != '.') return false;
  const std::size_t begin = ++at;
  while (at < text.size() && (is_class(text[at], in_host) || text[at] == ':')) ++at;
  return at > begin && at == text.size();
}

/// `//[::1]:80/…`: the one form with brackets. Gives the end of the path, or npos.
std::size_t end_of_address(std::string_view text, std::size_t at) {
  constexpr std::size_t none = std::string_view::npos;
  if (at >= text.size() || text[at] != '/') return none;
  ++at;
  if (at < text.size() && text[at] == '/') ++at;
  const std::size_t bracket = text.find('[', at);
  if (bracket == none) return none;
  if (bracket > at) {  // user information ends with @
    std::size_t user = at;
    while (user < bracket) {
      const std::size_t end = run(text, user, in_host);
      if (end < bracket && text[end] == ':') {
        user = end + 1;
      } else if (end + 1 == bracket && text[end] == '@') {
        user = bracket;
      } else {
        return none;
      }
    }
  }
  const std::size_t close = text.find(']', bracket);
  if (close == none) return none;
  const std::string_view address = text.substr(bracket + 1, close - bracket - 1);
  if (!is_ipv6(address) && !is_future_address(address)) return none;
  at = close + 1;
  if (at < text.size() && text[at] == ':') at = digits(text, at + 1);
  if (at < text.size() && text[at] == '/') at = run(text, at, in_path);
  return at;
}

int two(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || !is_digit(text[at]) || !is_digit(text[at + 1])) return -1;
  return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

int days_in(long year, int month) {
  constexpr std::array<int, 13> days = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return month == 2 && leap ? 29 : days[static_cast<std::size_t>(month)];
}

bool is_day(std::string_view text) {  // yyyy-mm-dd
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const int century = two(text, 0);
  const int year = two(text, 2);
  const int month = two(text, 5);
  const int day = two(text, 8);
  return century >= 0 && year >= 0 && month >= 1 && month <= 12 && day >= 1 &&
         day <= days_in(century * 100 + year, month);
}

struct Clock {
  int hour = 0, minute = 0, second = 0;
  bool fraction = false;  ///< other than zero
  std::size_t end = 0;
};

/// hh:mm:ss with a fraction of at least one digit after a point.
bool read_clock(std::string_view text, Clock& clock) {
  clock.hour = two(text, 0);
  clock.minute = two(text, 3);
  clock.second = two(text, 6);
  if (clock.hour < 0 || clock.minute < 0 || clock.second < 0) return false;
  if (text[2] != ':' || text[5] != ':') return false;
  clock.end = 8;
  if (clock.end < text.size() && text[clock.end] == '.') {
    const std::size_t end = digits(text, clock.end + 1);
    if (end == clock.end + 1) return false;
    clock.fraction = text.substr(9, end - 9).find_first_not_of('0') != std::string_view::npos;
    clock.end = end;
  }
  return true;
}

bool is_time_with_zone(std::string_view text) {
  Clock clock;
  if (!read_clock(text, clock) || clock.end >= text.size()) return false;
  const char sign = text[clock.end];
  int hours = 0;
  int minutes = 0;
  std::size_t at = clock.end + 1;
  if (sign == '+' || sign == '-') {
    hours = two(text, at);
    at += 2;
    if (hours < 0 || hours > 23) return false;
    if (at < text.size()) {
      if (text[at] == ':') ++at;
      minutes = two(text, at);
      at += 2;
      if (minutes < 0 || minutes > 59) return false;
    }
  } else if (sign != 'z' && sign != 'Z') {
    return false;
  }
  if (at != text.size()) return false;
  if (clock.hour <= 23 && clock.minute <= 59 && clock.second < 60) return true;
  // A leap second is the 61st of the last minute of a day in UTC.
  const int direction = sign == '-' ? -1 : 1;
  const int utc_minute = clock.minute - minutes * direction;
  const int utc_hour = clock.hour - hours * direction - (utc_minute < 0 ? 1 : 0);
  return (utc_hour == 23 || utc_hour == -1) && (utc_minute == 59 || utc_minute == -1) &&
         clock.second < 61;
}

bool is_blank(char sign) { return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r'; }

}  // namespace

bool is_uri(std::string_view text) {
  if (text.empty() || !is_letter(text.front())) return false;
  std::size_t at = 1;
  while (at < text.size() && is_class(text[at], in_scheme)) ++at;
  if (at >= text.size() || text[at] != ':') return false;
  const std::size_t begin = ++at;
  at = run(text, at, in_path);
  if (at < text.size() && text[at] == '[') {
    at = end_of_address(text, begin);
    if (at == std::string_view::npos) return false;
  }
  if (at == begin) return false;
  if (at < text.size() && text[at] == '?') at = run(text, at + 1, in_query);
  if (at < text.size() && text[at] == '#') at = run(text, at + 1, in_query);
  return at == text.size();
}

bool is_date_time(std::string_view text) {
  if (text.size() < 20 || !is_day(text.substr(0, 10))) return false;
  const char between = text[10];
  const bool separates =
      between == 'T' || between == 't' || between == '\v' || between == '\f' || is_blank(between);
  return separates && is_time_with_zone(text.substr(11));
}

bool is_zone_offset(std::string_view text) {
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return false;
  const int hours = two(text, 1);
  const int minutes = two(text, 4);
  if (hours < 0 || minutes < 0 || minutes > 59) return false;
  return hours <= 13 || (hours == 14 && minutes == 0);
}

bool is_version(std::string_view text) {
  std::size_t at = 0;
  for (;;) {
    const std::size_t end = digits(text, at);
    if (end == at) return false;
    if (end == text.size()) return true;
    if (text[end] != '.') return false;
    at = end + 1;
  }
}

bool is_unit_code(std::string_view text) {
  if (text.size() < 2 || text.size() > 3) return false;
  for (const char sign : text) {
    if (!is_digit(sign) && !(sign >= 'A' && sign <= 'Z')) return false;
  }
  return true;
}

bool is_hexadecimal(std::string_view text) {
  for (const char sign : text) {
    if (!is_hex(sign)) return false;
  }
  return !text.empty();
}

namespace xsd {
namespace {

bool is_reference_sign(char sign) { return is_class(sign, in_path) && sign != '/' && sign != '"'; }

/// One of the parts of a reference, in which characters that XML lets stand count as escaped.
bool is_part(std::string_view text, std::string_view extra) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char sign = text[at];
    const auto code = static_cast<unsigned char>(sign);
    if (code >= 127 || code <= 32 || is_reference_sign(sign)) continue;
    if (std::string_view("<>\"{}|\\^`").find(sign) != std::string_view::npos) continue;
    if (sign == '%') {
      if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
      at += 2;
      continue;
    }
    if (extra.find(sign) == std::string_view::npos) return false;
  }
  return true;
}

bool is_host_and_port(std::string_view text) {
  const std::size_t user = text.rfind('@');
  if (user != std::string_view::npos) {
    if (!is_part(text.substr(0, user), "") ||
        text.substr(0, user).find('@') != std::string_view::npos) {
      return false;
    }
    text.remove_prefix(user + 1);
  }
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return false;
    text.remove_prefix(close + 1);
    return text.empty() ||
           (text.front() == ':' && text.size() > 1 && digits(text, 1) == text.size());
  }
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    if (colon + 1 >= text.size() || digits(text, colon + 1) != text.size()) return false;
    text = text.substr(0, colon);
  }
  return is_part(text, "");
}

bool is_hierarchy(std::string_view text, bool relative) {
  if (text.starts_with("//")) {
    const std::size_t slash = std::min(text.find('/', 2), text.size());
    return is_host_and_port(text.substr(2, slash - 2)) && is_part(text.substr(slash), "/");
  }
  if (relative) {
    // "a:b" without a scheme would be read as one.
    const std::string_view first = text.substr(0, text.find('/'));
    if (first.find(':') != std::string_view::npos) return false;
  }
  return is_part(text, "/");
}

std::size_t end_of_number(std::string_view text, std::size_t at, int& count) {
  const std::size_t end = digits(text, at);
  count = static_cast<int>(end - at);
  return end;
}

bool is_zone(std::string_view text) {
  if (text.empty() || text == "Z") return true;
  return is_zone_offset(text);
}

/// The day at the start; gives the place behind it, or npos.
std::size_t end_of_day(std::string_view text) {
  constexpr std::size_t none = std::string_view::npos;
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t begin = at;
  at = digits(text, at);
  const std::size_t length = at - begin;
  if (length < 4 || length > 9 || (length > 4 && text[begin] == '0')) return none;
  long year = 0;
  std::from_chars(text.data() + begin, text.data() + at, year);
  if (year == 0) return none;
  if (at + 6 > text.size() || text[at] != '-' || text[at + 3] != '-') return none;
  const int month = two(text, at + 1);
  const int day = two(text, at + 4);
  if (month < 1 || month > 12 || day < 1 || day > days_in(year, month)) return none;
  return at + 6;
}

// Behind leading zeros. How many a processor takes is its own choice; this many are libxml2's.
constexpr std::size_t most_digits = 24;

}  // namespace

std::string_view collapse(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_any_uri(std::string_view text) {
  // Nearly all are URNs without a sign of their own, and web addresses without port or user.
  if (text.starts_with("urn:") && !text.starts_with("urn:/") &&
      run(text, 4, in_path) == text.size())
    return true;
  if (text.starts_with("https://")) {
    std::size_t at = run(text, 8, in_host);
    while (at < text.size() && text[at] == '/') at = run(text, at + 1, in_host);
    if (at == text.size()) return true;
  }
  text = collapse(text);
  const std::size_t hash = text.find('#');
  if (hash != std::string_view::npos) {
    if (!is_part(text.substr(hash + 1), "/?[]")) return false;
    text = text.substr(0, hash);
  }
  const std::size_t question = text.find('?');
  if (question != std::string_view::npos) {
    if (!is_part(text.substr(question + 1), "/?")) return false;
    text = text.substr(0, question);
  }
  if (!text.empty() && is_letter(text.front())) {
    std::size_t at = 1;
    while (at < text.size() && is_class(text[at], in_scheme)) ++at;
    if (at < text.size() && text[at] == ':') return is_hierarchy(text.substr(at + 1), false);
  }
  return is_hierarchy(text, true);
}

bool is_date_time(std::string_view text) {
  text = collapse(text);
  const std::size_t day = end_of_day(text);
  if (day == std::string_view::npos || day >= text.size() || text[day] != 'T') return false;
  text.remove_prefix(day + 1);
  Clock clock;
  if (!read_clock(text, clock)) return false;
  const bool end_of_day_itself =
      clock.hour == 24 && clock.minute == 0 && clock.second == 0 && !clock.fraction;
  if (!end_of_day_itself && (clock.hour > 23 || clock.minute > 59 || clock.second > 59)) {
    return false;
  }
  return is_zone(text.substr(clock.end));
}

bool is_date_time_stamp(std::string_view text) {
  text = collapse(text);
  if (text.size() < 20 || !is_digit(text.front()) || text[4] != '-') return false;
  if (!is_date_time(text) || two(text, 11) > 23) return false;
  const char last = text.back();
  return last == 'Z' || text[text.size() - 6] == '+' || text[text.size() - 6] == '-';
}

bool is_decimal(std::string_view text) {
  text = collapse(text);
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  int zeros = 0;
  int whole = 0;
  int fraction = 0;
  for (; at < text.size() && text[at] == '0'; ++at) ++zeros;
  at = end_of_number(text, at, whole);
  if (at < text.size() && text[at] == '.') at = end_of_number(text, at + 1, fraction);
  return zeros + whole + fraction > 0 && whole + fraction <= static_cast<int>(most_digits) &&
         at == text.size();
}

bool is_double(std::string_view text) {
  text = collapse(text);
  if (text == "NaN" || text == "INF" || text == "-INF") return true;
  std::size_t at = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  int whole = 0;
  int fraction = 0;
  at = end_of_number(text, at, whole);
  if (at < text.size() && text[at] == '.') at = end_of_number(text, at + 1, fraction);
  if (whole + fraction == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    int exponent = 0;
    at = end_of_number(text, at, exponent);
    if (exponent == 0) return false;
  }
  return at == text.size();
}

bool is_boolean(std::string_view text) {
  text = collapse(text);
  return text == "true" || text == "false" || text == "1" || text == "0";
}

bool is_hex_binary(std::string_view text) {
  text = collapse(text);
  for (const char sign : text) {
    if (!is_hex(sign)) return false;
  }
  return text.size() % 2 == 0;
}

bool is_integer(std::string_view text) {
  text = collapse(text);
  const std::size_t begin = !text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0;
  std::size_t at = begin;
  while (at < text.size() && text[at] == '0') ++at;
  return begin < text.size() && digits(text, at) == text.size() && text.size() - at <= most_digits;
}

bool is_int(std::string_view text) {
  text = collapse(text);
  if (!is_integer(text)) return false;
  if (text.front() == '+') text.remove_prefix(1);
  std::int32_t value = 0;
  return std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{};
}

bool is_date(std::string_view text) {
  text = collapse(text);
  const std::size_t day = end_of_day(text);
  return day != std::string_view::npos && is_zone(text.substr(day));
}

}  // namespace xsd

}  // namespace zhiheng::trace
