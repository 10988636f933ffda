#include "plan/progress.h"

#include <gtest/gtest.h>

namespace zhiheng::plan {
namespace {

const Date today = make_date(2026, 10, 15);

catalog::Indicator rate() {
  catalog::Indicator made;
  made.kind = catalog::IndicatorKind::proportion;
  made.scale = 100;
  made.unit = {"%", "%"};
  return made;
}

indicator::Point point(int year, double value, std::int64_t records, double half = 0.01) {
  indicator::Point made;
  made.period = std::to_string(year);
  made.records = records;
  made.value = value;
  made.low = value - half;
  made.high = value + half;
  return made;
}

const catalog::Wording a_tenth = {.about_tolerance = {10, 2}, .about_source = "test"};

TargetProgress target(const std::string& comparator, double wanted, Date deadline,
                      std::vector<indicator::Point> series,
                      const catalog::Wording& wording = a_tenth) {
  TargetProgress made;
  made.comparator = comparator;
  made.wanted = wanted;
  made.deadline = deadline;
  made.first_year = 2024;
  made.scale = 100;
  made.series = std::move(series);
  judge(made, rate(), wording, today);
  return made;
}

const Date end_2026 = make_date(2026, 12, 31);
const Date end_2028 = make_date(2028, 12, 31);

TEST(TargetVerdict, ComparesTheYearOfTheDeadlineWithItsInterval) {
  const auto by = [](double value) {
    return target("at_least", 0.92, end_2026, {point(2025, 0.5, 400), point(2026, value, 400)})
        .verdict;
  };
  EXPECT_EQ(by(0.95), "met");
  EXPECT_EQ(by(0.925), "likely_met");
  EXPECT_EQ(by(0.915), "likely_missed");
  EXPECT_EQ(by(0.80), "open") << "the deadline is still to come";
  EXPECT_EQ(target("at_least", 0.92, make_date(2025, 12, 31), {point(2025, 0.5, 400)}).verdict,
            "missed");
}

TEST(TargetVerdict, AboutIsAsWideAsTheCatalogSays) {
  const catalog::Wording wide = {
      .about_tolerance = {2, 1}, .about_source = "test", .about_verified = false};
  const std::vector<indicator::Point> series = {point(2026, 0.42, 400)};
  const auto near = target("about", 0.5, end_2026, series, wide);
  EXPECT_EQ(near.verdict, "met");
  EXPECT_NE(near.reason.en.find("±20 %, unverified"), std::string::npos) << near.reason.en;
  EXPECT_EQ(target("about", 0.5, end_2026, series).verdict, "open");
  EXPECT_EQ(target("about", 0.5, end_2026, {point(2026, 0.452, 400)}).verdict, "likely_met");
}

TEST(Outlook, OfAboutIsWiderWithItsTolerance) {
  const std::vector<indicator::Point> series = {point(2022, 0.50, 400), point(2023, 0.47, 400),
                                                point(2024, 0.52, 400), point(2025, 0.49, 400)};
  const catalog::Wording wide = {.about_tolerance = {2, 1}, .about_source = "test"};
  const auto narrow_chance = target("about", 0.5, end_2028, series).outlook->chance;
  const auto wide_chance = target("about", 0.5, end_2028, series, wide).outlook->chance;
  EXPECT_GT(narrow_chance, 0.1);
  EXPECT_GT(wide_chance, narrow_chance + 0.05);
}

TEST(TargetVerdict, AMultipleIsThatOfTheBaseYear) {
  TargetProgress made;
  made.comparator = "multiplied";
  made.value = 2;
  made.base_year = 2020;
  made.deadline = make_date(2025, 12, 31);
  made.first_year = 2021;
  made.scale = 100;
  made.series = {point(2020, 0.2, 400), point(2024, 0.3, 400), point(2025, 0.45, 400)};
  judge(made, rate(), a_tenth, today);
  EXPECT_EQ(made.wanted, 0.4);
  EXPECT_EQ(made.verdict, "met");
  made.base_year.reset();  // the year before the plan's
  judge(made, rate(), a_tenth, today);
  EXPECT_EQ(made.wanted, 0.4);
  made.base_year = 2019;
  judge(made, rate(), a_tenth, today);
  EXPECT_EQ(made.verdict, "open");
  EXPECT_NE(made.reason.en.find("no data of the base year 2019"), std::string::npos)
      << made.reason.en;
}

TEST(TargetVerdict, StableMeansEveryYearFromThePlansOn) {
  const std::vector<indicator::Point> dipped = {point(2023, 0.5, 400), point(2024, 0.95, 400),
                                                point(2025, 0.90, 400), point(2026, 0.95, 400)};
  EXPECT_EQ(target("stable_at_least", 0.92, end_2028, dipped).verdict, "missed");
  EXPECT_EQ(target("at_least", 0.92, end_2028, dipped).verdict, "met");
}

TEST(TargetVerdict, FallingEveryYearNeedsEveryStep) {
  const auto by = [](std::vector<double> differences) {
    std::vector<indicator::Point> series;
    int year = 2024;
    for (const double difference : differences) {
      auto made = point(year++, 0.1, 400);
      made.on_previous = indicator::Change{difference, 0.001, true};
      series.push_back(made);
    }
    return target("falling_every_year", 0, end_2026, series).verdict;
  };
  EXPECT_EQ(by({-0.01, -0.02, -0.01}), "met");
  EXPECT_EQ(by({-0.01, 0.02, -0.05}), "missed");
}

TEST(TargetVerdict, WithoutRecordsOrNumberNothingIsJudged) {
  EXPECT_EQ(target("at_least", 0.92, end_2026, {}).verdict, "no_data");
  EXPECT_EQ(target("meets", 0.92, end_2026, {point(2026, 0.9, 400)}).verdict, "open");
}

TEST(TargetOutlook, ProjectsARisingRateToTheDeadline) {
  const auto made = target("at_least", 0.95, end_2028,
                           {point(2023, 0.900, 4000), point(2024, 0.915, 4000),
                            point(2025, 0.928, 4000), point(2026, 0.940, 4000)});
  ASSERT_TRUE(made.outlook) << made.no_outlook.en;
  EXPECT_EQ(made.outlook->year, 2028);
  EXPECT_EQ(made.outlook->periods, 4);
  EXPECT_GT(*made.outlook->value, 0.95);
  EXPECT_LT(made.outlook->interval.high, 1.0);
  EXPECT_GT(made.outlook->chance, 0.8) << "two degrees of freedom leave room";
  EXPECT_LT(made.outlook->chance, 1.0);
}

TEST(TargetOutlook, SaysWhyThereIsNone) {
  const std::vector<indicator::Point> two = {point(2025, 0.9, 400), point(2026, 0.9, 400)};
  EXPECT_NE(target("at_least", 0.95, end_2028, two).no_outlook.en.find("2 years"),
            std::string::npos);
  const std::vector<indicator::Point> four = {point(2023, 0.90, 4000), point(2024, 0.91, 4000),
                                              point(2025, 0.92, 4000), point(2026, 0.94, 4000)};
  EXPECT_FALSE(target("equal", 1.0, end_2028, four).outlook);
  EXPECT_FALSE(target("at_least", 0.95, end_2026, four).outlook) << "2026 is being observed";
  EXPECT_FALSE(target("at_least", 0.95, make_date(2025, 12, 31), four).outlook);
}

TEST(TargetOutlook, StayingAboveThroughoutIsLessLikelyThanEndingAbove) {
  const std::vector<indicator::Point> four = {point(2023, 0.930, 900), point(2024, 0.921, 900),
                                              point(2025, 0.934, 900), point(2026, 0.927, 900)};
  const auto ends = target("at_least", 0.925, make_date(2029, 12, 31), four);
  const auto stays = target("stable_at_least", 0.925, make_date(2029, 12, 31), four);
  ASSERT_TRUE(ends.outlook && stays.outlook);
  EXPECT_LT(stays.outlook->chance, ends.outlook->chance);
}

}  // namespace
}  // namespace zhiheng::plan
