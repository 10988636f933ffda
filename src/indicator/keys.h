#pragma once
// What a statement groups by, as SQL over the relation `r` that DuckDB and PostgreSQL both read.

#include <cstddef>
#include <string>

#include "indicator/plan.h"

namespace zhiheng::indicator {

/// A column of the register: r."name".
[[nodiscard]] std::string column(const std::string& name);
/// The column that the values of an unfolded list get.
[[nodiscard]] std::string each_column(std::size_t dimension);
/// A text of ours, not the user's: digits and letters.
[[nodiscard]] std::string literal(const std::string& text);

/// A dimension; `converted`: the relation m of region conversions is joined.
[[nodiscard]] std::string key_sql(const Plan& plan, const Dimension& dimension, std::size_t index,
                                  bool converted);

/// The region as far as 2, 4 (numbers) or 6 digits (text).
[[nodiscard]] std::string region_sql(const Plan& plan, std::size_t digits, bool converted);

/// The period as a number, see period_of_number.
[[nodiscard]] std::string period_sql(const Plan& plan);

/// The same from a summary's column of months; for grains of months, quarters and years.
[[nodiscard]] std::string period_of_months_sql(const Plan& plan);

/// The column of months in a summary: "sampled_on:month".
[[nodiscard]] std::string months_key(const Plan& plan);

/// Whether the time field is an instant rather than a day.
[[nodiscard]] bool timestamped(const Plan& plan);

}  // namespace zhiheng::indicator
