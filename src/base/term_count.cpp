#include "base/term_count.h"

#include <algorithm>
#include <cassert>

namespace zhiheng {
namespace {

bool suspended(Date date, std::span<const Suspension> suspensions) {
  return std::ranges::any_of(suspensions, [&](const Suspension& pause) {
    return pause.after < date && date <= pause.until;
  });
}

/// A count under way.
struct Counting {
  const WorkingCalendar& calendar;
  std::span<const Suspension> suspensions;
  TermCount count;

  bool works(Date date) {
    const int year = static_cast<int>(civil(date).year());
    if (year < calendar.first_year || year > calendar.last_year) {
      count.provisional = true;
      return !is_weekend(date);
    }
    return is_weekend(date) ? calendar.working_days.contains(date)
                            : !calendar.holidays.contains(date);
  }

  void days(int wanted, bool working_only) {
    while (count.counted < wanted) {
      ++count.last.days;
      if (suspended(count.last, suspensions)) {
        ++count.suspended;
      } else if (working_only && !works(count.last)) {
        count.off.push_back(count.last);
      } else {
        ++count.counted;
      }
    }
  }

  /// Until as many days have passed as lie before `end`, not counting suspended ones.
  void until(Date end) { days(end.days - count.last.days, false); }

  void roll() {
    Date day = count.last;
    std::vector<Date> off;
    while (!works(day)) {
      off.push_back(day);
      ++day.days;
    }
    count.last = day;
    count.off.insert(count.off.end(), off.begin(), off.end());
  }
};

}  // namespace

bool is_weekend(Date date) {
  // 1970-01-01 was a Thursday; Monday is 0.
  return ((date.days + 3) % 7 + 7) % 7 >= 5;
}

Date months_later(Date date, int months) {
  using std::chrono::year_month_day;
  const year_month_day same = civil(date) + std::chrono::months{months};
  const year_month_day day =
      same.ok() ? same : year_month_day{same.year() / same.month() / std::chrono::last};
  return make_date(static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                   static_cast<unsigned>(day.day()));
}

TermCount count_term(const WorkingCalendar& calendar, Date start, Term term, bool moves,
                     std::span<const Suspension> suspensions) {
  assert(!is_of_the_clock(term) && term.count >= 0);
  Counting counting{.calendar = calendar, .suspensions = suspensions, .count = {}};
  counting.count.last = start;
  switch (term.unit) {
    case Term::Unit::working_days:
      counting.days(term.count, true);
      return counting.count;
    case Term::Unit::months:
      counting.until(months_later(start, term.count));
      break;
    case Term::Unit::years:
      counting.until(months_later(start, 12 * term.count));
      break;
    case Term::Unit::natural_days:
    case Term::Unit::hours:
    case Term::Unit::minutes:
      counting.days(term.count, false);
      break;
  }
  if (moves) counting.roll();
  return counting.count;
}

}  // namespace zhiheng
