#pragma once
// When is a standing query due? The schedules of EPCIS 2.0, as cron has them.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/date.h"
#include "base/result.h"
#include "trace/query.h"

namespace zhiheng::trace {

/// Values that the local time must have, one bit each; all fields must match. The time zone is a
/// fixed distance from UTC: China has had no daylight saving since 1991.
struct Schedule {
  std::uint64_t seconds = 0, minutes = 0;
  std::uint64_t hours = 0;
  std::uint64_t days_of_month = 0;  ///< bits 1..31
  std::uint64_t months = 0;         ///< bits 1..12
  std::uint64_t days_of_week = 0;   ///< bits 1..7, Monday is 1
  int offset_minutes = 8 * 60;      ///< east of UTC

  bool operator==(const Schedule&) const = default;
};

/// Whether an address or body may give this field: "second", "minute", "hour", "dayOfMonth",
/// "month", "dayOfWeek".
[[nodiscard]] bool is_schedule_field(std::string_view name);

/// Each field is a list of numbers, ranges and steps: "5", "0,30", "[8-17]", "0/15", "*". Fields
/// finer than the finest one given have their first value, so that {hour: 1, minute: 5} is once a
/// day; coarser ones that are missing match always.
///
/// @param zone  "Asia/Shanghai" (also when empty), "UTC", "Z" or an offset like "+08:00"
/// @fails  trace.schedule_wrong: no field, an unknown one, a value outside its range, a zone that
///         is not known, or a time that never comes (30 February)
/// @source GS1 EPCIS 2.0, 8.2.5.3, and its OpenAPI text
[[nodiscard]] Result<Schedule> parse_schedule(std::span<const Parameter> fields,
                                              std::string_view zone);

/// The first due second behind `after`; none when there is none within 400 years.
/// @cost   a step for each day without a due time
[[nodiscard]] std::optional<Timestamp> next_due(const Schedule& schedule, Timestamp after);

/// The last due second up to and including `until`, if it lies behind `after`. Times that were
/// missed while nobody ran are made up for by one run.
[[nodiscard]] std::optional<Timestamp> last_due(const Schedule& schedule, Timestamp after,
                                                Timestamp until);

}  // namespace zhiheng::trace
