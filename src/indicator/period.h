#pragma once
// Stretches of the calendar: where a period begins, ends, which was before it, how it is written.

#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "indicator/indicator.h"

namespace zhiheng::indicator {

/// First day of the period that holds the day; weeks begin on Monday (ISO 8601).
[[nodiscard]] Date period_start(Grain grain, Date day);
/// First day of the next period.
[[nodiscard]] Date next_period(Grain grain, Date start);
[[nodiscard]] Date previous_period(Grain grain, Date start);
/// The same period a year earlier: the same month, ISO week number, day of the month. None for
/// 29 February, week 53, and for Grain::year, where it is the previous period.
[[nodiscard]] std::optional<Date> year_before(Grain grain, Date start);

/// "2024", "2024-Q1", "2024-03", "2024-W05", "2024-03-01"; empty for Grain::none.
[[nodiscard]] std::string period_text(Grain grain, Date start);
/// The inverse; none when the text is no such period.
[[nodiscard]] std::optional<Date> parse_period(Grain grain, std::string_view text);

/// The first day from the number that a statement groups by: years, quarters or months since year
/// 0, or the days since 1970-01-01 of the day or of the week's Monday.
[[nodiscard]] Date period_of_number(Grain grain, std::int64_t number);
/// The month of a day as such a number.
[[nodiscard]] std::int64_t number_of_month(Date day);
/// "year", …; empty for Grain::none.
[[nodiscard]] std::string_view grain_name(Grain grain);
[[nodiscard]] std::optional<Grain> parse_grain(std::string_view text);

/// The day one year earlier, moved to 28 February where there is none.
[[nodiscard]] Date year_earlier(Date day);

}  // namespace zhiheng::indicator
