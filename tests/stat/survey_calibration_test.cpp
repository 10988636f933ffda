#include "stat/survey_calibration.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "stat/failures.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

Calibration to_totals(CalibrationDistance distance, double least = 0, double most = 0) {
  return {{std::vector<double>(16, 1), survey_x}, {160, 600}, distance, least, most};
}

/// Weighted sum of a column.
double sum(const SurveyDesign& design, const std::vector<double>& column) {
  return std::inner_product(column.begin(), column.end(), design.weights().begin(), 0.0);
}

TEST(Calibration, ReproducesTheReference) {
  const SurveyDesign design = design_of(one_stage_sample());
  struct Row {
    Calibration calibration;
    double value, error;
    std::vector<double> weights;  // the first three
  };
  // calibrate(P, ~x, c(160, 600), ...)
  const Row table[] = {{to_totals(CalibrationDistance::linear),
                        2514.09087832,
                        21.7184560717,
                        {9.906636254, 10.66868097, 9.876165446}},
                       {to_totals(CalibrationDistance::raking),
                        2516.4106138,
                        21.2068487814,
                        {9.766292026, 10.77607377, 9.438502231}},
                       {to_totals(CalibrationDistance::logit, 0.7, 1.6),
                        2507.96762629,
                        15.2790575426,
                        {11.78808347, 11.96309805, 9.407054078}}};
  for (const auto& [calibration, value, error, weights] : table) {
    const auto found = calibrated(design, calibration);
    ASSERT_TRUE(found) << describe(found.error());
    const SurveyEstimate total = whole(*found, SurveyStatistic::total, survey_y);
    EXPECT_NEAR(total.value, value, 1e-7);
    EXPECT_NEAR(std::sqrt(total.variance), error, 1e-8);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(found->weights()[i], weights[i], 1e-8);
  }
}

TEST(Calibration, MeetsItsTotalsAndLeavesThemWithoutVariance) {
  const SurveyDesign design = design_of(two_stage_sample());
  for (const auto distance :
       {CalibrationDistance::linear, CalibrationDistance::raking, CalibrationDistance::logit}) {
    const auto found = calibrated(design, to_totals(distance, 0.5, 2));
    ASSERT_TRUE(found);
    EXPECT_NEAR(sum(*found, survey_x), 600, 1e-8);
    const SurveyEstimate known = whole(*found, SurveyStatistic::total, survey_x);
    EXPECT_NEAR(known.variance, 0, 1e-15 * known.value * known.value);
    for (std::size_t row = 0; row < 16; ++row) {
      const double factor = found->weights()[row] / survey_w[row];
      EXPECT_TRUE(factor >= 0.5 && factor <= 2);
    }
  }
}

TEST(Calibration, ToTheTotalsThatTheSampleHasChangesNoWeight) {
  const SurveyDesign design = design_of(one_stage_sample());
  Calibration calibration = to_totals(CalibrationDistance::raking);
  calibration.totals = {sum(design, calibration.columns[0]), sum(design, survey_x)};
  const auto found = calibrated(design, calibration);
  ASSERT_TRUE(found);
  for (std::size_t i = 0; i < 16; ++i) EXPECT_NEAR(found->weights()[i], survey_w[i], 1e-10);
}

TEST(Calibration, RefusesWhatHasNoSolution) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto failure = [&](const Calibration& calibration) {
    return calibrated(design, calibration).error().failure;
  };
  Calibration impossible = to_totals(CalibrationDistance::logit, 0.9, 1.1);
  EXPECT_EQ(failure(impossible), &not_converged);
  Calibration twice = to_totals(CalibrationDistance::linear);
  twice.columns[1].assign(16, 2);
  EXPECT_EQ(failure(twice), &terms_depend);
  EXPECT_EQ(failure(to_totals(CalibrationDistance::logit)), &value_out_of_range);
  EXPECT_EQ(failure(to_totals(CalibrationDistance::linear, 1.1, 2)), &value_out_of_range);
  Calibration broken = to_totals(CalibrationDistance::linear);
  broken.columns[1][4] = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(failure(broken), &value_not_finite);
  broken = to_totals(CalibrationDistance::linear);
  broken.totals.pop_back();
  EXPECT_EQ(failure(broken), &lengths_differ);
  EXPECT_EQ(failure({}), &too_few_observations);
}

