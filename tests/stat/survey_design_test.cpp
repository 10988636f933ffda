#include "stat/survey_design.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "stat/failures.h"
#include "stat/random.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

TEST(SurveyDesign, ReproducesTwoStagesWithPopulations) {
  const SurveyDesign design = design_of(two_stage_sample());
  EXPECT_EQ(design.degrees_of_freedom(), 2);
  std::vector<std::vector<double>> terms(2);
  for (std::size_t row = 0; row < survey_w.size(); ++row) {
    terms[0].push_back(survey_w[row] * survey_y[row]);
    terms[1].push_back(survey_w[row] * survey_x[row]);
  }
  const auto covariance = design.covariance(terms);  // vcov(svytotal(~y + x, D))
  EXPECT_NEAR(covariance[0], 22580.4029762, 1e-6);
  EXPECT_NEAR(covariance[1], 5620.52011905, 1e-7);
  EXPECT_EQ(covariance[1], covariance[2]);
  EXPECT_NEAR(covariance[3], 1413.90440476, 1e-7);
  EXPECT_NEAR(design.variance(terms[0]), covariance[0], 1e-9);
}

TEST(SurveyDesign, IsTheSameInAnyOrderOfRowsAndByAnyLabels) {
  const SurveySample straight = two_stage_sample();
  const SurveyDesign design = design_of(straight);
  std::vector<std::size_t> order(survey_w.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(7);
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    SurveySample mixed = straight;
    std::vector<double> terms, mixed_terms;
    for (std::size_t i = 0; i < order.size(); ++i) {
      mixed.weights[i] = straight.weights[order[i]];
      for (std::size_t s = 0; s < 2; ++s) {
        mixed.stages[s].units[i] = 15 - straight.stages[s].units[order[i]];
        mixed.stages[s].population[i] = straight.stages[s].population[order[i]];
      }
      mixed.stages[0].strata[i] = 9 - straight.stages[0].strata[order[i]];
      terms.push_back(survey_y[i]);
      mixed_terms.push_back(survey_y[order[i]]);
    }
    const double expected = design.variance(terms);
    EXPECT_NEAR(design_of(mixed).variance(mixed_terms), expected, 1e-12 * expected);
  }
}

TEST(SurveyDesign, WithoutStagesIsTheTextbookFormula) {
  SurveySample sample;
  sample.weights = {5, 5, 5, 5};
  sample.stages.resize(1);
  sample.stages[0].population = {20, 20, 20, 20};
  const SurveyDesign design = design_of(sample);
  const std::vector<double> y = {1, 4, 6, 9};
  std::vector<double> terms;
  for (const double value : y) terms.push_back(5 * value);
  // N^2 (1 - n/N) s^2 / n, with s^2 = 34 / 3
  EXPECT_NEAR(design.variance(terms), 400.0 * 0.8 * (34.0 / 3) / 4, 1e-10);
  sample.stages[0].population = {.2, .2, .2, .2};  // the same as a share drawn
  EXPECT_NEAR(design_of(sample).variance(terms), design.variance(terms), 1e-10);
}

TEST(SurveyDesign, HasNoVarianceLeftWhenEverythingWasDrawn) {
  SurveySample sample = one_stage_sample();
  sample.stages[0].population.assign(16, 2);
  EXPECT_EQ(design_of(sample).variance(survey_y), 0);
}

TEST(SurveyDesign, ScalesWithTheSquareOfTheWeights) {
  const SurveyDesign design = design_of(two_stage_sample());
  std::vector<double> thrice(survey_y);
  for (double& value : thrice) value *= 3;
  EXPECT_NEAR(design.variance(thrice), 9 * design.variance(survey_y), 1e-9);
}

TEST(SurveyDesign, IgnoresStagesBelowOneWithoutPopulations) {
  SurveySample sample = two_stage_sample();
  sample.stages[0].population.clear();
  const double deep = design_of(sample).variance(survey_y);
  EXPECT_EQ(deep, design_of(one_stage_sample()).variance(survey_y));
}

