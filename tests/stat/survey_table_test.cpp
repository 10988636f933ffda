#include "stat/survey_table.h"

#include <cmath>

#include "stat/failures.h"
#include "stat/random.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

std::vector<std::uint32_t> flags() { return {survey_f.begin(), survey_f.end()}; }

TEST(SurveyIndependence, ReproducesTheReference) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto found = survey_independence(design, flags(), 2, survey_g, 3);
  ASSERT_TRUE(found);  // svychisq(~f + g, P, statistic = "F")
  EXPECT_NEAR(found->statistic, 0.904292701642, 1e-10);
  EXPECT_NEAR(found->numerator_degrees, 1.00355968245, 1e-10);
  EXPECT_NEAR(found->denominator_degrees, 2.0071193649, 1e-10);
  EXPECT_NEAR(found->p, 0.442168254446, 1e-10);
}

TEST(SurveyIndependence, IsTheSameForRowsAsForColumnsAndForAnyWeightsScale) {
  SurveySample sample = one_stage_sample();
  const auto one = survey_independence(design_of(sample), flags(), 2, survey_g, 3);
  for (double& weight : sample.weights) weight *= 250;
  const auto other = survey_independence(design_of(sample), survey_g, 3, flags(), 2);
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->statistic, other->statistic, 1e-10);
  EXPECT_NEAR(one->p, other->p, 1e-10);
}

TEST(SurveyIndependence, OfASimpleSampleIsPearsonsTest) {
  SurveySample sample;
  sample.stages.resize(1);
  std::vector<std::uint32_t> first, second;
  const int counts[] = {300, 200, 220, 280};
  for (std::uint32_t cell = 0; cell < 4; ++cell) {
    for (int i = 0; i < counts[cell]; ++i) {
      sample.weights.push_back(1);
      first.push_back(cell / 2);
      second.push_back(cell % 2);
    }
  }
  const auto found = survey_independence(design_of(sample), first, 2, second, 2);
  ASSERT_TRUE(found);
  // X^2 = n (ad - bc)^2 / products of the margins, 25.641. The design's variance of the interaction
  // is that without independence, so the two differ by the table's own dependence, 2.6 %.
  EXPECT_NEAR(found->statistic, 25.641025641, 0.7);
  EXPECT_NEAR(found->numerator_degrees, 1, 1e-12);
}

TEST(SurveyIndependence, RefusesClassesWithoutRows) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto failure = [&](const std::vector<std::uint32_t>& first, std::size_t classes,
                           std::size_t more = 3) {
    const auto found = survey_independence(design, first, classes, survey_g, more);
    return found ? nullptr : found.error().failure;
  };
  EXPECT_EQ(failure(flags(), 1), &too_few_observations);
  EXPECT_EQ(failure(flags(), 3), &too_few_observations);
  EXPECT_EQ(failure(flags(), 2, 2), &value_out_of_range);
  EXPECT_EQ(failure({0, 1}, 2), &lengths_differ);
  SurveySample one = one_stage_sample();
  one.stages[0].units.assign(16, 0);
  one.stages[0].strata.clear();
  one.lonely = LonelyUnit::adjust;
  EXPECT_EQ(survey_independence(design_of(one), flags(), 2, survey_g, 3).error().failure,
            &value_not_positive);
}

}  // namespace
}  // namespace zhiheng::stat
