#include "stat/ranks.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(Places, ShareTheMeanWhenTied) {
  const std::vector<double> values{3, 5, 3, 1};
  EXPECT_EQ(places(values), (std::vector<double>{2.5, 1, 2.5, 4}));
}

TEST(RankShares, AreSureOfWhatIsFarApartAndUnsureOfTheRest) {
  const std::vector<Proportion> units{{9900, 10000}, {45, 50}, {46, 50}, {100, 10000}};
  const auto ranks = rank_shares(units);
  ASSERT_TRUE(ranks);
  EXPECT_EQ((*ranks)[3]->low, 4);
  EXPECT_EQ((*ranks)[3]->high, 4);
  EXPECT_EQ((*ranks)[1]->rank, 3);
  EXPECT_LE((*ranks)[1]->low, 2);
  EXPECT_EQ((*ranks)[1]->high, 3);
  double sum = 0;
  for (const auto& one : *ranks) sum += one->mean_rank;
  EXPECT_NEAR(sum, 10, 1e-9);
}

TEST(RankShares, AreTheSameForTheSameSeedOnly) {
  const std::vector<Proportion> units{{40, 50}, {45, 50}, {46, 50}};
  const auto one = rank_shares(units, {.seed = 7});
  const auto again = rank_shares(units, {.seed = 7});
  const auto other = rank_shares(units, {.seed = 8});
  ASSERT_TRUE(one && again && other);
  EXPECT_EQ((*one)[0]->mean_rank, (*again)[0]->mean_rank);
  EXPECT_NE((*one)[0]->mean_rank, (*other)[0]->mean_rank);
  EXPECT_NEAR((*one)[0]->mean_rank, (*other)[0]->mean_rank, 0.1);
}

TEST(RankShares, GiveNoPlaceBelowTheDeclaredMinimum) {
  const std::vector<Proportion> units{{40, 50}, {9, 9}, {46, 50}};
  const auto ranks = rank_shares(units, {.minimum_trials = 10});
  ASSERT_TRUE(ranks);
  EXPECT_FALSE((*ranks)[1]);
  EXPECT_EQ((*ranks)[2]->rank, 1);
  EXPECT_EQ((*ranks)[0]->rank, 2);
}

TEST(RankShares, RefuseFewDrawsAndEmptyUnits) {
  const std::vector<Proportion> units{{40, 50}, {0, 0}};
  EXPECT_EQ(rank_shares(units).error().failure, &no_trials);
  EXPECT_EQ(rank_shares({}, {.draws = 99}).error().failure, &too_few_observations);
  EXPECT_EQ(rank_shares({}, {.draws = -1}).error().failure, &too_few_observations);
  EXPECT_EQ(rank_shares({}, {.confidence = 1}).error().failure, &confidence_out_of_range);
}

TEST(RankEstimates, MeetTheirClosedFormForTwoUnits) {
  // P(first above second) = Phi(d / sqrt(s1^2 + s2^2)) = Phi(1), so the mean rank is 2 - Phi(1).
  const std::vector<double> estimates{std::sqrt(2.0), 0};
  const std::vector<double> errors{1, 1};
  const auto ranks = rank_estimates(estimates, errors, {.draws = 40000});
  ASSERT_TRUE(ranks);
  EXPECT_NEAR((*ranks)[0].mean_rank, 2 - 0.8413447, 0.008);  // four standard errors
}

TEST(RankEstimates, AreCertainWithoutError) {
  const std::vector<double> estimates{1, 3, 2};
  const std::vector<double> errors{0, 0, 0};
  const auto ranks = rank_estimates(estimates, errors);
  ASSERT_TRUE(ranks);
  EXPECT_EQ((*ranks)[1].low, 1);
  EXPECT_EQ((*ranks)[1].high, 1);
  EXPECT_EQ((*ranks)[0].low, 3);
  EXPECT_EQ(rank_estimates(estimates, std::vector<double>{1}).error().failure, &lengths_differ);
  EXPECT_EQ(rank_estimates(estimates, std::vector<double>{1, -1, 1}).error().where, "errors[1]");
  EXPECT_EQ(rank_estimates(std::vector<double>{NAN}, std::vector<double>{1}).error().failure,
            &value_not_finite);
}

TEST(Random, GivesTheSameNumbersEverywhere) {
  // The numbers published rank intervals rest on: a change here changes every stored result.
  Random random(42);
  const std::uint64_t first = random.bits();
  EXPECT_EQ(first, Random(42).bits());
  EXPECT_NE(first, Random(43).bits());
  EXPECT_NE(first, Random(42, 1).bits());
  EXPECT_NE(Random(1, 0).bits(), Random(0, 1).bits());
}

TEST(Random, HasTheMomentsOfItsDistributions) {
  Random random(1);
  constexpr int n = 200000;
  double normal = 0, normal2 = 0, gamma = 0, small = 0, beta = 0, uniform = 0;
  for (int i = 0; i < n; ++i) {
    const double z = random.normal();
    normal += z / n;
    normal2 += z * z / n;
    gamma += random.gamma(3.5) / n;
    small += random.gamma(0.5) / n;
    beta += random.beta(2, 6) / n;
    uniform += random.uniform() / n;
  }
  EXPECT_NEAR(normal, 0, 0.01);
  EXPECT_NEAR(normal2, 1, 0.015);
  EXPECT_NEAR(gamma, 3.5, 0.02);
  EXPECT_NEAR(small, 0.5, 0.01);
  EXPECT_NEAR(beta, 0.25, 0.002);
  EXPECT_NEAR(uniform, 0.5, 0.003);
}

TEST(Random, DrawsWholeNumbersEvenly) {
  Random random(5);
  int hits[7] = {};
  for (int i = 0; i < 70000; ++i) ++hits[random.below(7)];
  for (const int hit : hits) EXPECT_NEAR(hit, 10000, 400);
}

}  // namespace
}  // namespace zhiheng::stat