TEST(SurveyDesign, TreatsALonelyUnitAsAsked) {
  SurveySample sample = one_stage_sample();
  for (std::size_t row = 12; row < 16; ++row) sample.stages[0].strata[row] = 2;
  for (std::size_t row = 8; row < 12; ++row) sample.stages[0].strata[row] = 1;
  const auto refused = SurveyDesign::build(sample);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &lonely_unit);
  EXPECT_EQ(refused.error().where, "stages[0].units[8]");
  const double z[] = {49.0, 40.1, 86.4, 83.3};  // sums of y by unit
  const double known = 2 * (std::pow(z[0] - (z[0] + z[1]) / 2, 2) * 2);
  sample.lonely = LonelyUnit::nothing;
  EXPECT_NEAR(design_of(sample).variance(survey_y), known, 1e-10);
  sample.lonely = LonelyUnit::adjust;
  EXPECT_NEAR(design_of(sample).variance(survey_y), known + z[2] * z[2] + z[3] * z[3], 1e-8);
  sample.lonely = LonelyUnit::average;
  EXPECT_NEAR(design_of(sample).variance(survey_y), 3 * known, 1e-9);
}

TEST(SurveyDesign, AcceptsASingleUnitOfAStratumOfOne) {
  SurveySample sample = one_stage_sample();
  sample.stages[0].population.assign(16, 4);
  for (std::size_t row = 12; row < 16; ++row) sample.stages[0].strata[row] = 2;
  for (std::size_t row = 8; row < 16; ++row) sample.stages[0].population[row] = 1;
  EXPECT_TRUE(SurveyDesign::build(sample));
}

TEST(SurveyDesign, CountsDegreesOfFreedomOnlyWhereThereIsWeight) {
  SurveySample sample = one_stage_sample();
  EXPECT_EQ(design_of(sample).degrees_of_freedom(), 2);
  for (std::size_t row = 0; row < 4; ++row) sample.weights[row] = 0;
  const SurveyDesign design = design_of(sample);
  EXPECT_EQ(design.degrees_of_freedom(), 1);
  EXPECT_EQ(design.records(), 12U);
}

TEST(SurveyDesign, SparseSumsHaveTheVarianceOfTheFullOnes) {
  const SurveyDesign design = design_of(two_stage_sample());
  SurveyDesign::Memory memory;
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> all(16, 0), terms;
    std::vector<std::uint32_t> places;
    for (std::uint32_t at = 0; at < 16; ++at) {
      if (random.uniform() < 0.6) continue;
      places.push_back(at);
      terms.push_back(random.normal());
      all[design.order()[at]] = terms.back();
    }
    EXPECT_NEAR(design.sparse_variance(places, terms, memory), design.variance(all), 1e-10);
  }
}

TEST(SurveyDesign, RefusesWhatDoesNotFitNamingTheRow) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto refusal = [](SurveySample sample) {
    const auto design = SurveyDesign::build(std::move(sample));
    return design ? Error{} : design.error();
  };
  EXPECT_EQ(refusal({}).failure, &too_few_observations);
  SurveySample sample = one_stage_sample();
  sample.weights[3] = nan;
  EXPECT_EQ(refusal(sample).failure, &value_not_finite);
  EXPECT_EQ(refusal(sample).where, "weights[3]");
  sample.weights[3] = -1;
  EXPECT_EQ(refusal(sample).failure, &value_negative);
  sample.weights.assign(16, 0);
  EXPECT_EQ(refusal(sample).failure, &weights_all_zero);
  sample = one_stage_sample();
  sample.stages[0].units.pop_back();
  EXPECT_EQ(refusal(sample).failure, &lengths_differ);
  sample = one_stage_sample();
  sample.stages[0].units[5] = 16;
  EXPECT_EQ(refusal(sample).failure, &value_out_of_range);
  EXPECT_EQ(refusal(sample).where, "stages[0].units[5]");
  sample = two_stage_sample();
  sample.stages[0].population[6] = 6;
  EXPECT_EQ(refusal(sample).failure, &population_varies);
  sample.stages[0].population.assign(16, 1.5);
  EXPECT_EQ(refusal(sample).failure, &population_too_small);
  sample.stages[0].population.assign(16, 0);
  EXPECT_EQ(refusal(sample).failure, &value_not_positive);
  const SurveyDesign design = design_of(one_stage_sample());
  EXPECT_EQ(design.reweighted({1}, {}).error().failure, &lengths_differ);
  EXPECT_EQ(design.reweighted(std::vector<double>(16, nan), {}).error().failure, &value_not_finite);
  EXPECT_EQ(design.reweighted(std::vector<double>(16, 0), {}).error().failure, &weights_all_zero);
}

}  // namespace
}  // namespace zhiheng::stat
