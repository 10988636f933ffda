#include "trace/schedule.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <string>

#include "base/duration.h"
#include "trace/live_failures.h"
#include "trace/value_forms.h"

namespace zhiheng::trace {
namespace {

using duration::second;
constexpr std::int64_t seconds_a_day = 86'400;
constexpr std::int64_t longest_wait_days = 146'097;  // the calendar repeats after 400 years
constexpr std::size_t longest_field = 400;

struct Field {
  std::string_view name;
  int first, last;
  std::uint64_t Schedule::*values;
};

/// From the finest to the coarsest; the days stand side by side.
constexpr std::array<Field, 6> fields_of_schedule = {
    {{"second", 0, 59, &Schedule::seconds},
     {"minute", 0, 59, &Schedule::minutes},
     {"hour", 0, 23, &Schedule::hours},
     {"dayOfMonth", 1, 31, &Schedule::days_of_month},
     {"dayOfWeek", 1, 7, &Schedule::days_of_week},
     {"month", 1, 12, &Schedule::months}}};

std::uint64_t bits(int first, int last, int step = 1) {
  std::uint64_t made = 0;
  for (int value = first; value <= last; value += step) made |= std::uint64_t{1} << value;
  return made;
}

bool number(std::string_view text, int& value) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} && read.ptr == text.data() + text.size() && text.front() != '-';
}

/// "5", "[8-17]", "0/15", "*" as bits; 0 when it is none of them.
std::uint64_t element(std::string_view text, const Field& field) {
  int first = field.first, last = field.last, step = 1;
  if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
    const std::string_view every = text.substr(slash + 1);
    if (every.empty() || !number(every, step) || step < 1) return 0;
    text = text.substr(0, slash);
    if (text != "*" && (text.empty() || !number(text, first))) return 0;
  } else if (text.starts_with('[') && text.ends_with(']')) {
    text = text.substr(1, text.size() - 2);
    const std::size_t dash = std::min(text.find('-'), text.size());
    const std::string_view to = text.substr(std::min(dash + 1, text.size()));
    if (dash == 0 || to.empty() || !number(text.substr(0, dash), first) || !number(to, last)) {
      return 0;
    }
  } else if (text != "*") {
    if (text.empty() || !number(text, first)) return 0;
    last = first;
  }
  if (first < field.first || last > field.last || first > last) return 0;
  return bits(first, last, step);
}

std::unexpected<Error> wrong(const Field& field, std::string_view text) {
  const std::string low = std::to_string(field.first), high = std::to_string(field.last);
  return fail(schedule_wrong, std::string(field.name), std::string(text.substr(0, 60)),
              low + ".." + high + ", [" + low + "-" + high + "], " + low + "/n");
}

Result<std::uint64_t> values_of(const Field& field, std::string_view text) {
  if (text.size() > longest_field) return wrong(field, text);
  std::uint64_t values = 0;
  for (std::string_view rest = text;;) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::uint64_t more = element(rest.substr(0, end), field);
    if (more == 0) return wrong(field, text);
    values |= more;
    if (end == rest.size()) return values;
    rest.remove_prefix(end + 1);
  }
}

Result<int> offset_of(std::string_view zone) {
  if (zone.empty() || zone == "Asia/Shanghai") return 8 * 60;
  if (zone == "UTC" || zone == "Z") return 0;
  if (!is_zone_offset(zone)) {
    return fail(schedule_wrong, "timeZone", std::string(zone.substr(0, 60)),
                "Asia/Shanghai, UTC, +08:00");
  }
  const auto digits = [&](std::size_t at) { return (zone[at] - '0') * 10 + (zone[at + 1] - '0'); };
  const int minutes = digits(1) * 60 + digits(4);
  return zone.front() == '-' ? -minutes : minutes;
}

bool has(std::uint64_t values, std::int64_t value) { return (values >> value & 1U) != 0; }

/// The first of `values` from `least` on; -1 for none.
int from(std::uint64_t values, std::int64_t least) {
  const std::uint64_t rest = least > 63 ? 0 : values >> least << least;
  return rest == 0 ? -1 : std::countr_zero(rest);
}

bool is_day(const Schedule& schedule, Date date) {
  const auto day = civil(date);
  const std::chrono::weekday weekday{std::chrono::sys_days(day)};
  return has(schedule.months, static_cast<unsigned>(day.month())) &&
         has(schedule.days_of_month, static_cast<unsigned>(day.day())) &&
         has(schedule.days_of_week, weekday.iso_encoding());
}

