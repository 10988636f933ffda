#include "stat/composite.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "stat/component_weights.h"
#include "stat/failures.h"
#include "stat/random.h"
#include "stat/shapley.h"

namespace zhiheng::stat {
namespace {

using Values = std::vector<double>;

TEST(Normalise, BringsValuesToTheirScales) {
  const Values values = {2, 4, 10, 4};
  EXPECT_EQ(*normalise(values, Normalisation::min_max, false), (Values{0, 0.25, 1, 0.25}));
  EXPECT_EQ(*normalise(values, Normalisation::min_max, true), (Values{1, 0.75, 0, 0.75}));
  EXPECT_EQ(*normalise(values, Normalisation::rank, false), (Values{0, 0.5, 1, 0.5}));
  EXPECT_EQ(*normalise(values, Normalisation::target, false, 4), (Values{0.5, 1, 2.5, 1}));
  EXPECT_EQ(*normalise(values, Normalisation::target, true, 4), (Values{2, 1, 0.4, 1}));
  const auto z = *normalise(values, Normalisation::z_score, false);
  EXPECT_NEAR(z[2], 5 / std::sqrt(12), 1e-12);  // mean 5, variance (9 + 1 + 25 + 1) / 3
  EXPECT_NEAR(std::accumulate(z.begin(), z.end(), 0.0), 0, 1e-12);
}

TEST(Normalise, DoesNotDependOnTheUnitOfMeasure) {
  const Values values = {2, 4, 10, 5};
  Values other;
  for (const double value : values) other.push_back(32 + 1.8 * value);
  for (const auto method : {Normalisation::min_max, Normalisation::z_score, Normalisation::rank}) {
    const auto one = *normalise(values, method, true);
    const auto two = *normalise(other, method, true);
    for (std::size_t i = 0; i < one.size(); ++i) EXPECT_NEAR(one[i], two[i], 1e-12);
  }
}

TEST(Normalise, RefusesValuesThatPartNobody) {
  EXPECT_EQ(normalise(Values{3, 3}, Normalisation::min_max, false).error().failure, &no_spread);
  EXPECT_EQ(normalise(Values{3}, Normalisation::rank, false).error().failure,
            &too_few_observations);
  EXPECT_EQ(normalise(Values{1, std::nan("")}, Normalisation::z_score, false).error().where,
            "values[1]");
  EXPECT_EQ(normalise(Values{1, 2}, Normalisation::target, false, 0).error().failure,
            &value_not_positive);
  EXPECT_EQ(normalise(Values{1, 0}, Normalisation::target, true, 1).error().where, "values[1]");
}

TEST(DataWeights, AreThoseWorkedByHand) {
  // Shares (1/4, 1/4, 1/2) have the entropy 1.5 ln 2, equal shares ln 3.
  const std::vector<Values> indicators = {{1, 1, 2}, {1, 2, 9}};
  const double first = 1 - 1.5 * std::log(2) / std::log(3);
  const double second =
      1 + (std::log(1.0 / 12) / 12 + std::log(1.0 / 6) / 6 + 0.75 * std::log(0.75)) / std::log(3);
  const auto entropy = *data_weights(indicators, Weighting::entropy);
  EXPECT_NEAR(entropy[0], first / (first + second), 1e-12);
  EXPECT_NEAR(entropy[1], second / (first + second), 1e-12);
  EXPECT_EQ(*data_weights(indicators, Weighting::equal), (Values{0.5, 0.5}));
}

TEST(DataWeights, OfCriticFavourTheOneThatDisagrees) {
  // The first two are the same: each gets 1 sd x (0 + 1 - r), the third 1 sd x 2 (1 - r).
  const std::vector<Values> indicators = {{0, 0.5, 1}, {0, 0.5, 1}, {1, 0, 0.5}};
  const auto weights = *data_weights(indicators, Weighting::critic);
  EXPECT_NEAR(weights[0], 0.25, 1e-12);
  EXPECT_NEAR(weights[1], 0.25, 1e-12);
  EXPECT_NEAR(weights[2], 0.5, 1e-12);
}

TEST(DataWeights, OfComponentsFollowTheCommunality) {
  // Correlations r between the first two, none with the third: eigenvalues 1 + r, 1, 1 - r, so the
  // first two share (1 + r) / 2 each and the third has 1.
  const double r = 0.6;
  const Values correlations = {1, r, 0, r, 1, 0, 0, 0, 1};
  const auto held = component_weights(correlations, 3);
  EXPECT_NEAR(held[0], (1 + r) / 2, 1e-12);
  EXPECT_NEAR(held[1], (1 + r) / 2, 1e-12);
  EXPECT_NEAR(held[2], 1, 1e-12);
}

TEST(DataWeights, SumToOneAndFollowTheOrderOfTheIndicators) {
  Random random(3);
  std::vector<Values> indicators(5);
  for (Values& values : indicators) {
    for (int i = 0; i < 20; ++i) values.push_back(random.uniform());
  }
  std::vector<Values> turned(indicators.rbegin(), indicators.rend());
  for (const auto method : {Weighting::entropy, Weighting::critic, Weighting::components}) {
    const auto weights = *data_weights(indicators, method);
    const auto mirrored = *data_weights(turned, method);
    EXPECT_NEAR(std::accumulate(weights.begin(), weights.end(), 0.0), 1, 1e-12);
    for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(weights[k], mirrored[4 - k], 1e-9);
  }
}

TEST(DataWeights, RefuseAConstantIndicator) {
  const std::vector<Values> constant = {{1, 1, 1}, {1, 2, 3}};
  EXPECT_EQ(data_weights(constant, Weighting::critic).error().failure, &no_spread);
  EXPECT_EQ(
      data_weights(std::vector<Values>{{1, 1, 1}, {2, 2, 2}}, Weighting::entropy).error().failure,
      &no_spread);
  EXPECT_EQ(
      data_weights(std::vector<Values>{{1, -1, 1}, {2, 2, 2}}, Weighting::entropy).error().where,
      "indicators[0][1]");
  EXPECT_EQ(data_weights({}, Weighting::equal).error().failure, &too_few_observations);
}

TEST(JudgedWeights, AreTheEigenvectorWithItsConsistency) {
  // Principal eigenvector by 200 steps of the power method in 50-digit arithmetic.
  const Values judgements = {1, 1.0 / 3, 5, 3, 1, 7, 1.0 / 5, 1.0 / 7, 1};
  const auto found = judged_weights(judgements);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->largest_eigenvalue, 3.0648875798728186, 1e-12);
  EXPECT_NEAR(found->weights[0], 0.2789545654864183, 1e-12);
  EXPECT_NEAR(found->weights[1], 0.6491180046313252, 1e-12);
  EXPECT_NEAR(found->weights[2], 0.0719274298822564, 1e-12);
  EXPECT_NEAR(found->consistency_ratio, (found->largest_eigenvalue - 3) / 2 / 0.58, 1e-12);
}

TEST(JudgedWeights, OfAConsistentMatrixAreItsRatios) {
  const Values weights = {0.5, 0.3, 0.2};
  Values judgements;
  for (const double one : weights) {
    for (const double other : weights) judgements.push_back(one / other);
  }
  const auto found = judged_weights(judgements);
  ASSERT_TRUE(found);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found->weights[i], weights[i], 1e-12);
  EXPECT_NEAR(found->consistency_ratio, 0, 1e-9);
}

