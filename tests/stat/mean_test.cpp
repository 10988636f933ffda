#include "stat/mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

// Student's sleep data (1908): extra hours of sleep under two drugs, ten patients each.
const std::vector<double> first{0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
const std::vector<double> second{1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};

TEST(MeanInterval, ReproducesStudentsSleepData) {
  const auto estimate = mean_interval(*moments_of(second));
  ASSERT_TRUE(estimate);
  EXPECT_NEAR(estimate->mean, 2.33, 1e-12);
  EXPECT_NEAR(estimate->interval.low, 0.8976775, 5e-8);  // R 4.2.2 t.test
  EXPECT_NEAR(estimate->interval.high, 3.7623225, 5e-8);
  EXPECT_EQ(estimate->degrees_of_freedom, 9);
}

TEST(MeanInterval, MovesAndScalesWithTheData) {
  std::vector<double> moved = second;
  for (double& value : moved) value = 1e6 + 10 * value;
  const auto plain = mean_interval(*moments_of(second));
  const auto other = mean_interval(*moments_of(moved));
  ASSERT_TRUE(plain && other);
  EXPECT_NEAR(other->interval.low, 1e6 + 10 * plain->interval.low, 1e-6);
  EXPECT_NEAR(other->standard_error, 10 * plain->standard_error, 1e-9);
}

TEST(CompareMeans, ReproducesWelchOnTheSleepData) {
  const auto compared = compare_means(*moments_of(first), *moments_of(second));
  ASSERT_TRUE(compared);
  EXPECT_NEAR(compared->t, -1.8608, 5e-5);  // R 4.2.2 t.test(extra ~ group)
  EXPECT_NEAR(compared->degrees_of_freedom, 17.776, 5e-4);
  EXPECT_NEAR(compared->p_value, 0.07939, 5e-6);
  EXPECT_NEAR(compared->interval.low, -3.3654832, 5e-8);
  EXPECT_NEAR(compared->interval.high, 0.2054832, 5e-8);
}

TEST(CompareMeans, SeesConstantsAsEqualOrNot) {
  EXPECT_EQ(compare_means({5, 2, 0}, {5, 2, 0})->p_value, 1);
  EXPECT_EQ(compare_means({5, 2, 0}, {5, 3, 0})->p_value, 0);
}

TEST(MeanInterval, RefusesOneObservationAndBrokenNumbers) {
  const std::vector<double> one{1};
  EXPECT_EQ(moments_of(one).error().failure, &too_few_observations);
  EXPECT_EQ(mean_interval({1, 1, 0}).error().failure, &too_few_observations);
  EXPECT_EQ(mean_interval({-3, 1, 0}).error().failure, &too_few_observations);
  EXPECT_EQ(mean_interval({2, 1, -1}).error().failure, &value_negative);
  const std::vector<double> broken{1, std::numeric_limits<double>::infinity()};
  EXPECT_EQ(moments_of(broken).error().where, "values[1]");
  EXPECT_EQ(compare_means({2, NAN, 1}, {2, 1, 1}).error().failure, &value_not_finite);
  EXPECT_EQ(mean_interval({2, 1, 1}, 1).error().failure, &confidence_out_of_range);
}

TEST(RatioInterval, ReproducesTheWorkedLossRate) {
  // (320 + 180) / 25000 = 2.00 %, here split over two firms.
  const auto sums = ratio_sums_of(std::vector<double>{320, 180}, std::vector<double>{15000, 10000});
  ASSERT_TRUE(sums);
  const auto ratio = ratio_interval(*sums);
  ASSERT_TRUE(ratio);
  EXPECT_NEAR(ratio->mean, 0.02, 1e-15);
}

TEST(RatioInterval, IsTheMeanWhenEveryDenominatorIsOne) {
  const std::vector<double> ones(second.size(), 1.0);
  const auto ratio = ratio_interval(*ratio_sums_of(second, ones));
  const auto mean = mean_interval(*moments_of(second));
  ASSERT_TRUE(ratio && mean);
  EXPECT_NEAR(ratio->mean, mean->mean, 1e-12);
  EXPECT_NEAR(ratio->standard_error, mean->standard_error, 1e-12);
  EXPECT_NEAR(ratio->interval.high, mean->interval.high, 1e-12);
}

TEST(RatioInterval, HasNoErrorWhenAllUnitsShareTheRatio) {
  const auto sums = ratio_sums_of(std::vector<double>{1, 2, 3}, std::vector<double>{10, 20, 30});
  EXPECT_NEAR(ratio_interval(*sums)->standard_error, 0, 1e-8);  // differences of sums
}

TEST(RatioInterval, RefusesAnEmptyDenominator) {
  const auto sums = ratio_sums_of(std::vector<double>{1, 2}, std::vector<double>{0, 0});
  EXPECT_EQ(ratio_interval(*sums).error().failure, &value_not_positive);
  EXPECT_EQ(ratio_sums_of(std::vector<double>{1}, std::vector<double>{}).error().failure,
            &lengths_differ);
  EXPECT_EQ(ratio_interval({1, 1, 1, 1, 1, 1}).error().failure, &too_few_observations);
  EXPECT_EQ(ratio_interval({3, 1, 1, INFINITY, 1, 1}).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
