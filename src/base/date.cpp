#include "base/date.h"

#include <cstdio>
#include <optional>

#include "base/duration.h"
#include "base/failures.h"

namespace zhiheng {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

using duration::hour;
using duration::minute;
using duration::second;
constexpr std::int64_t whole_day = 24 * hour;
constexpr std::int64_t china_offset = 8 * hour;

/// A fixed run of ASCII digits as a number.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (at + count > text.size()) return std::nullopt;
  int number = 0;
  for (const char sign : text.substr(at, count)) {
    if (sign < '0' || sign > '9') return std::nullopt;
    number = number * 10 + (sign - '0');
  }
  return number;
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

/// Writes `width` digits with leading zeros before `end`; returns the new end to the left.
char* put_digits(char* end, std::int64_t value, int width) {
  for (int i = 0; i < width; ++i, value /= 10) *--end = static_cast<char>('0' + value % 10);
  return end;
}

/// Six digits after the point at `at`; returns microseconds and the position behind them.
struct Fraction {
  std::int64_t microseconds = 0;
  std::size_t end = 0;
};
std::optional<Fraction> parse_fraction(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return Fraction{0, at};
  std::int64_t scale = second / 10;
  Fraction fraction{0, at + 1};
  while (fraction.end < text.size() && text[fraction.end] >= '0' && text[fraction.end] <= '9') {
    if (scale == 0) return std::nullopt;  // a seventh place would be lost
    fraction.microseconds += (text[fraction.end++] - '0') * scale;
    scale /= 10;
  }
  if (fraction.end == at + 1) return std::nullopt;
  return fraction;
}

/// "Z", "+08:00" or nothing at the end of a timestamp, as microseconds east of UTC.
std::optional<std::int64_t> parse_offset(std::string_view text) {
  if (text.empty()) return china_offset;
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const auto hours = digits(text, 1, 2);
  const auto minutes = digits(text, 4, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * (*hours * hour + *minutes * minute);
}

/// Date and time of day with as many places as needed, for a clock `offset` east of UTC.
std::string clock_text(Timestamp time, std::int64_t offset, std::string_view zone) {
  const std::int64_t local = time.microseconds + offset;
  const std::int64_t days = floor_div(local, whole_day);
  const std::int64_t rest = local - days * whole_day;
  std::string text = to_text(Date{static_cast<std::int32_t>(days)});
  char buffer[] = "T00:00:00";
  put_digits(buffer + 3, rest / hour, 2);
  put_digits(buffer + 6, rest / minute % 60, 2);
  put_digits(buffer + 9, rest / second % 60, 2);
  text.append(buffer, 9);
  if (const std::int64_t fraction = rest % second; fraction != 0) {
    const bool thousandths = fraction % 1000 == 0;
    char places[] = ".000000";
    put_digits(places + (thousandths ? 4 : 7), thousandths ? fraction / 1000 : fraction,
               thousandths ? 3 : 6);
    text.append(places, thousandths ? 4 : 7);
  }
  return text.append(zone);
}

}  // namespace

Date make_date(int in_year, unsigned in_month, unsigned in_day) {
  const year_month_day civil_day{year{in_year}, month{in_month}, day{in_day}};
  return Date{static_cast<std::int32_t>(sys_days{civil_day}.time_since_epoch().count())};
}

year_month_day civil(Date date) { return year_month_day{sys_days{std::chrono::days{date.days}}}; }

Result<Date> parse_date(std::string_view text) {
  const auto y = digits(text, 0, 4);
  const auto m = digits(text, 5, 2);
  const auto d = digits(text, 8, 2);
  if (text.size() != 10 || !y || !m || !d || text[4] != '-' || text[7] != '-') {
    return fail(base::date_malformed, "date", std::string(text), "2024-02-29");
  }
  const year_month_day civil_day{year{*y}, month{static_cast<unsigned>(*m)},
                                 day{static_cast<unsigned>(*d)}};
  if (*y < 1 || !civil_day.ok()) {
    return fail(base::date_impossible, "date", std::string(text), "0001-01-01..9999-12-31");
  }
  return Date{static_cast<std::int32_t>(sys_days{civil_day}.time_since_epoch().count())};
}

std::string to_text(Date date) {
  const year_month_day civil_day = civil(date);
  const int y = static_cast<int>(civil_day.year());
  if (y < 0 || y > 9999) {  // only arithmetic gets here; ISO 8601 wants the sign then
    char wide[32];
    const int length = std::snprintf(wide, sizeof wide, "%+d-%02u-%02u", y,
                                     static_cast<unsigned>(civil_day.month()),
                                     static_cast<unsigned>(civil_day.day()));
    return {wide, static_cast<std::size_t>(length)};
  }
  std::string text = "0000-00-00";
  put_digits(text.data() + 4, y, 4);
  put_digits(text.data() + 7, static_cast<unsigned>(civil_day.month()), 2);
  put_digits(text.data() + 10, static_cast<unsigned>(civil_day.day()), 2);
  return text;
}

Result<Timestamp> parse_timestamp(std::string_view text) {
  const auto malformed = [&] {
    return fail(base::timestamp_malformed, "timestamp", std::string(text),
                "2024-02-29T08:00:00+08:00");
  };
  if (text.size() < 19) return malformed();
  const char separator = text[10];
  if (separator != 'T' && separator != 't' && separator != ' ') return malformed();
  const auto date = parse_date(text.substr(0, 10));
  if (!date) {
    if (date.error().failure == &base::date_malformed) return malformed();
    return fail(base::date_impossible, "timestamp", std::string(text), date.error().wanted);
  }
  const auto h = digits(text, 11, 2);
  const auto m = digits(text, 14, 2);
  const auto s = digits(text, 17, 2);
  if (!h || !m || !s || text[13] != ':' || text[16] != ':') return malformed();
  if (*h > 23 || *m > 59 || *s > 59) return malformed();
  const auto fraction = parse_fraction(text, 19);
  if (!fraction) return malformed();
  const auto offset = parse_offset(text.substr(fraction->end));
  if (!offset) return malformed();
  return Timestamp{date->days * whole_day + *h * hour + *m * minute + *s * second +
                   fraction->microseconds - *offset};
}

std::string to_text(Timestamp time) { return clock_text(time, 0, "Z"); }

std::string to_china_text(Timestamp time) { return clock_text(time, china_offset, "+08:00"); }

Date china_date(Timestamp time) {
  return Date{static_cast<std::int32_t>(floor_div(time.microseconds + china_offset, whole_day))};
}

Timestamp now() {
  using std::chrono::duration_cast;
  using std::chrono::microseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{duration_cast<microseconds>(since).count()};
}

}  // namespace zhiheng