TEST(PostStratified, ReproducesTheReferenceAndMeetsItsCells) {
  const SurveyDesign design = design_of(one_stage_sample());
  const SurveyMargin margin{survey_g, {60, 55, 45}};
  const auto found = post_stratified(design, margin);  // postStratify(P, ~g, ...)
  ASSERT_TRUE(found);
  const SurveyEstimate total = whole(*found, SurveyStatistic::total, survey_y);
  EXPECT_NEAR(total.value, 2801.59535135, 1e-7);
  EXPECT_NEAR(std::sqrt(total.variance), 37.1910608764, 1e-9);
  std::vector<double> indicator;
  for (const std::uint32_t cell : survey_g) indicator.push_back(cell == 1 ? 1 : 0);
  const SurveyEstimate cell = whole(*found, SurveyStatistic::total, indicator);
  EXPECT_NEAR(cell.value, 55, 1e-10);
  EXPECT_NEAR(cell.variance, 0, 1e-20);
}

TEST(PostStratified, IsLinearCalibrationOnTheCells) {
  const SurveyDesign design = design_of(two_stage_sample());
  Calibration cells{{}, {60, 55, 45}, CalibrationDistance::linear, 0, 0};
  for (std::uint32_t cell = 0; cell < 3; ++cell) {
    std::vector<double> indicator;
    for (const std::uint32_t g : survey_g) indicator.push_back(g == cell ? 1 : 0);
    cells.columns.push_back(std::move(indicator));
  }
  const auto one = calibrated(design, cells);
  const auto other = post_stratified(design, {survey_g, {60, 55, 45}});
  ASSERT_TRUE(one && other);
  const SurveyEstimate first = whole(*one, SurveyStatistic::mean, survey_y);
  const SurveyEstimate second = whole(*other, SurveyStatistic::mean, survey_y);
  EXPECT_NEAR(first.value, second.value, 1e-12);
  EXPECT_NEAR(first.variance, second.variance, 1e-12);
}

TEST(Raked, MeetsAllMargins) {
  const SurveyDesign design = design_of(one_stage_sample());
  const std::vector<std::uint32_t> flag = {0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0};
  const std::vector<SurveyMargin> margins = {{survey_g, {60, 55, 45}}, {flag, {70, 90}}};
  const auto found = raked(design, margins);
  ASSERT_TRUE(found) << describe(found.error());
  std::vector<double> first;
  for (const std::uint32_t cell : survey_g) first.push_back(cell == 0 ? 1 : 0);
  EXPECT_NEAR(sum(*found, first), 60, 1e-7);
  EXPECT_NEAR(sum(*found, survey_f), 90, 1e-7);
  EXPECT_NEAR(whole(*found, SurveyStatistic::total, first).variance, 0, 1e-9);
}

TEST(Raked, RefusesMarginsThatDisagree) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto failure = [&](std::vector<SurveyMargin> margins, RakingEnd end = {}) {
    const auto found = raked(design, margins, end);
    return found ? nullptr : found.error().failure;
  };
  const SurveyMargin good{survey_g, {60, 55, 45}};
  EXPECT_EQ(failure({}), &too_few_observations);
  EXPECT_EQ(failure({good, {survey_g, {61, 55, 45}}}), &margins_disagree);
  EXPECT_EQ(failure({{survey_g, {60, 55, 0}}}), &margins_disagree);
  EXPECT_EQ(failure({{survey_g, {60, 55, 45, 7}}}), &margins_disagree);
  EXPECT_EQ(failure({{survey_g, {60, 55}}}), &value_out_of_range);
  EXPECT_EQ(failure({{survey_g, {60, 55, -45}}}), &value_negative);
  const std::vector<std::uint32_t> flag = {0, 1, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0};
  EXPECT_EQ(failure({good, {flag, {70, 90}}}, {0, 1}), &not_converged);
}

}  // namespace
}  // namespace zhiheng::stat