/// The first due second of a day from `least` on; -1 for none.
std::int64_t within_day(const Schedule& schedule, std::int64_t least) {
  if (least >= seconds_a_day) return -1;
  std::int64_t hour = least / 3600, minute = least / 60 % 60, at = least % 60;
  if (const int next = from(schedule.hours, hour); next != hour) {
    hour = next, minute = at = 0;
  }
  if (hour < 0) return -1;
  int due = from(schedule.minutes, minute);
  if (due != minute) at = 0;
  int last = due < 0 ? -1 : from(schedule.seconds, at);
  if (last < 0) {  // the minute is over: the next one of this hour, or of a later one
    due = due < 0 ? -1 : from(schedule.minutes, due + 1);
    if (due < 0) {
      hour = from(schedule.hours, hour + 1);
      due = from(schedule.minutes, 0);
    }
    last = from(schedule.seconds, 0);
  }
  return hour < 0 ? -1 : hour * 3600 + due * 60 + last;
}

}  // namespace

bool is_schedule_field(std::string_view name) {
  return std::ranges::find(fields_of_schedule, name, &Field::name) != fields_of_schedule.end();
}

Result<Schedule> parse_schedule(std::span<const Parameter> fields, std::string_view zone) {
  Schedule schedule;
  std::size_t finest = fields_of_schedule.size();
  for (const Parameter& given : fields) {
    const auto field = std::ranges::find(fields_of_schedule, given.name, &Field::name);
    if (field == fields_of_schedule.end() || given.values.size() != 1) {
      return fail(schedule_wrong, given.name.substr(0, 60), std::to_string(given.values.size()),
                  "second, minute, hour, dayOfMonth, month, dayOfWeek: 1");
    }
    ZH_TRY(schedule.*field->values, values_of(*field, given.values.front()));
    finest = std::min(finest, static_cast<std::size_t>(field - fields_of_schedule.begin()));
  }
  if (finest == fields_of_schedule.size()) {
    return fail(schedule_wrong, "schedule", "", "second, minute, hour, …");
  }
  for (std::size_t i = 0; i < fields_of_schedule.size(); ++i) {
    const Field& field = fields_of_schedule[i];
    if (schedule.*field.values != 0) continue;
    // A day of the week says which days there are: it leaves no day of the month to choose.
    const bool weekly = field.name == "dayOfMonth" && schedule.days_of_week != 0;
    const bool first_only = i < finest && field.name != "dayOfWeek" && !weekly;
    schedule.*field.values =
        first_only ? bits(field.first, field.first) : bits(field.first, field.last);
  }
  ZH_TRY(schedule.offset_minutes, offset_of(zone));
  if (!next_due(schedule, Timestamp{})) {
    return fail(schedule_wrong, "dayOfMonth", "", "a day that the months have");
  }
  return schedule;
}

std::optional<Timestamp> next_due(const Schedule& schedule, Timestamp after) {
  const std::int64_t shift = std::int64_t{schedule.offset_minutes} * 60;
  const auto whole = [](std::int64_t value, std::int64_t by) {
    return value / by - (value % by < 0 ? 1 : 0);
  };
  const std::int64_t local = whole(after.microseconds, second) + 1 + shift;
  const std::int64_t today = whole(local, seconds_a_day);
  std::int64_t least = local - today * seconds_a_day;
  for (std::int64_t day = today; day < today + longest_wait_days; ++day, least = 0) {
    if (!is_day(schedule, Date{static_cast<std::int32_t>(day)})) continue;
    const std::int64_t due = within_day(schedule, least);
    if (due >= 0) return Timestamp{(day * seconds_a_day + due - shift) * second};
  }
  return std::nullopt;
}

std::optional<Timestamp> last_due(const Schedule& schedule, Timestamp after, Timestamp until) {
  std::optional<Timestamp> found;
  // Backwards in growing strides, so that a year of missed seconds is not walked through.
  for (std::int64_t stride = 60 * second; !found; stride *= 4) {
    const Timestamp begin{std::max(after.microseconds, until.microseconds - stride)};
    for (auto due = next_due(schedule, begin); due && *due <= until; due = next_due(schedule, *due))
      found = due;
    if (begin == after) break;
  }
  return found;
}

}  // namespace zhiheng::trace
