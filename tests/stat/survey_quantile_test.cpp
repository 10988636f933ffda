#include "stat/survey_quantile.h"

#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/random.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

constexpr QuantileRule every_rule[] = {
    QuantileRule::hf1, QuantileRule::hf2,        QuantileRule::hf3,         QuantileRule::hf4,
    QuantileRule::hf5, QuantileRule::hf6,        QuantileRule::hf7,         QuantileRule::hf8,
    QuantileRule::hf9, QuantileRule::shah_vaish, QuantileRule::shah_vaish_r};

TEST(WeightedQuantile, WithEqualWeightsIsHyndmanAndFans) {
  const std::vector<double> values = {9, 1, 4, 2, 7, 5, 3, 8, 6, 10};
  const std::vector<double> ones(10, 1);
  // R 4.2.2: quantile(1:10, c(.25, .5, .62), type = 1:9)
  const double table[][3] = {
      {3, 5, 7},          {3, 5.5, 7},       {2, 5, 6},         {2.5, 5, 6.2},
      {3, 5.5, 6.7},      {2.75, 5.5, 6.82}, {3.25, 5.5, 6.58}, {2 + 11.0 / 12, 5.5, 6.74},
      {2.9375, 5.5, 6.73}};
  const double shares[] = {.25, .5, .62};
  for (std::size_t rule = 0; rule < 9; ++rule) {
    if (every_rule[rule] == QuantileRule::hf3) continue;  // the reference reads it in its own way
    for (std::size_t i = 0; i < 3; ++i) {
      const auto found = weighted_quantile(values, ones, shares[i], every_rule[rule]);
      ASSERT_TRUE(found);
      EXPECT_NEAR(*found, table[rule][i], 1e-12) << "type " << rule + 1 << " at " << shares[i];
    }
  }
}

TEST(WeightedQuantile, OfTheThirdTypeStaysOnEvenSteps) {
  const std::vector<double> values = {1, 2, 3, 4}, ones(4, 1);
  EXPECT_EQ(*weighted_quantile(values, ones, .25, QuantileRule::hf3), 2);
  EXPECT_EQ(*weighted_quantile(values, ones, .5, QuantileRule::hf3), 2);
  EXPECT_EQ(*weighted_quantile(values, ones, .75, QuantileRule::hf3), 4);
}

TEST(WeightedQuantile, RisesWithTheShareAndStaysAmongTheValues) {
  Random random(5);
  for (int round = 0; round < 100; ++round) {
    std::vector<double> values, weights;
    const std::size_t n = 1 + random.below(12);
    for (std::size_t i = 0; i < n; ++i) {
      values.push_back(static_cast<double>(random.below(6)));
      weights.push_back(i == 0 ? 1 : random.uniform() < 0.2 ? 0 : random.uniform());
    }
    for (const QuantileRule rule : every_rule) {
      double before = -1;
      for (double share = 0; share <= 1; share += 1 / 64.0) {
        const auto found = weighted_quantile(values, weights, share, rule);
        ASSERT_TRUE(found);
        EXPECT_TRUE(*found >= 0 && *found <= 5);
        if (rule < QuantileRule::shah_vaish) {
          EXPECT_GE(*found, before - 1e-12);
        }
        before = *found;
      }
    }
  }
}

TEST(WeightedQuantile, OfAWeightIsThatOfRepeatedValues) {
  const std::vector<double> values = {1, 2, 3}, weights = {1, 3, 2};
  const std::vector<double> repeated = {1, 2, 2, 2, 3, 3}, ones(6, 1);
  for (const double share : {.1, .3, .5, .66, .7, .9}) {
    EXPECT_EQ(*weighted_quantile(values, weights, share, QuantileRule::hf1),
              *weighted_quantile(repeated, ones, share, QuantileRule::hf1));
  }
}

