#include "stat/ears.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

std::vector<double> counts(std::size_t n, std::uint64_t seed) {
  Random random(seed);
  std::vector<double> values(n);
  for (double& value : values) value = static_cast<double>(random.below(12));
  return values;
}

TEST(Ears, C1IsMeanPlusThreeSigmasOfTheLastSevenDays) {
  const std::vector<double> week{2, 4, 4, 4, 5, 5, 4, 20};
  const auto points = ears(week, {});
  ASSERT_TRUE(points);
  ASSERT_EQ(points->size(), 1U);
  // mean 4, squares 4 + 1 + 1 = 6, s = 1, z(0.999) = 3.090232306167814
  EXPECT_NEAR(points->front().upper, 7.090232306167814, 1e-12);
  EXPECT_TRUE(points->front().alarm);
}

TEST(Ears, C2LeavesTheLastTwoDaysOut) {
  std::vector<double> series{2, 4, 4, 4, 5, 5, 4, 300, 300, 20};
  const auto points = ears(series, {.method = EarsMethod::c2});
  ASSERT_EQ(points->size(), 1U);
  EXPECT_NEAR(points->front().upper, 7.090232306167814, 1e-12);
}

TEST(Ears, BoundsMoveWithTheSeriesAndScaleWithIt) {
  const auto series = counts(60, 3);
  for (const auto method : {EarsMethod::c1, EarsMethod::c2, EarsMethod::c3}) {
    std::vector<double> moved = series;
    for (double& value : moved) value = 3 * value;
    const auto before = ears(series, {.method = method, .alpha = 0.025});
    const auto after = ears(moved, {.method = method, .alpha = 0.025});
    ASSERT_TRUE(before && after);
    for (std::size_t i = 0; i < before->size(); ++i) {
      EXPECT_NEAR(3 * before->at(i).upper, after->at(i).upper, 1e-9);
      EXPECT_EQ(before->at(i).alarm, after->at(i).alarm);
    }
  }
}

TEST(Ears, ASmallerAlphaNeverLowersTheBound) {
  const auto series = counts(80, 5);
  const auto strict = ears(series, {.alpha = 0.001});
  const auto loose = ears(series, {.alpha = 0.05});
  for (std::size_t i = 0; i < strict->size(); ++i) {
    EXPECT_GE(strict->at(i).upper, loose->at(i).upper);
  }
}

TEST(Ears, WithoutSpreadUsesTheLeastSigma) {
  const std::vector<double> flat(9, 4.0);
  EXPECT_EQ(ears(flat, {})->front().upper, 4.0);
  const auto least = ears(flat, {.minimum_sigma = 1});
  EXPECT_NEAR(least->front().upper, 7.090232306167814, 1e-12);
}

TEST(Ears, GivesNothingForASeriesWithoutABaseline) {
  EXPECT_TRUE(ears(std::vector<double>{1, 2, 3}, {})->empty());
  EXPECT_TRUE(ears({}, {})->empty());
}

TEST(Ears, NamesWhatItRefuses) {
  auto series = counts(20, 1);
  EXPECT_EQ(ears(series, {.baseline = 2}).error().failure, &value_out_of_range);
  EXPECT_EQ(ears(series, {.minimum_sigma = -1}).error().failure, &value_negative);
  EXPECT_EQ(ears(series, {.alpha = 0}).error().failure, &probability_out_of_range);
  series[4] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(ears(series, {}).error().where, "counts[4]");
}

TEST(Ears, TakesTenMillionDays) {
  const auto points = ears(counts(10'000'000, 9), {.method = EarsMethod::c2});
  ASSERT_TRUE(points);
  EXPECT_EQ(points->size(), 10'000'000U - 9);
}

}  // namespace
}  // namespace zhiheng::stat
