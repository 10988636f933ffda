#include "indicator/period.h"

#include <array>
#include <charconv>
#include <chrono>

namespace zhiheng::indicator {
namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 6> names = {"none",  "year", "quarter",
                                                   "month", "week", "day"};

int year_of(const year_month_day& day) { return static_cast<int>(day.year()); }
unsigned month_of(const year_month_day& day) { return static_cast<unsigned>(day.month()); }

/// 0 for Monday; day 0 of the calendar, 1970-01-01, was a Thursday.
int weekday(Date day) { return ((day.days + 3) % 7 + 7) % 7; }

Date monday(Date day) { return {day.days - weekday(day)}; }

/// Monday of week 1: the week with 4 January.
Date first_week(int iso_year) { return monday(make_date(iso_year, 1, 4)); }

/// The year that a week belongs to is that of its Thursday.
int iso_year(Date week) { return year_of(civil({week.days + 3})); }

int iso_week(Date week) { return (week.days - first_week(iso_year(week)).days) / 7 + 1; }

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string four_digits(int year) {
  const std::string text = std::to_string(year);
  return std::string(text.size() < 4 ? 4 - text.size() : 0, '0') + text;
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

/// The date that the digits of a period's text name, not yet checked against its text.
std::optional<Date> first_day(Grain grain, std::string_view text) {
  if (grain == Grain::day) {
    const auto day = parse_date(text);
    if (!day) return std::nullopt;
    return *day;
  }
  const auto year = number(text.substr(0, 4));
  if (!year || *year < 1) return std::nullopt;
  if (grain == Grain::year) return make_date(*year, 1, 1);
  const std::size_t digits = grain == Grain::month ? 5 : 6;
  const auto part = text.size() > digits ? number(text.substr(digits)) : std::nullopt;
  if (!part || *part < 1) return std::nullopt;
  if (grain == Grain::week) {
    return *part > 53 ? std::nullopt
                      : std::optional(Date{first_week(*year).days + 7 * (*part - 1)});
  }
  const int month = grain == Grain::quarter ? 3 * *part - 2 : *part;
  if (month > 12) return std::nullopt;
  return make_date(*year, static_cast<unsigned>(month), 1);
}

}  // namespace

Date period_start(Grain grain, Date day) {
  const auto parts = civil(day);
  switch (grain) {
    case Grain::none:
    case Grain::day:
      return day;
    case Grain::week:
      return monday(day);
    case Grain::month:
      return make_date(year_of(parts), month_of(parts), 1);
    case Grain::quarter:
      return make_date(year_of(parts), (month_of(parts) - 1) / 3 * 3 + 1, 1);
    case Grain::year:
      return make_date(year_of(parts), 1, 1);
  }
  return day;
}

Date next_period(Grain grain, Date start) {
  // Far enough to be in the next period, near enough not to leap over it.
  constexpr int days[] = {0, 366, 93, 31, 7, 1};
  const Date later{start.days + days[static_cast<int>(grain)]};
  return period_start(grain, later);
}

Date previous_period(Grain grain, Date start) {
  return grain == Grain::none ? start : period_start(grain, {start.days - 1});
}

std::optional<Date> year_before(Grain grain, Date start) {
  if (grain == Grain::none || grain == Grain::year) return std::nullopt;
  if (grain == Grain::week) {
    const Date same{first_week(iso_year(start) - 1).days + 7 * (iso_week(start) - 1)};
    if (iso_week(same) != iso_week(start)) return std::nullopt;
    return same;
  }
  const auto parts = civil(start);
  if (parts.month() == std::chrono::February && parts.day() == std::chrono::day(29)) {
    return std::nullopt;
  }
  return year_earlier(start);
}

Date year_earlier(Date day) {
  const auto parts = civil(day);
  auto number_of_day = static_cast<unsigned>(parts.day());
  if (month_of(parts) == 2 && number_of_day == 29) number_of_day = 28;
  return make_date(year_of(parts) - 1, month_of(parts), number_of_day);
}

std::string period_text(Grain grain, Date start) {
  const auto parts = civil(start);
  const std::string year = four_digits(year_of(parts));
  switch (grain) {
    case Grain::none:
      return {};
    case Grain::year:
      return year;
    case Grain::quarter:
      return year + "-Q" + std::to_string((month_of(parts) + 2) / 3);
    case Grain::month:
      return year + "-" + two_digits(static_cast<int>(month_of(parts)));
    case Grain::week:
      return four_digits(iso_year(start)) + "-W" + two_digits(iso_week(start));
    case Grain::day:
      return to_text(start);
  }
  return {};
}

std::optional<Date> parse_period(Grain grain, std::string_view text) {
  if (grain == Grain::none || text.size() < 4) return std::nullopt;
  const auto start = first_day(grain, text);
  if (!start || period_text(grain, *start) != text) return std::nullopt;
  return start;
}

Date period_of_number(Grain grain, std::int64_t number) {
  if (grain == Grain::week || grain == Grain::day) return {static_cast<std::int32_t>(number)};
  const int in_year = grain == Grain::month ? 12 : grain == Grain::quarter ? 4 : 1;
  const auto year = static_cast<int>(number / in_year);
  const auto part = static_cast<unsigned>(number % in_year);
  return make_date(year, part * (12U / static_cast<unsigned>(in_year)) + 1, 1);
}

std::int64_t number_of_month(Date day) {
  const auto parts = civil(day);
  return std::int64_t{year_of(parts)} * 12 + month_of(parts) - 1;
}

std::string_view grain_name(Grain grain) {
  return grain == Grain::none ? std::string_view() : names[static_cast<std::size_t>(grain)];
}

std::optional<Grain> parse_grain(std::string_view text) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == text) return static_cast<Grain>(i);
  }
  return std::nullopt;
}

}  // namespace zhiheng::indicator
