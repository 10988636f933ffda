#include "stat/box_cox.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"
#include "stat/minimise.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// R's data set trees, volume in cubic feet (T. A. Ryan and others, Minitab handbook, 1976).
const std::vector<double> timber{10.3, 10.3, 10.2, 16.4, 18.8, 19.7, 15.6, 18.2, 22.6, 19.9, 24.2,
                                 21,   21.4, 21.3, 19.1, 22.2, 33.8, 27.4, 25.7, 24.9, 34.5, 31.7,
                                 36.3, 38.3, 42.6, 55.4, 55.7, 58.3, 51.5, 51,   77};

TEST(BoxCoxPower, AgreesWithTheReferenceProgram) {
  // R 4.2.2, MASS 7.3-58.2: boxcox(lm(Volume ~ 1)), its profile maximised and cut by uniroot.
  const auto found = box_cox_power(timber);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->lambda, -0.0747660424641885, 1e-6);
  EXPECT_NEAR(found->interval.low, -0.703222933214803, 1e-6);
  EXPECT_NEAR(found->interval.high, 0.565016587454895, 1e-6);
}

TEST(BoxCoxPower, DoesNotDependOnTheUnitAndTurnsWithReciprocals) {
  std::vector<double> litres, reciprocal;
  for (const double value : timber) {
    litres.push_back(28.3168 * value);
    reciprocal.push_back(1 / value);
  }
  const double power = box_cox_power(timber)->lambda;
  EXPECT_NEAR(box_cox_power(litres)->lambda, power, 1e-6);
  EXPECT_NEAR(box_cox_power(reciprocal)->lambda, -power, 1e-6);
}

TEST(BoxCoxOutliers, LeaveTheLongTailOfSkewedDataAlone) {
  Random random(4);
  std::vector<double> costs;
  for (int i = 0; i < 300; ++i) costs.push_back(std::exp(3 + random.normal()));
  const auto skewed = box_cox_outliers(costs);
  ASSERT_TRUE(skewed);
  EXPECT_NEAR(skewed->power.lambda, 0, 0.1);
  int beyond = 0;
  for (const double z : skewed->z) beyond += std::abs(z) > 3.5 ? 1 : 0;
  EXPECT_LE(beyond, 2);
  // The usual range is where |z| is within the limit.
  for (std::size_t i = 0; i < costs.size(); ++i) {
    EXPECT_EQ(std::abs(skewed->z[i]) <= 3.5,
              costs[i] >= skewed->usual.low && costs[i] <= skewed->usual.high);
  }
}

TEST(BoxCoxOutliers, DoNotLetOutliersChooseTheirOwnScale) {
  Random random(5);
  std::vector<double> weights;
  for (int i = 0; i < 60; ++i) weights.push_back(50 + random.normal());
  weights.push_back(5000);
  weights.push_back(0.5);
  const auto found = box_cox_outliers(weights);
  ASSERT_TRUE(found);
  EXPECT_GT(found->z[60], 3.5);
  EXPECT_LT(found->z[61], -3.5);
  EXPECT_GT(found->usual.low, 40);
  EXPECT_LT(found->usual.high, 60);
  EXPECT_GT(found->rounds, 1);
}

TEST(BoxCoxOutliers, AnswerFinitelyOnRandomValues) {
  Random random(6);
  for (int round = 0; round < 200; ++round) {
    std::vector<double> values;
    const double width = std::exp(3 * random.normal());
    for (std::size_t i = 0; i < 5 + random.below(30); ++i) {
      values.push_back(std::exp(width * random.normal()));
    }
    const auto found = box_cox_outliers(values);
    if (!found) continue;
    EXPECT_GE(found->power.lambda, -5);
    EXPECT_LE(found->power.lambda, 5);
    EXPECT_LE(found->power.interval.low, found->power.lambda);
    for (const double z : found->z) EXPECT_FALSE(std::isnan(z));
  }
}

TEST(BoxCoxOutliers, RefuseWhatHasNoPower) {
  EXPECT_EQ(box_cox_outliers(std::vector<double>{1, 2, 3, 4}).error().failure,
            &too_few_observations);
  EXPECT_EQ(box_cox_outliers(std::vector<double>{1, 2, 0, 4, 5}).error().failure,
            &value_not_positive);
  EXPECT_EQ(box_cox_outliers(std::vector<double>{1, 2, NAN, 4, 5}).error().failure,
            &value_not_finite);
  EXPECT_EQ(box_cox_power(std::vector<double>{2, 2, 2, 2, 2}).error().failure, &no_spread);
  EXPECT_EQ(box_cox_power(timber, 0).error().failure, &confidence_out_of_range);
  EXPECT_EQ(box_cox_outliers(timber, 0).error().failure, &value_not_positive);
}

TEST(Minimise, FindsTheLowestOfSeveralValleys) {
  const auto valley = [](double x) { return (x - 0.3) * (x - 0.3) + 2; };
  EXPECT_NEAR(minimise(valley, -10, 10).at, 0.3, 1e-7);
  EXPECT_NEAR(minimise(valley, -10, 10).value, 2, 1e-14);
  const auto waves = [](double x) { return std::sin(5 * x) + 0.05 * (x - 2) * (x - 2); };
  EXPECT_NEAR(minimise_over_grid(waves, -10, 10, 200).at, 2.188, 0.05);
  const auto slope = [](double x) { return x; };
  EXPECT_EQ(minimise_over_grid(slope, -1, 1, 10).at, -1);
}

}  // namespace
}  // namespace zhiheng::stat
