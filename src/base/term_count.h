#pragma once
// How a legal term is counted, day by day: so that people can count after it.

#include <span>
#include <vector>

#include "base/calendar.h"

namespace zhiheng {

/// Days on which a term stands still: those after `after`, up to and including `until`. The day on
/// which the suspension begins still counts, as the day of an event never shortens a term.
struct Suspension {
  Date after;
  Date until;
};

struct TermCount {
  Date last;                 ///< the day on which the term ends
  int counted = 0;           ///< days that count: working days, or natural days
  std::vector<Date> off;     ///< days after the start, up to `last`, that do not count: days off
  int suspended = 0;         ///< days on which the term stood still
  bool provisional = false;  ///< some year has no holiday notice yet: its week was taken as plain
};

/// The last day of a term after an event on `start`, whose day is not counted. Working-day terms
/// count working days only; others count every day. Suspended days never count; a month or year
/// term ends as many days later.
///
/// @param moves  a term of natural days, months or years that ends on a day off runs on to the
///               next working day; these days are then among `off`
/// @param term   not of hours
/// @source 行政处罚法 art. 85; 民法典 art. 200-203
[[nodiscard]] TermCount count_term(const WorkingCalendar& calendar, Date start, Term term,
                                   bool moves, std::span<const Suspension> suspensions = {});

[[nodiscard]] bool is_weekend(Date date);

/// The same day of the month, or the last one where the month is shorter.
[[nodiscard]] Date months_later(Date date, int months);

}  // namespace zhiheng
