#include "stat/robust.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(RobustScale, IsTheScaledMedianAbsoluteDeviation) {
  const std::vector<double> values{1, 2, 3, 4, 100};
  const auto scale = robust_scale(values);
  ASSERT_TRUE(scale);
  EXPECT_EQ(scale->centre, 3);
  EXPECT_NEAR(scale->spread, 1.4826022185, 1e-9);
}

TEST(RobustZ, ShowsTheOutlierThatHidesItselfFromTheOrdinaryZ) {
  const std::vector<double> values{10.1, 9.9, 10.0, 10.2, 9.8, 30};
  const auto z = robust_z(values);
  ASSERT_TRUE(z);
  EXPECT_GT((*z)[5], 50);
  EXPECT_LT(std::abs((*z)[0]), 3.5);
}

TEST(RobustZ, DoesNotChangeWithTheUnit) {
  const std::vector<double> values{1, 2, 4, 8, 16};
  std::vector<double> grams;
  for (const double value : values) grams.push_back(1000 * value + 7);
  const auto one = robust_z(values);
  const auto other = robust_z(grams);
  for (std::size_t i = 0; i < values.size(); ++i) EXPECT_NEAR((*one)[i], (*other)[i], 1e-12);
}

TEST(RobustZ, StillMeasuresWhenMostValuesAreEqual) {
  const std::vector<double> values{0, 0, 0, 0, 5};
  EXPECT_NEAR((*robust_z(values))[4], 5 / 1.2533141373, 1e-9);
}

TEST(RobustZ, RefusesConstants) {
  EXPECT_EQ(robust_z(std::vector<double>{2, 2, 2}).error().failure, &no_spread);
  EXPECT_EQ(robust_z(std::vector<double>{2, 2}).error().failure, &too_few_observations);
  EXPECT_EQ(robust_z(std::vector<double>{2, 2, NAN}).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
