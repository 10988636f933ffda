#include "stat/shrinkage.h"

#include <cmath>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

const std::vector<Proportion> fact_sheet{{9, 10}, {47, 50}, {93, 100}, {180, 200}, {970, 1000}};

TEST(ShrinkShares, ReproducesTheFactSheet) {
  const auto shrunk = shrink_shares(fact_sheet);
  ASSERT_TRUE(shrunk);
  EXPECT_NEAR(shrunk->mean, .955147, 5e-7);
  EXPECT_NEAR(shrunk->strength, 31.92, 5e-3);
  const double expected[] = {.941992, .945902, .936085, .907590, .969541};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(shrunk->units[i].estimate, expected[i], 5e-7);
  EXPECT_GT(shrunk->units[0].estimate, shrunk->units[3].estimate)
      << "9 of 10 is last of the raw shares, but not of the shrunk ones";
}

TEST(ShrinkShares, MovesEveryShareTowardsTheMeanAndSmallSamplesMost) {
  const auto shrunk = shrink_shares(fact_sheet);
  ASSERT_TRUE(shrunk);
  double before = 0;
  for (std::size_t i = 0; i < fact_sheet.size(); ++i) {
    const double raw =
        static_cast<double>(fact_sheet[i].count) / static_cast<double>(fact_sheet[i].trials);
    const ShrunkEstimate& unit = shrunk->units[i];
    const double kept = (unit.estimate - shrunk->mean) / (raw - shrunk->mean);
    EXPECT_GT(kept, before);
    EXPECT_LT(kept, 1);
    EXPECT_LT(unit.interval.low, unit.median);
    EXPECT_GT(unit.interval.high, unit.median);
    before = kept;
  }
}

TEST(ShrinkShares, GivesAllTheMeanWhenTheyDifferByChanceAlone) {
  const std::vector<Proportion> units{{93, 100}, {186, 200}, {464, 500}};
  const auto shrunk = shrink_shares(units);
  ASSERT_TRUE(shrunk);
  EXPECT_EQ(shrunk->tau_squared, 0);
  EXPECT_TRUE(std::isinf(shrunk->strength));
  EXPECT_EQ(shrunk->units[0].estimate, shrunk->mean);
  const std::vector<Proportion> perfect{{5, 5}, {6, 6}};
  EXPECT_EQ(shrink_shares(perfect)->units[1].estimate, 1);
}

TEST(ShrinkShares, LeavesOppositesAlone) {
  const std::vector<Proportion> units{{0, 100}, {100, 100}};
  const auto shrunk = shrink_shares(units);
  ASSERT_TRUE(shrunk);
  EXPECT_LT(shrunk->units[0].estimate, 0.01);
  EXPECT_GT(shrunk->units[1].estimate, 0.99);
}

TEST(ShrinkShares, RefusesASingleUnit) {
  const std::vector<Proportion> one{{1, 2}};
  EXPECT_EQ(shrink_shares(one).error().failure, &too_few_observations);
  const std::vector<Proportion> empty{{1, 2}, {0, 0}};
  EXPECT_EQ(shrink_shares(empty).error().failure, &no_trials);
}

void expect_reference_rates(const std::string& name) {
  ZH_REFERENCE(rows, "scan/" + name + ".eb_gamma.csv");
  ZH_REFERENCE(parameters, "scan/" + name + ".eb_gamma_par.csv");
  const auto shrunk = shrink_rates(column(rows, "cases"), column(rows, "expected"));
  ASSERT_TRUE(shrunk);
  // The reference's own iteration (glm.nb) stops at about 1e-6.
  EXPECT_NEAR(std::log(shrunk->mean), parameters[0].number("value"), 1e-6);
  expect_close(shrunk->shape, parameters[1].number("value"), 1e-4);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    expect_close(shrunk->units[i].estimate, rows[i].number("eb_rr"), 1e-6);
    expect_close(shrunk->units[i].median, rows[i].number("eb_rr_median"), 1e-6);
  }
}

TEST(ShrinkRates, AgreesWithTheReferenceOnPennsylvania) { expect_reference_rates("pennLC"); }

TEST(ShrinkRates, AgreesWithTheReferenceOnUpstateNewYork) { expect_reference_rates("nyleukemia"); }

TEST(ShrinkRates, GivesAllTheMeanWhenTheyDifferByChanceAlone) {
  const std::vector<double> observed{10, 20, 31};
  const std::vector<double> expected{10, 20, 30};
  const auto shrunk = shrink_rates(observed, expected);
  ASSERT_TRUE(shrunk);
  EXPECT_TRUE(std::isinf(shrunk->shape));
  EXPECT_NEAR(shrunk->units[2].estimate, 61.0 / 60, 1e-12);
  EXPECT_LT(shrunk->units[2].interval.low, 1);
}

TEST(ShrinkRates, RefusesRegionsWithoutExpectation) {
  const std::vector<double> observed{1, 2};
  EXPECT_EQ(shrink_rates(observed, std::vector<double>{1, 0}).error().where, "expected[1]");
  EXPECT_EQ(shrink_rates(observed, std::vector<double>{1}).error().failure, &lengths_differ);
  EXPECT_EQ(shrink_rates(std::vector<double>{0, 0}, observed).error().failure, &value_not_positive);
  EXPECT_EQ(shrink_rates(std::vector<double>{0, NAN}, observed).error().failure, &value_not_finite);
  EXPECT_EQ(shrink_rates_by_moments(std::vector<double>{0, -1}, observed).error().failure,
            &value_negative);
}

TEST(ShrinkRatesByMoments, LiesBetweenTheRawRateAndTheMean) {
  const std::vector<double> observed{4, 40, 9};
  const std::vector<double> expected{10, 20, 10};
  const auto shrunk = shrink_rates_by_moments(observed, expected);
  ASSERT_TRUE(shrunk);
  const double mean = 53.0 / 40;
  EXPECT_GT((*shrunk)[0], 0.4);
  EXPECT_LT((*shrunk)[0], mean);
  EXPECT_LT((*shrunk)[1], 2);
  EXPECT_GT((*shrunk)[1], mean);
  // Marshall 1991 by hand: s^2 = 19.575 / 40, a = 0.489375 - 1.325 / (40 / 3).
  const double a = (10 * .925 * .925 + 20 * .675 * .675 + 10 * .425 * .425) / 40 - 1.325 * 3 / 40;
  EXPECT_NEAR((*shrunk)[1], mean + .675 * a / (a + mean / 20), 1e-12);
}

}  // namespace
}  // namespace zhiheng::stat