TEST(JudgedWeights, RefuseJudgementsThatContradictThemselves) {
  EXPECT_EQ(judged_weights(Values{1, 2, 3, 1}).error().failure, &value_out_of_range);
  EXPECT_EQ(judged_weights(Values{1, 2, 3}).error().failure, &lengths_differ);
  EXPECT_EQ(judged_weights(Values{1, -2, -0.5, 1}).error().failure, &value_not_positive);
  EXPECT_EQ(judged_weights(Values(256, 1.0)).error().failure, &too_many_observations);
}

TEST(Composite, AddsAndMultiplies) {
  const std::vector<Values> indicators = {{1, 4}, {9, 4}};
  const Values weights = {0.5, 0.5};
  EXPECT_EQ(*composite(indicators, weights, Aggregation::linear), (Values{5, 4}));
  const auto product = *composite(indicators, weights, Aggregation::geometric);
  EXPECT_NEAR(product[0], 3, 1e-12);
  EXPECT_NEAR(product[1], 4, 1e-12);
}

TEST(Composite, RefusesWeightsAndValuesThatDoNotFit) {
  const std::vector<Values> indicators = {{1, 0}, {9, 4}};
  EXPECT_EQ(composite(indicators, Values{0.5, 0.6}, Aggregation::linear).error().failure,
            &weights_do_not_sum_to_one);
  EXPECT_EQ(composite(indicators, Values{1.5, -0.5}, Aggregation::linear).error().failure,
            &value_negative);
  EXPECT_EQ(composite(indicators, Values{0.5, 0.5}, Aggregation::geometric).error().where,
            "indicators[0][1]");
  EXPECT_EQ(composite(indicators, Values{1}, Aggregation::linear).error().failure, &lengths_differ);
}

