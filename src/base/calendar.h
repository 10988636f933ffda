#pragma once
// When does a legal term end? Working days with public holidays and shifted working weekends.

#include <set>
#include <string>

#include "base/date.h"
#include "base/result.h"

namespace zhiheng {

/// The days that differ from the plain week, for the years whose notices are on record.
struct WorkingCalendar {
  std::string name;
  std::set<Date> holidays;      ///< weekdays off
  std::set<Date> working_days;  ///< weekends worked (调休)
  int first_year = 0;           ///< years covered, both inclusive
  int last_year = 0;
};

/// A term of so many units, as laws state them.
struct Term {
  enum class Unit { hours, working_days, natural_days, months, years, minutes };
  int count = 0;
  Unit unit = Unit::working_days;

  bool operator==(const Term&) const = default;
};

/// @fails  base.calendar_out_of_range
[[nodiscard]] Result<bool> is_working_day(const WorkingCalendar& calendar, Date date);

/// The last day of a term that starts with an event on `start`; the day of the event is not
/// counted. Working-day terms count working days only. Natural-day, month and year terms that end
/// on a day off run on to the next working day; a month term ends on the same day of the month, or
/// on its last day. Terms of hours and minutes run through days off: whole days only are counted
/// here, the moment itself is `deadline_of`.
///
/// @param term  count >= 0
/// @fails  base.calendar_out_of_range, with the year that has no notice yet
/// @source 行政处罚法 art. 85; 民法典 art. 200-203; yearly State Council holiday notices
[[nodiscard]] Result<Date> term_end(const WorkingCalendar& calendar, Date start, Term term);

/// The instant when a term of hours or minutes is over; it runs through nights and days off.
[[nodiscard]] Timestamp deadline_of(Timestamp start, Term term);
/// Whether a term is one of hours or minutes.
[[nodiscard]] bool is_of_the_clock(Term term);

/// Working days after `from` up to and including `to`; negative when `to` is earlier.
/// @fails  base.calendar_out_of_range
[[nodiscard]] Result<int> working_days_between(const WorkingCalendar& calendar, Date from, Date to);

}  // namespace zhiheng
