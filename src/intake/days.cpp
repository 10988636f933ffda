#include "intake/days.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

constexpr std::array<std::string_view, 12> months = {
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};

bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }
bool is_letter(char sign) { return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z'); }
bool is_blank(char sign) { return sign == ' ' || sign == '\t'; }

std::unexpected<Error> not_understood(std::string_view text) {
  return fail(not_a_date, {}, std::string(text), "YYYY-MM-DD");
}

/// Takes parts off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  [[nodiscard]] std::string_view rest() const { return rest_; }
  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  /// Digits, at most `most` of them; their number is kept in `digits`.
  bool number(int& value, std::size_t most, std::size_t* digits = nullptr) {
    std::size_t at = 0;
    value = 0;
    while (at < rest_.size() && at < most && is_digit(rest_[at])) {
      value = value * 10 + (rest_[at++] - '0');
    }
    if (digits != nullptr) *digits = at;
    rest_.remove_prefix(at);
    return at > 0;
  }

  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  void blanks() {
    while (!rest_.empty() && is_blank(rest_.front())) rest_.remove_prefix(1);
  }

  /// The English name of a month, whole or its first three letters.
  bool month_name(int& month) {
    std::size_t size = 0;
    while (size < rest_.size() && is_letter(rest_[size])) ++size;
    const std::string name = to_lower(rest_.substr(0, size));
    if (name.size() < 3) return false;
    for (std::size_t at = 0; at < months.size(); ++at) {
      if (name == months[at] || name == months[at].substr(0, 3) || (at == 8 && name == "sept")) {
        month = static_cast<int>(at) + 1;
        rest_.remove_prefix(size);
        (void)word(".");
        return true;
      }
    }
    return false;
  }

 private:
  std::string_view rest_;
};

Result<Date> make(int year, int month, int day, std::string_view text) {
  if (year < first_year || year > last_year) {
    return fail(impossible_date, {}, std::string(text),
                std::to_string(first_year) + ".." + std::to_string(last_year));
  }
  const std::chrono::year_month_day civil_day{std::chrono::year(year),
                                              std::chrono::month(static_cast<unsigned>(month)),
                                              std::chrono::day(static_cast<unsigned>(day))};
  if (month < 1 || day < 1 || !civil_day.ok()) {
    return fail(impossible_date, {}, std::string(text), "YYYY-MM-DD");
  }
  return make_date(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
}

/// Behind a date only a time may stand: "T16:50:10.0+08:00", " 16:50", "16时50分".
bool is_time(std::string_view rest) {
  if (rest.empty()) return true;
  if (rest.front() == 'T') rest.remove_prefix(1);
  rest = trim(rest);
  if (rest.empty()) return true;
  if (!is_digit(rest.front())) return false;
  return rest.find(':') != std::string_view::npos || rest.find("时") != std::string_view::npos;
}

/// "2024-12-31": by far the most frequent form.
bool read_iso(std::string_view text, int& year, int& month, int& day) {
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!is_digit(text[at])) return false;
  }
  const auto two = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  year = two(0) * 100 + two(2);
  month = two(5);
  day = two(8);
  return true;
}

struct Parsed {
  Date date;
  std::string_view rest;
};

Result<Parsed> year_first(std::string_view text) {
  Reader in(text);
  int year = 0, month = 0, day = 0;
  std::size_t digits = 0;
  if (!in.number(year, 4, &digits) || digits != 4) return not_understood(text);
  in.blanks();
  const bool chinese = in.word("年");
  char separator = 0;
  if (!chinese) {
    if (in.at_end()) return not_understood(text);
    separator = in.rest().front();
    if (separator != '-' && separator != '/' && separator != '.') return not_understood(text);
    (void)in.word(std::string_view(&separator, 1));
  }
  in.blanks();
  if (!in.number(month, 2)) return not_understood(text);
  in.blanks();
  if (chinese ? !in.word("月") : !in.word(std::string_view(&separator, 1))) {
    return not_understood(text);
  }
  in.blanks();
  if (!in.number(day, 2)) return not_understood(text);
  in.blanks();
  if (chinese && !in.word("日") && !in.word("号")) return not_understood(text);
  ZH_TRY(const Date date, make(year, month, day, text));
  return Parsed{date, in.rest()};
}

