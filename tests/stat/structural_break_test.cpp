#include "stat/structural_break.h"

#include <limits>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(SupF, FindsTheAswanDam) {
  ZH_REFERENCE(nile, "rates/nile.csv");
  ZH_REFERENCE(expected, "rates/nile_breakpoints.csv");
  const auto values = column(nile, "value");
  const auto found = sup_f(values);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->last + 1, 28U);
  for (const ReferenceRow& row : expected) {
    if (row.text("quantity") == "supF") expect_close(found->statistic, row.number("value"));
  }
  EXPECT_LT(found->p_value, 1e-14);
  const auto interval = break_interval(values, found->last);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->low + 1, 25);
  EXPECT_EQ(interval->high + 1, 32);
}

TEST(SupF, RejectsOneInTwentyOfSeriesWithoutABreak) {
  int rejected = 0;
  for (std::uint64_t series = 0; series < 1000; ++series) {
    Random random(7, series);
    std::vector<double> values(200);
    for (double& value : values) value = random.normal();
    rejected += sup_f(values)->p_value < 0.05 ? 1 : 0;
  }
  EXPECT_GT(rejected, 25);
  EXPECT_LT(rejected, 75);
}

TEST(SupF, DoesNotChangeWithUnitOrOrigin) {
  std::vector<double> values{3, 4, 2, 5, 3, 9, 8, 11, 9, 10};
  const auto before = sup_f(values);
  for (double& value : values) value = 7 * value - 100;
  const auto after = sup_f(values);
  EXPECT_NEAR(before->statistic, after->statistic, 1e-9);
  EXPECT_EQ(before->last, 4U);
}

TEST(SupF, RefusesFewEqualAndBrokenValues) {
  EXPECT_EQ(sup_f(std::vector<double>{1, 2, 3}).error().failure, &too_few_observations);
  EXPECT_EQ(sup_f(std::vector<double>(20, 3.0)).error().failure, &no_spread);
  std::vector<double> broken(20, 3.0);
  broken[7] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(sup_f(broken).error().where, "values[7]");
  EXPECT_EQ(sup_f(broken, 0.5).error().failure, &probability_out_of_range);
}

TEST(BreakInterval, IsMirroredWhenTimeRunsBackwards) {
  Random random(3);
  std::vector<double> values(60);
  for (std::size_t i = 0; i < 60; ++i) values[i] = random.normal() + (i < 25 ? 0.0 : 2.0);
  const auto forward = break_interval(values, 24);
  std::reverse(values.begin(), values.end());
  const auto backward = break_interval(values, 34);
  ASSERT_TRUE(forward && backward);
  // floor and ceiling change places, so an end may move by one
  EXPECT_NEAR(static_cast<double>(forward->low), 58.0 - static_cast<double>(backward->high), 1);
  EXPECT_NEAR(static_cast<double>(forward->high), 58.0 - static_cast<double>(backward->low), 1);
}

TEST(BreakInterval, RefusesSidesWithoutSpread) {
  const std::vector<double> flat{1, 1, 1, 2, 3, 2};
  EXPECT_EQ(break_interval(flat, 2).error().failure, &no_spread);
  EXPECT_EQ(break_interval(flat, 5).error().failure, &too_few_observations);
  EXPECT_EQ(break_interval(flat, 2, 1).error().failure, &confidence_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
