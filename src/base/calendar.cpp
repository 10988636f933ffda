#include "base/calendar.h"

#include <cassert>

#include "base/failures.h"
#include "base/term_count.h"

namespace zhiheng {
namespace {

int year_of(Date date) { return static_cast<int>(civil(date).year()); }

Result<void> check_covered(const WorkingCalendar& calendar, Date date) {
  const int year = year_of(date);
  if (year >= calendar.first_year && year <= calendar.last_year) return {};
  return fail(base::calendar_out_of_range, calendar.name, std::to_string(year),
              std::to_string(calendar.first_year) + ".." + std::to_string(calendar.last_year));
}

/// For a covered day.
bool works(const WorkingCalendar& calendar, Date date) {
  if (is_weekend(date)) return calendar.working_days.contains(date);
  return !calendar.holidays.contains(date);
}

Result<Date> add_working_days(const WorkingCalendar& calendar, Date date, int count) {
  ZH_DO(check_covered(calendar, date));
  while (count > 0) {
    ++date.days;
    ZH_DO(check_covered(calendar, date));
    if (works(calendar, date)) --count;
  }
  return date;
}

/// The day itself, or the first working day after it.
Result<Date> roll_forward(const WorkingCalendar& calendar, Date date) {
  ZH_DO(check_covered(calendar, date));
  while (!works(calendar, date)) {
    ++date.days;
    ZH_DO(check_covered(calendar, date));
  }
  return date;
}

/// Mondays to Fridays in (from, to], for from <= to.
int weekdays_between(Date from, Date to) {
  const int days = to.days - from.days;
  int count = days / 7 * 5;
  for (Date date{to.days - days % 7 + 1}; date <= to; ++date.days) {
    if (!is_weekend(date)) ++count;
  }
  return count;
}

int count_working_days(const WorkingCalendar& calendar, Date from, Date to) {
  int count = weekdays_between(from, to);
  for (auto at = calendar.holidays.upper_bound(from); at != calendar.holidays.end() && *at <= to;
       ++at) {
    if (!is_weekend(*at)) --count;
  }
  for (auto at = calendar.working_days.upper_bound(from);
       at != calendar.working_days.end() && *at <= to; ++at) {
    if (is_weekend(*at)) ++count;
  }
  return count;
}

}  // namespace

Result<bool> is_working_day(const WorkingCalendar& calendar, Date date) {
  ZH_DO(check_covered(calendar, date));
  return works(calendar, date);
}

Result<Date> term_end(const WorkingCalendar& calendar, Date start, Term term) {
  assert(term.count >= 0);
  switch (term.unit) {
    case Term::Unit::working_days:
      return add_working_days(calendar, start, term.count);
    case Term::Unit::natural_days:
      return roll_forward(calendar, Date{start.days + term.count});
    case Term::Unit::months:
      return roll_forward(calendar, months_later(start, term.count));
    case Term::Unit::years:
      return roll_forward(calendar, months_later(start, 12 * term.count));
    case Term::Unit::hours:
      return Date{start.days + term.count / 24};
    case Term::Unit::minutes:
      return Date{start.days + term.count / (24 * 60)};
  }
  return start;
}

Timestamp deadline_of(Timestamp start, Term term) {
  assert(is_of_the_clock(term));
  const std::int64_t minutes = term.unit == Term::Unit::hours ? 60 : 1;
  return Timestamp{start.microseconds + term.count * minutes * 60'000'000};
}

bool is_of_the_clock(Term term) {
  return term.unit == Term::Unit::hours || term.unit == Term::Unit::minutes;
}

Result<int> working_days_between(const WorkingCalendar& calendar, Date from, Date to) {
  ZH_DO(check_covered(calendar, from));
  ZH_DO(check_covered(calendar, to));
  if (to < from) return -count_working_days(calendar, to, from);
  return count_working_days(calendar, from, to);
}

}  // namespace zhiheng