double glove_pair(const std::vector<bool>& members) {
  return members[0] && (members[1] || members[2]) ? 1 : 0;
}

/// The runway that the largest aircraft among the members needs (Littlechild and Owen 1973).
double runway(const std::vector<bool>& members) {
  double cost = 0;
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (members[i]) cost = static_cast<double>(i + 1);
  }
  return cost;
}

TEST(Shapley, SharesWhatIsKnownInClosedForm) {
  const auto gloves = shapley(3, glove_pair);
  ASSERT_TRUE(gloves);
  EXPECT_NEAR(gloves->contributions[0], 2.0 / 3, 1e-12);
  EXPECT_NEAR(gloves->contributions[1], 1.0 / 6, 1e-12);
  EXPECT_NEAR(gloves->contributions[2], 1.0 / 6, 1e-12);
  const auto aircraft = shapley(4, runway);
  double part = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    part += 1 / static_cast<double>(4 - i);
    EXPECT_NEAR(aircraft->contributions[i], part, 1e-12);
  }
}

TEST(Shapley, GivesTheSecurityCouncilItsPower) {
  // Nine of fifteen votes with all five permanent members: 0.1963 and 0.001865.
  const auto power = shapley(15, [](const std::vector<bool>& members) {
    std::size_t votes = 0, permanent = 0;
    for (std::size_t i = 0; i < 15; ++i) {
      votes += members[i] ? 1 : 0;
      permanent += members[i] && i < 5 ? 1 : 0;
    }
    return permanent == 5 && votes >= 9 ? 1.0 : 0.0;
  });
  ASSERT_TRUE(power);
  EXPECT_NEAR(power->contributions[0], 0.1963, 5e-5);
  EXPECT_NEAR(power->contributions[14], 0.001865, 5e-7);
}

TEST(Shapley, AddsUpToTheTotalWhenSampledToo) {
  const ShapleyOptions options{.exact_up_to = 0, .orders = 400};
  const auto found = shapley(30, runway, options);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->exact);
  EXPECT_NEAR(std::accumulate(found->contributions.begin(), found->contributions.end(), 0.0), 30,
              1e-9);
  double part = 0;
  for (std::size_t i = 0; i < 30; ++i) {
    part += 1 / static_cast<double>(30 - i);
    EXPECT_NEAR(found->contributions[i], part, 5 * found->standard_errors[i] + 1e-9) << i;
  }
  EXPECT_EQ(found->contributions, shapley(30, runway, options)->contributions);
}

TEST(Shapley, RefusesAValueThatIsNoNumber) {
  const auto refused =
      shapley(2, [](const std::vector<bool>& members) { return members[0] ? std::nan("") : 0; });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &value_not_finite);
  EXPECT_EQ(shapley(0, runway).error().failure, &too_few_observations);
  EXPECT_EQ(shapley(3, runway, {.exact_up_to = 40}).error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