/// "Dec 31, 2021", "31 December 2021".
Result<Parsed> by_month_name(std::string_view text) {
  Reader in(text);
  int year = 0, month = 0, day = 0;
  const bool day_first = is_digit(text.front());
  if (day_first && !in.number(day, 2)) return not_understood(text);
  in.blanks();
  if (day_first) (void)in.word("-");
  if (!in.month_name(month)) return not_understood(text);
  in.blanks();
  if (day_first) (void)in.word("-");
  if (!day_first && !in.number(day, 2)) return not_understood(text);
  (void)in.word(",");
  in.blanks();
  std::size_t digits = 0;
  if (!in.number(year, 4, &digits) || digits != 4) return not_understood(text);
  ZH_TRY(const Date date, make(year, month, day, text));
  return Parsed{date, in.rest()};
}

bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }

Result<Parsed> parse(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.empty()) return not_understood(text);
  if (read_iso(text, year, month, day)) {
    ZH_TRY(const Date date, make(year, month, day, text));
    return Parsed{date, text.substr(10)};
  }
  Reader digits(text);
  int number = 0;
  if (all_digits(text) && text.size() == 8) {
    (void)digits.number(number, 8);
    ZH_TRY(const Date date, make(number / 10'000, number / 100 % 100, number % 100, text));
    return Parsed{date, {}};
  }
  if (all_digits(text) && text.size() == 5) {
    (void)digits.number(number, 5);
    ZH_TRY(const Date date, day_of_serial(number, false));
    return Parsed{date, {}};
  }
  if (std::ranges::any_of(text, is_letter) && text.find("年") == std::string_view::npos &&
      !(text.size() > 4 && text.find_first_of("-/.") == 4)) {
    return by_month_name(text);
  }
  return year_first(text);
}

}  // namespace

Result<Date> day_of_serial(std::int64_t serial, bool since_1904) {
  const std::int64_t last = 2'958'465;  // 9999-12-31 in the 1900 system
  // Lotus counted a 29 February 1900, and every spreadsheet since repeats it as day 60.
  if (serial < 0 || serial > last || (!since_1904 && (serial == 0 || serial == 60))) {
    return fail(impossible_date, {}, std::to_string(serial), "YYYY-MM-DD");
  }
  const Date start = since_1904      ? make_date(1904, 1, 1)
                     : (serial < 60) ? make_date(1899, 12, 31)
                                     : make_date(1899, 12, 30);
  return Date{start.days + static_cast<std::int32_t>(serial)};
}

Result<Date> read_date(std::string_view text) {
  const std::string narrow = to_half_width(text);
  const std::string_view trimmed = trim(narrow);
  ZH_TRY(const Parsed parsed, parse(trimmed));
  if (!is_time(parsed.rest)) return not_understood(trimmed);
  return parsed.date;
}

Result<Date> read_date(std::string_view text, std::string_view format) {
  Reader in(text);
  int year = 0, month = 0, day = 0, ignored = 0;
  for (std::size_t at = 0; at < format.size(); ++at) {
    bool matched = true;
    if (is_blank(format[at])) {
      in.blanks();
    } else if (format[at] != '%' || at + 1 == format.size()) {
      matched = in.word(format.substr(at, 1));
    } else {
      std::size_t digits = 0;
      switch (format[++at]) {
        case 'Y':
          matched = in.number(year, 4, &digits) && digits == 4;
          break;
        case 'm':
          matched = in.number(month, 2);
          break;
        case 'd':
          matched = in.number(day, 2);
          break;
        case 'b':
        case 'B':
          matched = in.month_name(month);
          break;
        case 'f':
          matched = in.number(ignored, 9);
          break;
        case 'H':
        case 'M':
        case 'S':
          matched = in.number(ignored, 2);
          break;
        default:
          matched = false;
      }
    }
    if (!matched) return fail(not_a_date, {}, std::string(text), std::string(format));
  }
  if (!is_time(in.rest())) return fail(not_a_date, {}, std::string(text), std::string(format));
  return make(year, month, day, text);
}

Result<Timestamp> read_timestamp(std::string_view text) {
  const std::string narrow = to_half_width(text);
  const std::string_view trimmed = trim(narrow);
  ZH_TRY(const Parsed parsed, parse(trimmed));
  if (!is_time(parsed.rest)) return not_understood(trimmed);
  std::string_view rest = trim(parsed.rest);
  if (rest.starts_with("T")) rest.remove_prefix(1);
  std::string time(rest.empty() ? "00:00:00" : rest);
  if (time.size() > 1 && time[1] == ':') time.insert(0, "0");
  constexpr std::size_t hours_and_minutes = 5;
  if (time.size() == hours_and_minutes) time += ":00";
  const std::string full = to_text(parsed.date) + "T" + time;
  const auto made = parse_timestamp(full);
  if (!made) return fail(not_a_date, {}, std::string(trimmed), "YYYY-MM-DD hh:mm:ss");
  return *made;
}

}  // namespace zhiheng::intake
