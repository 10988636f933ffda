#include "stat/survey_replicates.h"

#include <cmath>

#include "stat/failures.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

SurveyFunction total_and_mean() {
  return [](std::span<const double> weights) {
    double all = 0, sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      all += weights[i];
      sum += weights[i] * survey_y[i];
    }
    return std::vector<double>{sum, sum / all};
  };
}

ReplicatedEstimate by(ReplicateMethod method, const SurveyDesign& design, double fay = 0.3) {
  const auto replicates = survey_replicates(design, {.method = method, .fay = fay});
  EXPECT_TRUE(replicates) << (replicates ? "" : describe(replicates.error()));
  return *replicated(design, *replicates, total_and_mean());
}

TEST(Replicates, ReproduceTheReference) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto jackknife = by(ReplicateMethod::jkn, design);
  EXPECT_NEAR(jackknife.values[0], 2593.35, 1e-9);
  EXPECT_NEAR(std::sqrt(jackknife.variances[1]), 0.336303402826, 1e-11);
  const auto half = by(ReplicateMethod::brr, design);
  EXPECT_NEAR(std::sqrt(half.variances[0]), 185.84825127, 1e-7);
  EXPECT_NEAR(std::sqrt(half.variances[1]), 0.339233605547, 1e-11);
  EXPECT_NEAR(std::sqrt(by(ReplicateMethod::fay, design).variances[0]), 185.84825127, 1e-7);
}

TEST(Replicates, GiveTheLinearVarianceOfATotal) {
  const SurveyDesign design = design_of(one_stage_sample());
  const double linear = whole(design, SurveyStatistic::total, survey_y).variance;
  for (const auto method : {ReplicateMethod::jkn, ReplicateMethod::brr, ReplicateMethod::fay}) {
    EXPECT_NEAR(by(method, design).variances[0], linear, 1e-9 * linear);
  }
  SurveySample limited = one_stage_sample();
  limited.stages[0].population = {5, 5, 5, 5, 5, 5, 5, 5, 8, 8, 8, 8, 8, 8, 8, 8};
  const SurveyDesign finite = design_of(limited);
  const double less = whole(finite, SurveyStatistic::total, survey_y).variance;
  EXPECT_NEAR(by(ReplicateMethod::jkn, finite).variances[0], less, 1e-9 * less);
}

TEST(Replicates, OfTheBootstrapAgreeWithinTheirOwnErrorAndWithTheirSeed) {
  SurveySample sample;
  sample.stages.resize(1);
  for (std::uint32_t row = 0; row < 16; ++row) {
    sample.weights.push_back(survey_w[row]);
    sample.stages[0].population.push_back(40);
  }
  const SurveyDesign design = design_of(sample);
  ReplicateChoice choice{.method = ReplicateMethod::bootstrap, .replicates = 4000, .seed = 9};
  const auto first = survey_replicates(design, choice);
  ASSERT_TRUE(first);
  const auto one = *replicated(design, *first, total_and_mean());
  const auto two = *replicated(design, *first, total_and_mean(), 3);
  EXPECT_EQ(one.variances, two.variances);
  const double linear = whole(design, SurveyStatistic::total, survey_y).variance;
  // A variance from B replicates has a relative error of about sqrt(2 / B); four of them.
  EXPECT_NEAR(one.variances[0] / linear, 1, 4 * std::sqrt(2.0 / 4000));
  choice.seed = 10;
  EXPECT_NE(replicated(design, *survey_replicates(design, choice), total_and_mean())->variances[0],
            one.variances[0]);
}

TEST(Replicates, LeaveOutWhatHasNoValueAndCountIt) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto replicates = survey_replicates(design, {.method = ReplicateMethod::jkn});
  int calls = 0;
  const auto found = *replicated(design, *replicates, [&](std::span<const double> weights) {
    ++calls;
    const double gap = weights[0] == 0 ? std::nan("") : 1.0;
    return std::vector<double>{weights[0] * gap, std::nan("")};
  });
  EXPECT_EQ(calls, 5);
  EXPECT_EQ(found.undefined[0], 1);
  EXPECT_TRUE(std::isfinite(found.variances[0]));
  EXPECT_TRUE(std::isnan(found.variances[1]));
}

TEST(Replicates, WeightsOfOneLeaveAUnitOut) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto replicates = survey_replicates(design, {.method = ReplicateMethod::jkn});
  const auto weights = replicate_weights(design, *replicates, 0);
  EXPECT_EQ(weights[0], 0);
  EXPECT_EQ(weights[4], 2 * survey_w[4]);
  EXPECT_EQ(weights[8], survey_w[8]);
}

TEST(Replicates, RefuseDesignsThatDoNotSuit) {
  const auto failure = [](const SurveySample& sample, const ReplicateChoice& choice) {
    const auto found = survey_replicates(design_of(sample), choice);
    return found ? nullptr : found.error().failure;
  };
  const SurveySample paired = one_stage_sample();
  EXPECT_EQ(failure(paired, {.method = ReplicateMethod::jk1}), &unsuitable_design);
  EXPECT_EQ(failure(paired, {.method = ReplicateMethod::fay, .fay = 1}), &value_out_of_range);
  EXPECT_EQ(failure(paired, {.method = ReplicateMethod::bootstrap, .replicates = 1}),
            &value_out_of_range);
  SurveySample single = paired;
  single.stages[0].strata.clear();
  EXPECT_EQ(failure(single, {.method = ReplicateMethod::brr}), &unsuitable_design);
  EXPECT_EQ(failure(single, {.method = ReplicateMethod::jk1}), nullptr);
  SurveySample lonely = paired;
  lonely.stages[0].strata[0] = lonely.stages[0].strata[1] = 5;
  lonely.stages[0].strata[2] = lonely.stages[0].strata[3] = 5;
  lonely.lonely = LonelyUnit::adjust;
  EXPECT_EQ(failure(lonely, {.method = ReplicateMethod::jkn}), &unsuitable_design);
  SurveySample one;
  one.weights = {1};
  one.stages.resize(1);
  one.lonely = LonelyUnit::nothing;
  EXPECT_EQ(failure(one, {.method = ReplicateMethod::jk1}), &too_few_observations);
}

TEST(Hadamard, MatricesHaveOrthogonalRowsAndStartWithOnes) {
  for (std::size_t least = 1; least <= 200; least = least * 3 / 2 + 1) {
    const auto found = hadamard(least);
    ASSERT_TRUE(found);
    const auto n = static_cast<std::size_t>(std::lround(std::sqrt(double(found->size()))));
    EXPECT_GE(n, least);
    for (std::size_t i = 0; i < n; ++i) {
      EXPECT_EQ((*found)[i], 1);
      for (std::size_t j = 0; j <= i; ++j) {
        int product = 0;
        for (std::size_t k = 0; k < n; ++k) product += (*found)[i * n + k] * (*found)[j * n + k];
        ASSERT_EQ(product, i == j ? static_cast<int>(n) : 0) << n << ": " << i << ", " << j;
      }
    }
  }
  EXPECT_EQ(hadamard(0).error().failure, &value_out_of_range);
  EXPECT_EQ(hadamard(5000).error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
