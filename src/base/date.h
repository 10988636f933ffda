#pragma once
// Calendar days and instants.

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng {

/// A day of the proleptic Gregorian calendar, without a time zone.
struct Date {
  std::int32_t days = 0;  ///< since 1970-01-01

  auto operator<=>(const Date&) const = default;
};

/// An instant, in UTC.
struct Timestamp {
  std::int64_t microseconds = 0;  ///< since 1970-01-01T00:00:00Z, leap seconds not counted

  auto operator<=>(const Timestamp&) const = default;
};

[[nodiscard]] Date make_date(int year, unsigned month, unsigned day);
[[nodiscard]] std::chrono::year_month_day civil(Date date);

/// "2024-02-29" and nothing else.
/// @fails  base.date_malformed, base.date_impossible (2023-02-29, year outside 0001..9999)
[[nodiscard]] Result<Date> parse_date(std::string_view text);

/// "2024-02-29".
[[nodiscard]] std::string to_text(Date date);

/// RFC 3339: "2024-02-29T08:00:00+08:00", seconds with up to six places, "Z" or an offset; a space
/// is accepted for the "T". Without an offset the time is China Standard Time, +08:00.
/// @fails  base.timestamp_malformed, base.date_impossible
[[nodiscard]] Result<Timestamp> parse_timestamp(std::string_view text);

/// "2024-02-29T00:00:00Z", with three or six places where there is a fraction.
[[nodiscard]] std::string to_text(Timestamp time);

/// "2024-02-29T08:00:00+08:00": what people and the API read.
[[nodiscard]] std::string to_china_text(Timestamp time);

/// The calendar day in China (+08:00, no daylight saving since 1991).
[[nodiscard]] Date china_date(Timestamp time);

/// Reads the system clock. Only the edges (cli, api, store) call it; everything else is told the
/// time.
[[nodiscard]] Timestamp now();

}  // namespace zhiheng
