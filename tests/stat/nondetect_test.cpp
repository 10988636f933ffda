#include "stat/nondetect.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/mean.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// Arsenic in streams of Oahu, three limits: D. R. Helsel, Nondetects and Data Analysis (2005),
/// chapter 6. L. Lee, D. R. Helsel, Comput. Geosci. 31 (2005) 1241 print 0.949 (Kaplan-Meier),
/// 0.945 and 0.656 (likelihood), 0.972 and 0.718 (regression).
std::vector<Concentration> oahu() {
  std::vector<Concentration> values{{0.9, true}};
  for (int i = 0; i < 4; ++i) values.push_back({1, true});
  for (int i = 0; i < 8; ++i) values.push_back({2, true});
  for (const double seen : {0.5, 0.5, 0.5, 0.6, 0.7, 0.7, 0.9, 1.5, 1.7, 2.8, 3.2}) {
    values.push_back({seen, false});
  }
  return values;
}

const std::vector<double> levels{0.5, 0.9};

TEST(ConcentrationsBySurvival, AgreeWithTheReferenceProgram) {
  // R 4.2.2, survival 3.5-3: survfit(Surv(10 - x, detected) ~ 1), restricted mean.
  const auto found = concentrations_by_survival(oahu(), levels);
  ASSERT_TRUE(found);
  expect_close(found->mean, 0.948958333333334);
  const double half = 2.0686576104190406 * 0.157024564710583;  // qt(0.975, 23) se(rmean)
  expect_close(found->mean_interval.high, 0.948958333333334 + half);
  EXPECT_EQ(found->quantiles[0], 0.7);
  EXPECT_EQ(found->detected, 11);
  EXPECT_EQ(found->undetected, 13);
}

TEST(ConcentrationsByLikelihood, AgreeWithTheReferenceProgram) {
  // R: survreg(Surv(low, high, type = "interval2") ~ 1, dist = "lognormal").
  const auto found = concentrations_by_likelihood(oahu(), levels);
  ASSERT_TRUE(found);
  expect_close(found->mean, 0.945258516731963, 1e-8);
  expect_close(found->standard_deviation, 0.655926149453367, 1e-8);
  expect_close(found->mean_interval.low, 0.690996757074384, 1e-8);
  expect_close(found->mean_interval.high, 1.293079387575369, 1e-8);
  expect_close(*found->quantiles[0], 0.776600661172063, 1e-8);
  expect_close(*found->quantiles[1], 1.734358781559234, 1e-8);
}

TEST(ConcentrationsByRegression, AgreeWithTheirDefinition) {
  // R 4.2.2: plotting positions and lm() written out.
  const auto found = concentrations_by_regression(oahu(), levels, 0.95, 1, 200);
  ASSERT_TRUE(found);
  expect_close(found->mean, 0.972463241681459);
  expect_close(found->standard_deviation, 0.718012248817800);
  expect_close(*found->quantiles[0], 0.7);
  expect_close(*found->quantiles[1], 1.64);
  EXPECT_LT(found->mean_interval.low, found->mean);
  EXPECT_GT(found->mean_interval.high, found->mean);
  EXPECT_EQ(found->mean_interval,
            concentrations_by_regression(oahu(), levels, 0.95, 1, 200)->mean_interval);
}

TEST(Concentrations, AreThePlainOnesWhenAllAreDetected) {
  const std::vector<double> plain{1, 2, 3, 4, 10};
  std::vector<Concentration> values;
  values.reserve(plain.size());
  for (const double value : plain) values.push_back({value, false});
  const auto moments = moments_of(plain);
  for (const auto& found : {concentrations_by_survival(values, levels),
                            concentrations_by_regression(values, levels, 0.95, 1, 100)}) {
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->mean, moments->mean, 1e-12);
    EXPECT_EQ(found->quantiles[0], 3);
  }
}

TEST(Concentrations, ScaleWithTheUnitAndIgnoreOrder) {
  auto values = oahu();
  std::ranges::reverse(values);
  for (Concentration& one : values) one.value *= 1000;
  expect_close(concentrations_by_survival(values, {})->mean,
               1000 * concentrations_by_survival(oahu(), {})->mean);
  expect_close(concentrations_by_likelihood(values, {})->standard_deviation,
               1000 * concentrations_by_likelihood(oahu(), {})->standard_deviation, 1e-8);
  expect_close(concentrations_by_regression(values, {}, 0.9, 1, 100)->mean,
               1000 * concentrations_by_regression(oahu(), {}, 0.9, 1, 100)->mean);
}

TEST(ConcentrationsBySurvival, SayNothingOfQuantilesBelowTheLimits) {
  const std::vector<Concentration> values{{1, true}, {1, true}, {1, true}, {2, false}, {3, false}};
  const auto found = concentrations_by_survival(values, std::vector<double>{0.5, 0.7, 0.9});
  EXPECT_FALSE(found->quantiles[0]);
  EXPECT_EQ(found->quantiles[1], 2);
  EXPECT_EQ(found->quantiles[2], 3);
  EXPECT_NEAR(found->mean, (3 * 1 + 2 + 3) / 5.0, 1e-12);
}

TEST(Concentrations, AreFiniteOrRefusedOnRandomValues) {
  Random random(12);
  for (int round = 0; round < 200; ++round) {
    std::vector<Concentration> values(2 + random.below(10));
    for (Concentration& one : values) {
      one = {1 + static_cast<double>(random.below(5)), random.uniform() < 0.5};
    }
    for (const auto& found :
         {concentrations_by_survival(values, levels), concentrations_by_likelihood(values, levels),
          concentrations_by_regression(values, levels, 0.9, 1, 100)}) {
      if (!found) continue;
      EXPECT_TRUE(std::isfinite(found->mean) && std::isfinite(found->standard_deviation));
      EXPECT_LE(found->mean_interval.low, found->mean_interval.high);
    }
  }
}

TEST(Concentrations, RefuseOnlyLimits) {
  const std::vector<Concentration> limits{{1, true}, {2, true}};
  EXPECT_EQ(concentrations_by_survival(limits, {}).error().failure, &too_few_observations);
  const std::vector<Concentration> one{{1, true}, {2, false}, {2, false}};
  EXPECT_EQ(concentrations_by_regression(one, {}).error().failure, &too_few_observations);
  const std::vector<Concentration> zero{{0, false}, {2, false}};
  EXPECT_EQ(concentrations_by_likelihood(zero, {}).error().failure, &value_not_positive);
  EXPECT_EQ(concentrations_by_survival(oahu(), std::vector<double>{1}).error().failure,
            &probability_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