TEST(SurveyQuantile, ReproducesTheReferenceInOneStage) {
  const SurveyDesign design = design_of(one_stage_sample());
  struct Row {
    QuantileInterval interval;
    double low, high, error;
  };
  // svyquantile(~y, P, .3, qrule = "hf7", interval.type = ...)
  const Row table[] = {{QuantileInterval::mean, 13.1857469107, 15.6052880383, 0.281168534813},
                       {QuantileInterval::log_odds, 13.2498209917, 15.6357546744, 0.277263101693},
                       {QuantileInterval::arcsine, 13.2187373016, 15.6201734558, 0.279064603278},
                       {QuantileInterval::beta, 13.3188978988, 15.5775364635, 0.262470469564}};
  for (const auto& [interval, low, high, error] : table) {
    QuantileQuestion question;
    question.rule = QuantileRule::hf7;
    question.interval = interval;
    const double share[] = {.3};
    const auto found = survey_quantiles(design, survey_y, share, question);
    ASSERT_TRUE(found);
    EXPECT_NEAR((*found)[0].value, 14.34, 1e-9);
    EXPECT_NEAR(*(*found)[0].low, low, 1e-8);
    EXPECT_NEAR(*(*found)[0].high, high, 1e-8);
    EXPECT_NEAR(*(*found)[0].standard_error, error, 1e-9);
  }
}

TEST(SurveyQuantile, LeavesABoundOpenWhereTheShareLeavesItsRange) {
  const SurveyDesign design = design_of(one_stage_sample());
  const double share[] = {.5};
  const auto found = survey_quantiles(design, survey_y, share, {});
  ASSERT_TRUE(found);
  EXPECT_EQ((*found)[0].value, 17.7);
  EXPECT_FALSE((*found)[0].low);
  EXPECT_FALSE((*found)[0].standard_error);
}

TEST(SurveyQuantile, HasScoreIntervalsAroundIt) {
  Random random(2);
  SurveySample sample;
  sample.stages.resize(1);
  std::vector<double> values;
  for (int i = 0; i < 400; ++i) {
    sample.weights.push_back(1 + random.uniform());
    values.push_back(random.normal());
  }
  const SurveyDesign design = design_of(sample);
  const double shares[] = {.2, .5, .9};
  QuantileQuestion question;
  const auto plain = survey_quantiles(design, values, shares, question);
  for (const auto interval : {QuantileInterval::score, QuantileInterval::score_r}) {
    question.interval = interval;
    const auto found = survey_quantiles(design, values, shares, question);
    ASSERT_TRUE(plain && found);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(*(*found)[i].low, *(*plain)[i].low, 0.1);
      EXPECT_NEAR(*(*found)[i].high, *(*plain)[i].high, 0.1);
      EXPECT_LT(*(*found)[i].low, (*found)[i].value);
      EXPECT_GT(*(*found)[i].high, (*found)[i].value);
    }
  }
}

TEST(SurveyQuantile, RefusesWhatCannotBeRead) {
  const SurveyDesign design = design_of(one_stage_sample());
  const double half[] = {.5}, whole_share[] = {1};
  auto values = survey_y;
  EXPECT_EQ(survey_quantiles(design, values, whole_share, {}).error().failure,
            &probability_out_of_range);
  values[2] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(survey_quantiles(design, values, half, {}).error().where, "values[2]");
  values.assign(16, 1);
  QuantileQuestion score;
  score.interval = QuantileInterval::score;
  EXPECT_EQ(survey_quantiles(design, values, half, score).error().failure, &no_spread);
  values.pop_back();
  EXPECT_EQ(survey_quantiles(design, values, half, {}).error().failure, &lengths_differ);
  SurveySample one = one_stage_sample();
  one.stages[0].units.assign(16, 0);
  one.stages[0].strata.clear();
  one.lonely = LonelyUnit::adjust;
  EXPECT_EQ(survey_quantiles(design_of(one), survey_y, half, {}).error().failure,
            &value_not_positive);
  EXPECT_EQ(weighted_quantile(survey_y, std::vector<double>(16, 0), .5, QuantileRule::hf1)
                .error()
                .failure,
            &weights_all_zero);
  EXPECT_EQ(weighted_quantile(survey_y, std::vector<double>(16, -1), .5, QuantileRule::hf1)
                .error()
                .failure,
            &value_negative);
}

}  // namespace
}  // namespace zhiheng::stat
