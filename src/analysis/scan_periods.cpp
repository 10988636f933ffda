#include "analysis/scan_periods.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "analysis/failures.h"
#include "base/date.h"

namespace zhiheng::analysis {

namespace {

bool looks_like_year(std::int64_t period) { return period >= 1000 && period <= 3000; }

std::int32_t day_of_year(std::int64_t year, unsigned month) {
  return make_date(static_cast<int>(year), month, 1).days;
}

std::int32_t day_of_month(std::int64_t month) {
  return day_of_year(month / 12, static_cast<unsigned>(month % 12) + 1);
}

/// Monday of a week; 1970-01-01 was a Thursday.
std::int32_t day_of_week(std::int64_t week) { return static_cast<std::int32_t>(7 * week - 3); }

std::int64_t week_of_day(std::int64_t day) { return (day + 3 >= 0 ? day + 3 : day + 3 - 6) / 7; }

}  // namespace

ScanCalendar ScanCalendar::of(const Call& call) {
  ScanCalendar made;
  if (!call.has("calendar")) return made;
  const std::string& name = call.text("calendar");
  made.kind_ = name == "days"     ? Kind::days
               : name == "weeks"  ? Kind::weeks
               : name == "months" ? Kind::months
               : name == "years"  ? Kind::years
                                  : Kind::numbers;
  return made;
}

Result<std::int64_t> ScanCalendar::of_date(std::string_view text) const {
  ZH_TRY(const Date date, parse_date(text.substr(0, 10)));
  const auto parts = civil(date);
  const std::int64_t year = static_cast<int>(parts.year());
  switch (kind_) {
    case Kind::weeks:
      return week_of_day(date.days);
    case Kind::months:
      return 12 * year + static_cast<unsigned>(parts.month()) - 1;
    case Kind::years:
      return year;
    case Kind::numbers:
    case Kind::days:
      break;
  }
  return date.days;
}

Result<std::vector<std::int64_t>> ScanCalendar::periods(const Table& table,
                                                        std::size_t column) const {
  const std::string& name = table.columns()[column];
  if (!has_dates()) return table.wholes(name);
  std::vector<std::int64_t> all;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto found = of_date(table.text(row, column));
    if (!found) {
      return fail(cell_wrong, table.place(row, name), std::string(table.text(row, column)),
                  "2024-03-01");
    }
    all.push_back(*found);
  }
  return all;
}

Result<std::int64_t> ScanCalendar::period(const Call& call, const std::string& setting) const {
  const std::string& text = call.text(setting);
  if (has_dates()) {
    const auto found = of_date(text);
    if (!found) return call.refuse(setting, "2024-03-01");
    return *found;
  }
  const auto number = number_of(text);
  if (!number || !(std::abs(*number) < 1e9) || *number != std::floor(*number)) {
    return call.refuse(setting, "1, 2024");
  }
  return static_cast<std::int64_t>(*number);
}

double ScanCalendar::start(std::int64_t period) const {
  switch (kind_) {
    case Kind::weeks:
      return day_of_week(period);
    case Kind::months:
      return day_of_month(period);
    case Kind::years:
      return day_of_year(period, 1);
    case Kind::numbers:
      if (looks_like_year(period)) return day_of_year(period, 1);
      break;
    case Kind::days:
      break;
  }
  return static_cast<double>(period);
}

double ScanCalendar::middle_of_year(std::int64_t year) const {
  return looks_like_year(year) ? day_of_year(year, 7) : static_cast<double>(year) + 0.5;
}

bool ScanCalendar::knows_years(std::int64_t period) const {
  return has_dates() || looks_like_year(period);
}

std::string ScanCalendar::first_day(std::int64_t period) const {
  return to_text(Date{static_cast<std::int32_t>(start(period))});
}

std::string ScanCalendar::last_day(std::int64_t period) const {
  return to_text(Date{static_cast<std::int32_t>(start(period + 1)) - 1});
}

double area_below(const std::vector<std::pair<double, double>>& knots, double from, double to) {
  const auto height = [&](double time) {
    const auto after = std::ranges::upper_bound(knots, time, {}, &std::pair<double, double>::first);
    if (after == knots.begin()) return knots.front().second;
    if (after == knots.end()) return knots.back().second;
    const auto before = after - 1;
    return before->second + (after->second - before->second) * (time - before->first) /
                                (after->first - before->first);
  };
  double area = 0;
  double left = from;
  const auto add_until = [&](double right) {
    area += (right - left) * (height(left) + height(right)) / 2;
    left = right;
  };
  for (const auto& knot : knots) {
    if (knot.first > left && knot.first < to) add_until(knot.first);
  }
  add_until(to);
  return area;
}

}  // namespace zhiheng::analysis
