#include "stat/stratified.h"

#include <gtest/gtest.h>

#include <limits>

#include "stat/failures.h"
#include "stat/proportion.h"

namespace zhiheng::stat {
namespace {

TEST(StratifiedProportion, ReproducesTheWorkedConformityRate) {
  const std::vector<Stratum> strata{{.30, 970, 1000}, {.20, 88, 100}, {.50, 180, 200}};
  const auto rate = stratified_proportion(strata);
  ASSERT_TRUE(rate);
  EXPECT_NEAR(rate->proportion, 0.9170, 1e-12);
  EXPECT_NEAR(rate->standard_error, 0.012544, 5e-7);
  EXPECT_NEAR(rate->pooled, 0.9523, 5e-5);
  EXPECT_EQ(rate->degrees_of_freedom, 1297);
  EXPECT_EQ(rate->trials, 1300);
  EXPECT_LT(rate->interval.low, 0.9170);
  EXPECT_GT(rate->interval.high, 0.9170);
}

TEST(StratifiedProportion, IsTheSameInAnyOrderOfStrata) {
  const std::vector<Stratum> strata{{.30, 970, 1000}, {.20, 88, 100}, {.50, 180, 200}};
  const std::vector<Stratum> turned{strata[2], strata[0], strata[1]};
  const auto one = stratified_proportion(strata);
  const auto other = stratified_proportion(turned);
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->proportion, other->proportion, 1e-15);
  EXPECT_NEAR(one->standard_error, other->standard_error, 1e-15);
}

TEST(StratifiedProportion, OfOneLargeStratumIsAPlainWilsonInterval) {
  const std::vector<Stratum> strata{{1, 930000, 1000000}};
  const auto rate = stratified_proportion(strata);
  const auto plain = wilson_interval(930000, 1000000);
  ASSERT_TRUE(rate && plain);
  EXPECT_NEAR(rate->interval.low, plain->low, 1e-8);
  EXPECT_NEAR(rate->interval.high, plain->high, 1e-8);
}

TEST(StratifiedProportion, ShowsHowLittleWasSeenWhenAllPassed) {
  const std::vector<Stratum> strata{{.5, 5, 5}, {.5, 5, 5}};
  const auto rate = stratified_proportion(strata);
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->proportion, 1);
  EXPECT_EQ(rate->standard_error, 0);
  EXPECT_EQ(rate->interval.high, 1);
  EXPECT_LT(rate->interval.low, 0.75);
}

TEST(StratifiedProportion, HasNoErrorLeftWhenEveryUnitWasInspected) {
  const std::vector<Stratum> strata{{.5, 3, 5, 5}, {.5, 4, 8, 8}};
  const auto rate = stratified_proportion(strata);
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->standard_error, 0);
}

TEST(StratifiedProportion, CountsStrataOfASingleUnit) {
  const std::vector<Stratum> strata{{.5, 1, 1}, {.5, 40, 80}};
  const auto rate = stratified_proportion(strata);
  ASSERT_TRUE(rate);
  EXPECT_EQ(rate->single_unit_strata, 1);
}

TEST(StratifiedProportion, RefusesWeightsThatDoNotSumToOne) {
  const std::vector<Stratum> strata{{.30, 970, 1000}, {.20, 88, 100}};
  const auto rate = stratified_proportion(strata);
  ASSERT_FALSE(rate);
  EXPECT_EQ(rate.error().failure, &weights_do_not_sum_to_one);
  EXPECT_EQ(rate.error().found, "0.5");
}

TEST(StratifiedProportion, NamesTheStratumThatItRefuses) {
  const std::vector<Stratum> strata{{.30, 970, 1000}, {.70, 89, 88}};
  const auto rate = stratified_proportion(strata);
  ASSERT_FALSE(rate);
  EXPECT_EQ(rate.error().failure, &count_out_of_range);
  EXPECT_EQ(rate.error().where, "strata[1].count");
  EXPECT_EQ(stratified_proportion({}).error().failure, &too_few_observations);
  const std::vector<Stratum> negative{{-1, 1, 2}, {2, 1, 2}};
  EXPECT_EQ(stratified_proportion(negative).error().failure, &value_negative);
  const std::vector<Stratum> unknown{{std::numeric_limits<double>::quiet_NaN(), 1, 2}};
  EXPECT_EQ(stratified_proportion(unknown).error().failure, &value_not_finite);
  const std::vector<Stratum> small{{1, 1, 2, 1}};
  EXPECT_EQ(stratified_proportion(small).error().where, "strata[0].population");
}

TEST(SharesOf, TurnsSizesIntoWeights) {
  const std::vector<double> sizes{30, 20, 50};
  EXPECT_EQ(shares_of(sizes), (std::vector<double>{.3, .2, .5}));
  EXPECT_EQ(shares_of(std::vector<double>{0, 0}).error().failure, &value_not_positive);
  EXPECT_EQ(shares_of(std::vector<double>{1, -1}).error().failure, &value_negative);
  EXPECT_EQ(shares_of({}).error().failure, &too_few_observations);
}

}  // namespace
}  // namespace zhiheng::stat
