#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

#include "base/date.h"
#include "code/epc.h"
#include "trace/event_hash.h"
#include "trace/value_forms.h"
#include "trace/vocabulary.h"

namespace zhiheng::trace {
namespace {

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }

/// A number as Python reads one: an underscore may stand between two digits.
bool read_number(std::string_view text, double& number) {
  std::string plain;
  if (text.find('_') != std::string_view::npos) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '_') {
        plain += text[i];
      } else if (i == 0 || i + 1 == text.size() || !is_digit(text[i - 1]) ||
                 !is_digit(text[i + 1])) {
        return false;
      }
    }
    text = plain;
  }
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) return false;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc::result_out_of_range) return false;
  if (read.ec != std::errc{} || read.ptr != end) return false;
  if (negative) number = -number;
  return std::isfinite(number);
}

/// Whole numbers with all their digits, others with as few as tell them apart.
std::string shortest(double number) {
  std::array<char, 400> buffer;
  if (number == std::trunc(number)) {
    const double plain = number == 0 ? 0 : number;
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), plain,
                                       std::chars_format::fixed);
    return {buffer.data(), written.ptr};
  }
  const bool small = std::abs(number) < 1e-4;
  const auto written =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number,
                    small ? std::chars_format::scientific : std::chars_format::fixed);
  return {buffer.data(), written.ptr};
}

bool may_be_number(std::string_view text) {
  const char first = text.front();
  return is_digit(first) || first == '+' || first == '-' || first == '.';
}

/// "22-07-2026": what people write and a lenient reader of times takes for a day.
bool read_loose_day(std::string_view text, std::chrono::year_month_day& day) {
  int parts[3] = {};
  std::size_t at = 0;
  for (int part = 0; part < 3; ++part) {
    const auto read = std::from_chars(text.data() + at, text.data() + text.size(), parts[part]);
    if (read.ec != std::errc{} || parts[part] < 0) return false;
    at = static_cast<std::size_t>(read.ptr - text.data());
    if (part < 2 &&
        (at >= text.size() || (text[at] != '-' && text[at] != '/' && text[at] != '.'))) {
      return false;
    }
    ++at;
  }
  if (at != text.size() + 1 || parts[2] < 1000) return false;
  if (parts[0] > 12) std::swap(parts[0], parts[1]);
  day = std::chrono::year{parts[2]} / parts[0] / parts[1];
  return day.ok();
}

std::string in_milliseconds(std::chrono::sys_time<std::chrono::milliseconds> time) {
  const auto midnight = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day day(midnight);
  const std::chrono::hh_mm_ss clock(time - midnight);
  std::array<char, 64> text;
  const int length = std::snprintf(
      text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(day.year()),
      static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

int number_at(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  std::from_chars(text.data() + at, text.data() + at + length, number);
  return number;
}

}  // namespace

std::string canonical_value(std::string_view text) {
  if (text.empty()) return {};
  std::string value(text);
  if (value.starts_with("urn:epcglobal:cbv:")) replace_urns(value);
  double number = 0;
  if (may_be_number(value) && read_number(value, number)) return shortest(number);
  if (value.find('.') == std::string::npos) return value;
  if (auto link = code::event_hash_form(value)) return *std::move(link);
  return value;
}

std::string canonical_time(std::string_view text) {
  using namespace std::chrono;
  if (!is_date_time(text)) {
    // Without a zone the time is taken for UTC.
    const std::string in_utc = std::string(text) + "Z";
    if (is_date_time(in_utc)) return canonical_time(in_utc);
    year_month_day day;
    return read_loose_day(text, day) ? in_milliseconds(sys_days(day)) : std::string(text);
  }
  const year_month_day day = year{number_at(text, 0, 4)} /
                             static_cast<unsigned>(number_at(text, 5, 2)) /
                             static_cast<unsigned>(number_at(text, 8, 2));
  std::size_t at = 19;
  // Six places are read, further ones cut off; then a half goes to the even thousandth.
  long micros = 0;
  if (text[at] == '.') {
    int places = 0;
    for (++at; is_digit(text[at]); ++at) {
      if (places++ < 6) micros = micros * 10 + (text[at] - '0');
    }
    for (; places < 6; ++places) micros *= 10;
  }
  long millis = micros / 1000;
  const long rest = micros % 1000;
  if (rest > 500 || (rest == 500 && millis % 2 == 1)) ++millis;
  int offset = 0;
  if (text[at] == '+' || text[at] == '-') {
    const bool colon = at + 3 < text.size() && text[at + 3] == ':';
    const std::size_t minutes_at = at + (colon ? 4 : 3);
    offset = number_at(text, at + 1, 2) * 60;
    if (minutes_at + 2 <= text.size()) offset += number_at(text, minutes_at, 2);
    if (text[at] == '-') offset = -offset;
  }
  return in_milliseconds(sys_days(day) + hours(number_at(text, 11, 2)) +
                         minutes(number_at(text, 14, 2) - offset) +
                         seconds(number_at(text, 17, 2)) + milliseconds(millis));
}

}  // namespace zhiheng::trace
