#include "indicator/period.h"

namespace zhiheng::indicator {
namespace {

TEST(Period, IsWrittenAndReadBackForEveryDay) {
  for (const auto grain : {Grain::year, Grain::quarter, Grain::month, Grain::week, Grain::day}) {
    for (int day = make_date(2015, 12, 20).days; day < make_date(2021, 1, 20).days; ++day) {
      const Date start = period_start(grain, {day});
      EXPECT_LE(start.days, day);
      EXPECT_GT(next_period(grain, start).days, day);
      EXPECT_EQ(period_start(grain, start), start);
      EXPECT_EQ(next_period(grain, previous_period(grain, start)), start);
      const auto read = parse_period(grain, period_text(grain, start));
      ASSERT_TRUE(read) << period_text(grain, start);
      EXPECT_EQ(*read, start);
    }
  }
}

TEST(Period, WeeksAreThoseOfIso8601) {
  // ISO 8601:2004, examples of clause 3.2.2 and its notes: the year of a week is its Thursday's.
  const std::pair<Date, const char*> table[] = {
      {make_date(2005, 1, 1), "2004-W53"},   {make_date(2005, 1, 2), "2004-W53"},
      {make_date(2005, 12, 31), "2005-W52"}, {make_date(2007, 1, 1), "2007-W01"},
      {make_date(2008, 12, 29), "2009-W01"}, {make_date(2010, 1, 3), "2009-W53"}};
  for (const auto& [day, text] : table) {
    EXPECT_EQ(period_text(Grain::week, period_start(Grain::week, day)), text);
  }
}

TEST(Period, AYearEarlierIsTheSamePeriodOrNone) {
  EXPECT_EQ(year_before(Grain::month, make_date(2024, 3, 1)), make_date(2023, 3, 1));
  EXPECT_EQ(year_before(Grain::quarter, make_date(2024, 10, 1)), make_date(2023, 10, 1));
  EXPECT_EQ(year_before(Grain::day, make_date(2024, 2, 29)), std::nullopt);
  EXPECT_EQ(year_before(Grain::year, make_date(2024, 1, 1)), std::nullopt);
  const auto week = *parse_period(Grain::week, "2021-W05");
  EXPECT_EQ(period_text(Grain::week, *year_before(Grain::week, week)), "2020-W05");
  EXPECT_EQ(year_before(Grain::week, *parse_period(Grain::week, "2020-W53")), std::nullopt);
}

TEST(Period, RefusesWhatIsNoPeriod) {
  for (const char* text : {"", "2024-13", "2024-00", "2024-1", "x024-01", "2024-011", "2024"}) {
    EXPECT_FALSE(parse_period(Grain::month, text)) << text;
  }
  EXPECT_FALSE(parse_period(Grain::quarter, "2024-Q5"));
  EXPECT_FALSE(parse_period(Grain::week, "2021-W53"));
  EXPECT_FALSE(parse_period(Grain::day, "2023-02-29"));
}

}  // namespace
}  // namespace zhiheng::indicator
