#include "stat/proficiency.h"

#include <algorithm>
#include <numeric>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

const std::vector<double> twelve{12.1, 11.8, 12.4, 13.0, 11.5, 12.2,
                                 12.3, 15.9, 12.0, 11.9, 9.1,  12.6};

std::vector<std::size_t> one_each(std::size_t n) {
  std::vector<std::size_t> numbers(n);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

TEST(AlgorithmA, EndsWhereTheIterationOfTheStandardEnds) {
  // R 4.2.2, twenty thousand steps of C.3.1 as it is printed.
  const auto seven = algorithm_a(std::vector<double>{4.5, 4.9, 5.6, 4.2, 6.2, 5.2, 9.9});
  ASSERT_TRUE(seven);
  expect_close(seven->centre, 5.38648923009565);
  expect_close(seven->spread, 1.14595692038261);
  const auto more = algorithm_a(twelve);
  expect_close(more->centre, 12.18);
  expect_close(more->spread, 0.635261585579978);
  // R MASS 7.3 hubers(k = 1.5) has the exact factor in place of the standard's 1.134.
  EXPECT_NEAR(more->spread, 0.634544325362097, 1.5e-3);
}

TEST(AlgorithmA, MovesWithTheUnitAndIgnoresOrder) {
  std::vector<double> other(twelve.rbegin(), twelve.rend());
  for (double& value : other) value = 1000 * value + 5;
  expect_close(algorithm_a(other)->centre, 1000 * algorithm_a(twelve)->centre + 5);
  expect_close(algorithm_a(other)->spread, 1000 * algorithm_a(twelve)->spread);
}

TEST(AlgorithmA, HardlyMovesForOneWildResult) {
  std::vector<double> wild = twelve;
  wild[7] = 1e6;
  EXPECT_NEAR(algorithm_a(wild)->centre, algorithm_a(twelve)->centre, 1e-6);
}

TEST(AlgorithmA, RefusesWhereMostResultsAgree) {
  EXPECT_EQ(algorithm_a(std::vector<double>{2, 2, 2}).error().failure, &no_spread);
  EXPECT_EQ(algorithm_a(std::vector<double>{2, 2, 2, 2, 2, 2, 3}).error().failure, &no_spread);
  EXPECT_EQ(algorithm_a(std::vector<double>{1, 2}).error().failure, &too_few_observations);
  EXPECT_EQ(algorithm_a(std::vector<double>{1, 2, NAN}).error().failure, &value_not_finite);
}

TEST(QStandardDeviation, AgreesWithItsDefinition) {
  // R 4.2.2: C.5.2 written out with loops over the laboratories and approx() for G.
  expect_close(*q_standard_deviation(twelve, one_each(12)), 0.665743339795524);
  const std::vector<double> repeated{12.1, 12.3, 11.8, 12.4, 12.4, 13.0, 11.5,
                                     12.2, 12.3, 15.9, 12.0, 11.9, 9.1};
  const std::vector<std::size_t> laboratories{1, 1, 2, 2, 3, 3, 3, 4, 5, 6, 6, 7, 8};
  expect_close(*q_standard_deviation(repeated, laboratories), 0.479820486418875);
}

TEST(QStandardDeviation, EstimatesTheDeviationOfNormalResults) {
  Random random(11);
  std::vector<double> values(2000);
  for (double& value : values) value = 50 + 3 * random.normal();
  EXPECT_NEAR(*q_standard_deviation(values, one_each(2000)), 3, 0.15);
  EXPECT_NEAR(algorithm_a(values)->spread, 3, 0.15);
}

TEST(QStandardDeviation, RefusesOneLaboratoryAndEqualResults) {
  const std::vector<double> values{1, 2, 3};
  const std::vector<std::size_t> same{4, 4, 4};
  EXPECT_EQ(q_standard_deviation(values, same).error().failure, &too_few_observations);
  EXPECT_EQ(q_standard_deviation(std::vector<double>{1, 1, 1}, one_each(3)).error().failure,
            &no_spread);
  EXPECT_EQ(q_standard_deviation(values, one_each(2)).error().failure, &lengths_differ);
  EXPECT_EQ(q_standard_deviation(std::vector<double>(5001, 1.0), one_each(5001)).error().failure,
            &too_many_observations);
}

TEST(HampelLocation, SolvesItsEquation) {
  // R 4.2.2: uniroot of sum(psi((x - m) / 0.12)) near the median 1.1.
  const std::vector<double> skewed{1.02, 1.10, 0.98, 1.30, 1.05, 1.21, 0.90, 1.38, 2.6};
  expect_close(*hampel_location(skewed, 0.12), 1.108);
  expect_close(*hampel_location(twelve, 0.665743339795524), 12.18);
}

TEST(HampelLocation, DoesNotCountWhatLiesFarAway) {
  const std::vector<double> plain{1, 2, 3, 4, 5};
  std::vector<double> wild = plain;
  wild.push_back(1e9);
  EXPECT_NEAR(*hampel_location(wild, 1.5), *hampel_location(plain, 1.5), 1e-9);
  EXPECT_EQ(*hampel_location(std::vector<double>{-10, 10}, 1), 0);  // two roots equally near
  EXPECT_EQ(hampel_location(plain, 0).error().failure, &value_not_positive);
}

TEST(PerformanceScores, FollowTheirDefinitions) {
  const auto assigned = consensus(RobustScale{10, 0.4}, 25);
  ASSERT_TRUE(assigned);
  EXPECT_NEAR(assigned->uncertainty, 0.1, 1e-15);
  EXPECT_TRUE(uncertainty_negligible(*assigned));
  EXPECT_FALSE(uncertainty_negligible(*consensus(RobustScale{10, 0.4}, 10)));
  const auto scores = performance_scores(11, 0.2, *assigned);
  ASSERT_TRUE(scores);
  EXPECT_NEAR(scores->z, 2.5, 1e-12);
  EXPECT_NEAR(scores->z_prime, 1 / std::sqrt(0.17), 1e-12);
  EXPECT_NEAR(*scores->zeta, 1 / std::sqrt(0.05), 1e-12);
  EXPECT_NEAR(*scores->e_n, 0.5 / std::sqrt(0.05), 1e-12);
  EXPECT_FALSE(performance_scores(11, std::nullopt, *assigned)->zeta);
  EXPECT_NEAR(performance_scores(9, 0.2, *assigned)->z, -scores->z, 1e-12);
}

TEST(PerformanceScores, RefuseWhatCannotBeDividedBy) {
  EXPECT_EQ(performance_scores(1, std::nullopt, {0, 0, 0}).error().failure, &value_not_positive);
  EXPECT_EQ(performance_scores(1, 0.0, {0, 0, 1}).error().failure, &value_not_positive);
  EXPECT_EQ(performance_scores(NAN, std::nullopt, {0, 0, 1}).error().failure, &value_not_finite);
  EXPECT_EQ(performance_scores(1, std::nullopt, {0, -1, 1}).error().failure, &value_negative);
  EXPECT_EQ(consensus(RobustScale{10, 0.4}, 2).error().failure, &too_few_observations);
}

TEST(Homogeneity, HasThePublishedFactors) {
  // Thompson, Ellison, Wood (2006), table of F1 and F2: 2.10 and 1.43 for seven samples, 1.88 and
  // 1.01 for ten, 1.59 and 0.57 for twenty. limit^2 = F1 allowed^2 + F2 s_w^2, allowed = 0.3.
  struct Row {
    std::size_t samples;
    double f1, f2;
  };
  for (const Row& row : {Row{7, 2.10, 1.43}, Row{10, 1.88, 1.01}, Row{20, 1.59, 0.57}}) {
    std::vector<double> first(row.samples, 5.0);
    const auto exact = homogeneity(first, first, 1);
    EXPECT_NEAR(exact->limit * exact->limit / 0.09, row.f1, 0.005);
    std::vector<double> second(row.samples, 5.0 + std::sqrt(2.0));  // s_w = 1
    const auto spread = homogeneity(first, second, 1);
    EXPECT_NEAR(spread->within, 1, 1e-12);
    EXPECT_NEAR(spread->limit * spread->limit - exact->limit * exact->limit, row.f2, 0.005);
  }
}

TEST(Homogeneity, SeesSamplesThatDiffer) {
  const std::vector<double> first{1, 2, 3, 4, 5, 6, 7, 8};
  const std::vector<double> second{1.1, 2.1, 2.9, 4.1, 5, 6.1, 6.9, 8};
  const auto found = homogeneity(first, second, 1);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->adequate);
  EXPECT_FALSE(found->adequate_with_error);
  EXPECT_NEAR(found->between, 2.42, 0.05);
  EXPECT_TRUE(homogeneity(first, second, 100)->adequate);
  EXPECT_EQ(homogeneity(first, std::vector<double>{1}, 1).error().failure, &lengths_differ);
}

}  // namespace
}  // namespace zhiheng::stat
