#pragma once
// Dates as people write them.

#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng::intake {

/// The first and last year that a date in a file may have; others are slips of the keyboard such
/// as 0212 or 20204.
inline constexpr int first_year = 1850;
inline constexpr int last_year = 2199;

/// Without guessing: year first with any separator ("2024-12-31", "2024/3/5", "2024.3.5",
/// "20240305", "2024年3月5日"), a month by its English name ("Dec 31, 2021", "31 December 2021"),
/// or a spreadsheet's day number of five digits (1900 system). A time behind it is passed over.
///
/// @fails  intake.not_a_date (also two-digit years and day-month orders that a format must tell),
///         intake.impossible_date
[[nodiscard]] Result<Date> read_date(std::string_view text);

/// By a format: %Y %m %d %b %B %H %M %S %f %z, other signs stand for themselves, a blank for any
/// white space. What follows the format is refused, except a time behind a whole date.
/// @fails  intake.not_a_date, intake.impossible_date
[[nodiscard]] Result<Date> read_date(std::string_view text, std::string_view format);

/// As `read_date`, with the time of day; without one it is midnight, without an offset China
/// Standard Time.
/// @fails  intake.not_a_date, intake.impossible_date
[[nodiscard]] Result<Timestamp> read_timestamp(std::string_view text);

/// The day that a spreadsheet means by a number.
/// @param since_1904  the workbook counts from 1904-01-01
/// @fails  intake.impossible_date (0, 60 in the 1900 system: 29 February 1900 never was)
[[nodiscard]] Result<Date> day_of_serial(std::int64_t serial, bool since_1904);

}  // namespace zhiheng::intake
