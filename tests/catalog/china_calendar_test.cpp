// catalog/calendars/cn.toml: the sums of each notice, and terms counted by hand across it.

#include "base/calendar.h"
#include "catalog/catalog.h"
#include "support/source.h"

namespace zhiheng::catalog {
namespace {

const WorkingCalendar& china() {
  static const Loaded loaded = load(support::source_path("/catalog"));
  static const WorkingCalendar none;
  if (!loaded.catalog) {
    for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error);
    return none;
  }
  return loaded.catalog->calendars.at("cn");
}

Date day(std::string_view text) { return parse_date(text).value(); }

std::string end_of(std::string_view start, Term term) {
  const auto end = term_end(china(), day(start), term);
  return end ? to_text(*end) : describe(end.error());
}

TEST(ChinaCalendar, CoversTheYearsWithoutAGap) {
  EXPECT_EQ(china().first_year, 2012);
  EXPECT_GE(china().last_year, 2026);
}

TEST(ChinaCalendar, GivesEveryYearItsWorkingDays) {
  // Weekdays of the year less the statutory days (11, from 2025 on 13), moved where New Year's
  // notice reaches into the December before.
  const std::pair<int, int> years[] = {{2021, 250}, {2022, 249}, {2024, 251}, {2025, 248}};
  for (const auto& [year, days] : years) {
    const Date first = make_date(year, 1, 1);
    const Date last = make_date(year, 12, 31);
    int worked = is_working_day(china(), first).value() ? 1 : 0;
    worked += working_days_between(china(), first, last).value();
    EXPECT_EQ(worked, days) << year;
  }
}

TEST(ChinaCalendar, CountsComplaintTermsAcrossNationalDay) {
  using enum Term::Unit;
  // 2023: off 29 September to 6 October, worked 7 and 8 October (Saturday and Sunday).
  // From Monday 25 September: 26, 27, 28, then 7, 8, 9, 10 October make seven.
  EXPECT_EQ(end_of("2023-09-25", {7, working_days}), "2023-10-10");
  // Eight more: 11, 12, 13, 16, 17, 18, 19, 20.
  EXPECT_EQ(end_of("2023-09-25", {15, working_days}), "2023-10-20");
  // Thirty more: 23 October to 1 December are six weeks of five days.
  EXPECT_EQ(end_of("2023-09-25", {45, working_days}), "2023-12-01");
  // Fifteen natural days from 20 September end on 5 October, a holiday: on to Saturday 7th, worked.
  EXPECT_EQ(end_of("2023-09-20", {15, natural_days}), "2023-10-07");
}

TEST(ChinaCalendar, CountsAcrossSpringFestivalAndNewYear) {
  using enum Term::Unit;
  // 2025: off 28 January to 4 February, worked Sunday 26 January and Saturday 8 February.
  // From Friday 24 January: 26, 27, then 5, 6, 7, 8, 10 February make seven.
  EXPECT_EQ(end_of("2025-01-24", {7, working_days}), "2025-02-10");
  // Monday 31 December 2018 was off, Saturday 29 worked, by the notice for 2019.
  EXPECT_EQ(end_of("2018-12-28", {2, working_days}), "2019-01-02");
}

}  // namespace
}  // namespace zhiheng::catalog
