#include "base/calendar.h"

#include "base/failures.h"

namespace zhiheng {
namespace {

/// 国办发明电〔2023〕7号: the autumn of 2024. Mid-Autumn 15-17 September, worked 14 September;
/// National Day 1-7 October, worked 29 September and 12 October.
WorkingCalendar autumn_of_2024() {
  WorkingCalendar calendar{"cn", {}, {}, 2024, 2024};
  for (const unsigned day : {15U, 16U, 17U}) calendar.holidays.insert(make_date(2024, 9, day));
  for (unsigned day = 1; day <= 7; ++day) calendar.holidays.insert(make_date(2024, 10, day));
  for (const Date worked :
       {make_date(2024, 9, 14), make_date(2024, 9, 29), make_date(2024, 10, 12)}) {
    calendar.working_days.insert(worked);
  }
  return calendar;
}

Date day(std::string_view text) { return parse_date(text).value(); }

std::string end_of(std::string_view start, Term term) {
  const auto end = term_end(autumn_of_2024(), day(start), term);
  return end ? to_text(*end) : std::string(end.error().failure->id);
}

TEST(WorkingCalendar, KnowsHolidaysAndShiftedWeekends) {
  const auto calendar = autumn_of_2024();
  for (const std::string_view off : {"2024-09-15", "2024-09-16", "2024-10-01", "2024-10-05",
                                     "2024-10-07", "2024-10-13", "2024-09-28"}) {
    EXPECT_FALSE(is_working_day(calendar, day(off)).value()) << off;
  }
  for (const std::string_view on : {"2024-09-14", "2024-09-18", "2024-09-29", "2024-09-30",
                                    "2024-10-08", "2024-10-12", "2024-10-14"}) {
    EXPECT_TRUE(is_working_day(calendar, day(on)).value()) << on;
  }
}

TEST(TermEnd, OfWorkingDaysRunsAroundNationalDay) {
  // Hand count from Friday 27 September: Sun 29 (worked), Mon 30, Tue 8 October, Wed 9, Thu 10,
  // Fri 11, Sat 12 (worked) make seven.
  using enum Term::Unit;
  EXPECT_EQ(end_of("2024-09-27", {1, working_days}), "2024-09-29");
  EXPECT_EQ(end_of("2024-09-27", {2, working_days}), "2024-09-30");
  EXPECT_EQ(end_of("2024-09-27", {3, working_days}), "2024-10-08");
  EXPECT_EQ(end_of("2024-09-27", {7, working_days}), "2024-10-12");
  // Fourteen to twenty-fifth: 14-18, 21-25 October are ten more, so seventeen end on the 25th.
  EXPECT_EQ(end_of("2024-09-27", {15, working_days}), "2024-10-23");
  EXPECT_EQ(end_of("2024-09-27", {17, working_days}), "2024-10-25");
  // From Monday 2 September: 4 to the 6th, 10 with Saturday 14 worked, 13 to the 20th (15-17 off),
  // 18 to the 27th, 20 with 29 and 30, 25 with 8-12 October, then five a week: 45 on 8 November.
  EXPECT_EQ(end_of("2024-09-02", {45, working_days}), "2024-11-08");
  EXPECT_EQ(end_of("2024-09-02", {20, working_days}), "2024-09-30");
  // An event on a holiday: the next day that counts is 8 October.
  EXPECT_EQ(end_of("2024-10-03", {1, working_days}), "2024-10-08");
}

TEST(TermEnd, OfNaturalDaysRollsOffADayOff) {
  using enum Term::Unit;
  EXPECT_EQ(end_of("2024-09-16", {15, natural_days}), "2024-10-08");  // 1 October, a holiday
  EXPECT_EQ(end_of("2024-09-14", {15, natural_days}), "2024-09-29");  // a Sunday, but worked
  EXPECT_EQ(end_of("2024-10-12", {1, natural_days}), "2024-10-14");   // a plain Sunday
  EXPECT_EQ(end_of("2024-10-14", {0, natural_days}), "2024-10-14");
}

TEST(TermEnd, OfMonthsEndsOnTheSameDayOrTheLast) {
  using enum Term::Unit;
  EXPECT_EQ(end_of("2024-01-31", {1, months}), "2024-02-29");
  EXPECT_EQ(end_of("2024-08-31", {1, months}), "2024-09-30");
  EXPECT_EQ(end_of("2024-07-05", {3, months}), "2024-10-08");
  EXPECT_EQ(end_of("2024-02-28", {6, months}), "2024-08-28");
}

TEST(TermEnd, OfHoursCountsWholeDaysOnly) {
  EXPECT_EQ(end_of("2024-09-30", {24, Term::Unit::hours}), "2024-10-01");
  EXPECT_EQ(end_of("2024-09-30", {1440, Term::Unit::minutes}), "2024-10-01");
}

TEST(TermEnd, OfHoursAndMinutesIsAMoment) {
  const Timestamp start = parse_timestamp("2024-09-30T23:30:00+08:00").value();
  EXPECT_EQ(to_text(deadline_of(start, {2, Term::Unit::hours})), "2024-09-30T17:30:00Z");
  EXPECT_EQ(to_text(deadline_of(start, {30, Term::Unit::minutes})), "2024-09-30T16:00:00Z");
  EXPECT_EQ(deadline_of(start, {120, Term::Unit::minutes}),
            deadline_of(start, {2, Term::Unit::hours}));
  EXPECT_TRUE(is_of_the_clock({1, Term::Unit::minutes}));
  EXPECT_FALSE(is_of_the_clock({1, Term::Unit::natural_days}));
}

TEST(TermEnd, RefusesYearsWithoutANotice) {
  using enum Term::Unit;
  EXPECT_EQ(end_of("2024-12-30", {5, working_days}), "base.calendar_out_of_range");
  EXPECT_EQ(end_of("2023-12-30", {1, working_days}), "base.calendar_out_of_range");
  EXPECT_EQ(end_of("2024-05-01", {1, years}), "base.calendar_out_of_range");
  const auto refused = is_working_day(autumn_of_2024(), day("2025-01-01"));
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().found, "2025");
}

TEST(WorkingDaysBetween, AgreesWithCountingDayByDay) {
  const auto calendar = autumn_of_2024();
  for (std::int32_t from = day("2024-09-01").days; from <= day("2024-10-31").days; from += 3) {
    int counted = 0;
    for (std::int32_t to = from; to <= day("2024-10-31").days; ++to) {
      if (to > from && is_working_day(calendar, Date{to}).value()) ++counted;
      ASSERT_EQ(working_days_between(calendar, Date{from}, Date{to}).value(), counted);
      ASSERT_EQ(working_days_between(calendar, Date{to}, Date{from}).value(), -counted);
    }
  }
}

TEST(WorkingDaysBetween, RefusesYearsWithoutANotice) {
  EXPECT_FALSE(
      working_days_between(autumn_of_2024(), day("2024-12-31"), day("2025-01-02")).has_value());
}

}  // namespace
}  // namespace zhiheng
