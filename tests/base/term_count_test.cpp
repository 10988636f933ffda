// Terms counted by hand on the calendar of the State Council's notices, National Day among them.

#include "base/term_count.h"

#include <gtest/gtest.h>

namespace zhiheng {
namespace {

/// National Day 2025 (1 to 8 October off, 28 September and 11 October worked), and the rest of the
/// holidays of 2025 and 2026 that the rows below touch.
WorkingCalendar china() {
  WorkingCalendar made{
      .name = "cn", .holidays = {}, .working_days = {}, .first_year = 2025, .last_year = 2026};
  const auto off = [&](Date from, Date to) {
    for (Date day = from; day <= to; ++day.days) made.holidays.insert(day);
  };
  off(make_date(2025, 10, 1), make_date(2025, 10, 8));
  off(make_date(2026, 1, 1), make_date(2026, 1, 3));
  off(make_date(2026, 2, 15), make_date(2026, 2, 23));
  off(make_date(2026, 10, 1), make_date(2026, 10, 7));
  for (const Date day : {make_date(2025, 9, 28), make_date(2025, 10, 11), make_date(2026, 1, 4),
                         make_date(2026, 2, 14), make_date(2026, 2, 28), make_date(2026, 9, 20),
                         make_date(2026, 10, 10)}) {
    made.working_days.insert(day);
  }
  return made;
}

TEST(TermCount, EndsWhereCountingByHandEnds) {
  struct Row {
    const char* start;
    int count;
    Term::Unit unit;
    bool moves;
    const char* last;
    std::size_t off;
  };
  const auto working = Term::Unit::working_days;
  const auto natural = Term::Unit::natural_days;
  const Row rows[] = {
      // Received on Friday 26 September 2025: 28 (Sunday, worked), 29, 30; 9, 10, 11 (Saturday,
      // worked), 13 October. Off: 27 September, 1 to 8 October, 12 October.
      {"2025-09-26", 7, working, false, "2025-10-13", 10},
      // 15 working days from Monday 22 September 2025: 23, 24, 25, 26, 28, 29, 30; 9, 10, 11, 13,
      // 14, 15, 16, 17 October.
      {"2025-09-22", 15, working, false, "2025-10-17", 10},
      // 45 working days from Monday 8 September 2025: 4 in that week (9 to 12), 5 (15 to 19), 6
      // (22 to 26 and 28), 2 (29, 30) make 17; 3 (9, 10, 11 October) 20; then five weeks of five,
      // 13 October to 14 November, make 45.
      {"2025-09-08", 45, working, false, "2025-11-14", 22},
      // 60 natural days from 2 August 2025 end on 1 October, which moves to 9 October.
      {"2025-08-02", 60, natural, true, "2025-10-09", 8},
      {"2025-08-02", 60, natural, false, "2025-10-01", 0},
      // 75 natural days from 23 July 2025 end on Monday 6 October, a day off.
      {"2025-07-23", 75, natural, true, "2025-10-09", 3},
      // A month from 31 August ends on 30 September.
      {"2025-08-31", 1, Term::Unit::months, true, "2025-09-30", 0},
      // Three months from 1 July end on 1 October.
      {"2025-07-01", 3, Term::Unit::months, true, "2025-10-09", 8},
      {"2024-02-29", 1, Term::Unit::years, false, "2025-02-28", 0},
      {"2025-09-26", 0, working, false, "2025-09-26", 0},
  };
  const WorkingCalendar calendar = china();
  for (const Row& row : rows) {
    SCOPED_TRACE(testing::Message() << row.count << " from " << row.start);
    const auto count =
        count_term(calendar, *parse_date(row.start), {row.count, row.unit}, row.moves);
    EXPECT_EQ(to_text(count.last), row.last);
    EXPECT_EQ(count.off.size(), row.off);
  }
}

TEST(TermCount, CountsAsTermEndDoesWhereTheTermMoves) {
  const WorkingCalendar calendar = china();
  for (Date start = make_date(2025, 1, 1); start < make_date(2025, 12, 1); start.days += 3) {
    for (const auto unit :
         {Term::Unit::working_days, Term::Unit::natural_days, Term::Unit::months}) {
      for (const int count : {1, 2, 7, 12}) {
        const auto end = term_end(calendar, start, {count, unit});
        if (!end) continue;
        EXPECT_EQ(to_text(count_term(calendar, start, {count, unit}, true).last), to_text(*end));
      }
    }
  }
}

TEST(TermCount, StandsStillWhileSuspended) {
  const WorkingCalendar calendar = china();
  // Begun on Monday 13 October 2025, suspended on Wednesday 15 until Monday 20: 16, 17, 18, 19 and
  // 20 do not count. 14, 15; 21, 22, 23, 24, 27.
  const Suspension pause[] = {{make_date(2025, 10, 15), make_date(2025, 10, 20)}};
  const auto working =
      count_term(calendar, make_date(2025, 10, 13), {7, Term::Unit::working_days}, false, pause);
  EXPECT_EQ(to_text(working.last), "2025-10-27");
  EXPECT_EQ(working.suspended, 5);
  EXPECT_EQ(working.counted, 7);
  const auto natural =
      count_term(calendar, make_date(2025, 10, 13), {10, Term::Unit::natural_days}, false, pause);
  EXPECT_EQ(to_text(natural.last), "2025-10-28");
  const auto month =
      count_term(calendar, make_date(2025, 10, 13), {1, Term::Unit::months}, false, pause);
  EXPECT_EQ(to_text(month.last), "2025-11-18");
  // Suspended and resumed on one day: nothing is lost.
  const Suspension none[] = {{make_date(2025, 10, 15), make_date(2025, 10, 15)}};
  EXPECT_EQ(
      count_term(calendar, make_date(2025, 10, 13), {7, Term::Unit::working_days}, false, none)
          .suspended,
      0);
}

TEST(TermCount, TellsWhenAYearHasNoNotice) {
  const WorkingCalendar calendar = china();
  const auto count =
      count_term(calendar, make_date(2026, 12, 30), {3, Term::Unit::working_days}, false);
  EXPECT_TRUE(count.provisional);
  EXPECT_EQ(to_text(count.last), "2027-01-04");
  const auto whole =
      count_term(calendar, make_date(2026, 3, 2), {3, Term::Unit::working_days}, false);
  EXPECT_FALSE(whole.provisional);
}

}  // namespace
}  // namespace zhiheng
