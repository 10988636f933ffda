#include "stat/score_ranks.h"

#include <cmath>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

void as_they_are(std::span<const double> values, std::span<double> parts) {
  std::ranges::copy(values, parts.begin());
}

ScoreCriterion criterion(double points, std::vector<double> values, double deviation = 0) {
  ScoreCriterion made{.points = points, .values = {}, .score = as_they_are};
  for (const double value : values) {
    made.values.push_back({.kind = PlausibleValue::Kind::spread,
                           .value = value,
                           .below = deviation,
                           .above = deviation});
  }
  return made;
}

TEST(ScoreSpread, WithoutDoubtEveryTableIsTheSame) {
  const std::vector<ScoreCriterion> criteria = {criterion(60, {0.9, 0.5, 0.1}),
                                                criterion(40, {0.8, 0.6, 0.2})};
  const std::vector<double> totals = {86, 54, 14};
  ScoreOptions options;
  options.weights = WeightChange::none;
  options.classes = 2;
  options.classify = [](std::size_t, double total) { return total >= 60 ? 0U : 1U; };
  const auto spread = score_spread(totals, criteria, options);
  ASSERT_TRUE(spread);
  for (std::size_t unit = 0; unit < 3; ++unit) {
    EXPECT_NEAR((*spread)[unit].low, totals[unit], 1e-9);
    EXPECT_NEAR((*spread)[unit].high, totals[unit], 1e-9);
    EXPECT_EQ((*spread)[unit].rank.low, static_cast<double>(unit + 1));
    EXPECT_EQ((*spread)[unit].stability, 1);
    EXPECT_EQ((*spread)[unit].probability[0], unit == 0 ? 1 : 0);
  }
}

// Two units a distance of 0.1 apart, each with deviation 0.1: the second wins with probability
// Phi(-0.1 / sqrt(0.02)) = 0.2398.
TEST(ScoreSpread, GivesThePlacesTheirTrueProbability) {
  const std::vector<ScoreCriterion> criteria = {criterion(1, {0.5, 0.4}, 0.1)};
  const std::vector<double> totals = {0.5, 0.4};
  ScoreOptions options;
  options.weights = WeightChange::none;
  options.draws = 40'000;
  const auto spread = score_spread(totals, criteria, options);
  ASSERT_TRUE(spread);
  EXPECT_NEAR((*spread)[0].stability, 1 - 0.2398, 0.01);
  EXPECT_NEAR((*spread)[0].rank.mean_rank, 1.2398, 0.01);
  EXPECT_NEAR((*spread)[0].low, 0.5 - 1.96 * 0.1, 0.01);
}

// Weights ~ Dirichlet(c w): the weight of 0.3 has the deviation sqrt(0.3 x 0.7 / (c + 1)).
TEST(ScoreSpread, ChangesWeightsAsADirichletDoes) {
  const std::vector<ScoreCriterion> criteria = {criterion(30, {1}), criterion(70, {0})};
  ScoreOptions options;
  options.concentration = 99;
  options.draws = 40'000;
  options.data = false;
  const auto spread = score_spread(std::vector<double>{30}, criteria, options);
  ASSERT_TRUE(spread);
  const double deviation = 100 * std::sqrt(0.3 * 0.7 / 100);
  EXPECT_NEAR((*spread)[0].high - (*spread)[0].low, 2 * 1.96 * deviation, 0.5);
}

TEST(ScoreSpread, UniformWeightsStayWithinTheirReach) {
  const std::vector<ScoreCriterion> criteria = {criterion(50, {1}), criterion(50, {0})};
  ScoreOptions options;
  options.weights = WeightChange::uniform;
  options.reach = 0.2;
  const auto spread = score_spread(std::vector<double>{50}, criteria, options);
  ASSERT_TRUE(spread);
  EXPECT_GE((*spread)[0].low, 100 * 0.8 / 2.0 - 1e-9);  // 0.8 : 1.2
  EXPECT_LE((*spread)[0].high, 100 * 1.2 / 2.0 + 1e-9);
}

TEST(ScoreSpread, TheOrderOfUnitsWithFixedValuesChangesNothing) {
  const std::vector<ScoreCriterion> criteria = {criterion(60, {0.9, 0.5, 0.1}),
                                                criterion(40, {0.1, 0.4, 0.9})};
  const std::vector<ScoreCriterion> turned = {criterion(60, {0.1, 0.5, 0.9}),
                                              criterion(40, {0.9, 0.4, 0.1})};
  const auto one = score_spread(std::vector<double>{58, 46, 42}, criteria, {});
  const auto other = score_spread(std::vector<double>{42, 46, 58}, turned, {});
  ASSERT_TRUE(one && other);
  for (std::size_t unit = 0; unit < 3; ++unit) {
    EXPECT_EQ((*one)[unit].rank.mean_rank, (*other)[2 - unit].rank.mean_rank);
    EXPECT_EQ((*one)[unit].low, (*other)[2 - unit].low);
  }
}

TEST(ScoreSpread, RefusesWhatDoesNotFit) {
  const std::vector<ScoreCriterion> criteria = {criterion(1, {0.5, 0.4})};
  EXPECT_EQ(score_spread(std::vector<double>{1}, criteria, {}).error().failure, &lengths_differ);
  ScoreOptions options;
  options.draws = 5;
  EXPECT_EQ(score_spread(std::vector<double>{1, 2}, criteria, options).error().failure,
            &too_few_observations);
  options = {};
  options.concentration = 0;
  EXPECT_EQ(score_spread(std::vector<double>{1, 2}, criteria, options).error().failure,
            &value_not_positive);
  options = {};
  options.reach = 1;
  EXPECT_EQ(score_spread(std::vector<double>{1, 2}, criteria, options).error().failure,
            &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
