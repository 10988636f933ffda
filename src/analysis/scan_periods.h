#pragma once
// Periods of a study: numbers that stand for themselves, or days, weeks, months and years of dates.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "analysis/method.h"

namespace zhiheng::analysis {

class ScanCalendar {
 public:
  /// That of --calendar: numbers where the call has none.
  [[nodiscard]] static ScanCalendar of(const Call& call);

  /// The periods of a column: whole numbers, or of dates such as 2024-03-01, of which a time of day
  /// behind is not looked at.
  /// @fails   column_missing, not_a_number, not_whole, cell_wrong
  [[nodiscard]] Result<std::vector<std::int64_t>> periods(const Table& table,
                                                          std::size_t column) const;
  /// The period of an option.
  /// @fails   setting_wrong
  [[nodiscard]] Result<std::int64_t> period(const Call& call, const std::string& setting) const;

  /// When a period starts: in days for years, dates and what looks like years, else as numbered.
  [[nodiscard]] double start(std::int64_t period) const;
  /// When the population of a year stands: 1 July; of another number in its middle.
  [[nodiscard]] double middle_of_year(std::int64_t year) const;
  /// Are the periods parts of years, so that populations may be given by year?
  [[nodiscard]] bool knows_years(std::int64_t period) const;

  [[nodiscard]] bool has_dates() const { return kind_ != Kind::numbers; }
  /// First and last day, as text.
  [[nodiscard]] std::string first_day(std::int64_t period) const;
  [[nodiscard]] std::string last_day(std::int64_t period) const;

 private:
  enum class Kind { numbers, days, weeks, months, years };
  [[nodiscard]] Result<std::int64_t> of_date(std::string_view text) const;

  Kind kind_ = Kind::numbers;
};

/// The area below a course that is straight between its knots (time, height), and level before and
/// behind them.
[[nodiscard]] double area_below(const std::vector<std::pair<double, double>>& knots, double from,
                                double to);

}  // namespace zhiheng::analysis
