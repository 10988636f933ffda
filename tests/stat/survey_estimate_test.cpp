#include "stat/survey_estimate.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/random.h"
#include "stat/stratified.h"
#include "survey_case.h"

namespace zhiheng::stat {
namespace {

std::vector<SurveyMember> by_group() {
  std::vector<SurveyMember> members;
  for (std::uint32_t row = 0; row < survey_g.size(); ++row) members.push_back({row, survey_g[row]});
  return members;
}

TEST(SurveyEstimate, ReproducesTheReferenceInTwoStages) {
  const SurveyDesign design = design_of(two_stage_sample());
  struct Row {
    SurveyStatistic statistic;
    double value, error;
  };
  const Row table[] = {{SurveyStatistic::total, 2593.35, 150.267770916},
                       {SurveyStatistic::mean, 17.405033557, 0.48673085642},
                       {SurveyStatistic::ratio, 4.12855209743, 0.0262121660365},
                       {SurveyStatistic::variance, 35.7437224149, 8.10699026936}};
  for (const auto& [statistic, value, error] : table) {
    const SurveyEstimate found = whole(design, statistic, survey_y, survey_x);
    EXPECT_NEAR(found.value, value, 1e-10 * value);
    EXPECT_NEAR(std::sqrt(found.variance), error, 1e-10 * value);
    EXPECT_EQ(found.records, 16);
  }
  const SurveyEstimate mean = whole(design, SurveyStatistic::mean, survey_y);
  EXPECT_NEAR(design_effect(mean, false), 0.118804417695, 1e-11);  // svymean(deff = TRUE)
  EXPECT_NEAR(design_effect(mean, true), 0.106046896332, 1e-11);   // svymean(deff = "replace")
  EXPECT_NEAR(effective_records(mean), 16 / 0.106046896332, 1e-8);
}

TEST(SurveyEstimate, OfPartsKeepsTheWholeDesign) {
  const SurveyDesign design = design_of(two_stage_sample());
  const auto means = survey_estimates(design, {SurveyStatistic::mean, survey_y, {}}, by_group(), 3);
  const auto totals =
      survey_estimates(design, {SurveyStatistic::total, survey_y, {}}, by_group(), 3);
  ASSERT_TRUE(means && totals);
  const double mean[] = {15.9624, 18.6181818182, 18.2189189189};  // svyby(~y, ~g, D, svymean)
  const double mean_error[] = {0.854402467261, 1.59778422409, 1.76063729096};
  const double total[] = {997.65, 921.6, 674.1};
  const double total_error[] = {333.581917226, 282.647334104, 434.1830812};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR((*means)[i].value, mean[i], 1e-9);
    EXPECT_NEAR(std::sqrt((*means)[i].variance), mean_error[i], 1e-10);
    EXPECT_NEAR((*totals)[i].value, total[i], 1e-9);
    EXPECT_NEAR(std::sqrt((*totals)[i].variance), total_error[i], 1e-8);
  }
}

TEST(SurveyEstimate, OfPartsDoesNotDependOnThreadsOrTheirOrder) {
  const SurveyDesign design = design_of(two_stage_sample());
  auto members = by_group();
  const SurveyQuantity quantity{SurveyStatistic::ratio, survey_y, survey_x};
  const auto one = survey_estimates(design, quantity, members, 3);
  std::ranges::reverse(members);
  const auto other = survey_estimates(design, quantity, members, 3, 4);
  ASSERT_TRUE(one && other);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ((*one)[i].value, (*other)[i].value);
    EXPECT_EQ((*one)[i].variance, (*other)[i].variance);
  }
}

TEST(SurveyEstimate, AddsUpOverPartsAndLiesBetweenThem) {
  const SurveyDesign design = design_of(one_stage_sample());
  const auto parts =
      survey_estimates(design, {SurveyStatistic::total, survey_y, {}}, by_group(), 3);
  ASSERT_TRUE(parts);
  const SurveyEstimate all = whole(design, SurveyStatistic::total, survey_y);
  double sum = 0;
  for (const SurveyEstimate& part : *parts) sum += part.value;
  EXPECT_NEAR(sum, all.value, 1e-9);
  const auto values =
      survey_values({SurveyStatistic::total, survey_y, {}}, survey_w, by_group(), 3);
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(values[i], (*parts)[i].value, 1e-9);
}

TEST(SurveyEstimate, OfTheMeanIsTheRatioToOnes) {
  const SurveyDesign design = design_of(two_stage_sample());
  const std::vector<double> ones(16, 1);
  const SurveyEstimate mean = whole(design, SurveyStatistic::mean, survey_y);
  const SurveyEstimate ratio = whole(design, SurveyStatistic::ratio, survey_y, ones);
  EXPECT_NEAR(mean.value, ratio.value, 1e-13);
  EXPECT_NEAR(mean.variance, ratio.variance, 1e-13);
}

TEST(SurveyEstimate, OfAShareInStrataIsTheStratifiedProportionButForTheDivisor) {
  // Cochran 5.3: the same with n - 1 for n, which stratified_proportion leaves as n.
  SurveySample sample;
  std::vector<double> failed;
  sample.stages.resize(1);
  for (std::uint32_t stratum = 0; stratum < 2; ++stratum) {
    for (int i = 0; i < 10; ++i) {
      sample.weights.push_back(stratum == 0 ? 30 : 70);
      sample.stages[0].strata.push_back(stratum);
      sample.stages[0].population.push_back(stratum == 0 ? 300 : 700);
      failed.push_back(i < (stratum == 0 ? 3 : 1) ? 1 : 0);
    }
  }
  const std::vector<Stratum> strata{{.3, 3, 10, 300}, {.7, 1, 10, 700}};
  const auto plain = stratified_proportion(strata);
  ASSERT_TRUE(plain);
  const SurveyEstimate found = whole(design_of(sample), SurveyStatistic::mean, failed);
  EXPECT_NEAR(found.value, plain->proportion, 1e-14);
  EXPECT_NEAR(std::sqrt(found.variance * 9 / 10), plain->standard_error, 1e-14);
}

TEST(SurveyEstimate, HasAnswersForAnyFiniteSample) {
  Random random(11);
  for (int round = 0; round < 300; ++round) {
    SurveySample sample;
    sample.stages.resize(2);
    sample.lonely = LonelyUnit::adjust;
    const std::size_t rows = 1 + random.below(40);
    std::vector<double> y, x;
    std::vector<SurveyMember> members;
    for (std::uint32_t row = 0; row < rows; ++row) {
      sample.weights.push_back(row == 0 ? 1.0 : std::floor(random.uniform() * 4));
      sample.stages[0].strata.push_back(static_cast<std::uint32_t>(random.below(rows)));
      sample.stages[0].units.push_back(static_cast<std::uint32_t>(random.below(rows)));
      sample.stages[0].population.push_back(1000);
      sample.stages[1].units.push_back(static_cast<std::uint32_t>(random.below(rows)));
      y.push_back(random.uniform() < 0.3 ? 0 : random.normal() * 1e6);
      x.push_back(random.uniform() < 0.5 ? 0 : 1);
      members.push_back({row, static_cast<std::uint32_t>(random.below(5))});
    }
    const SurveyDesign design = design_of(sample);
    for (const auto statistic : {SurveyStatistic::total, SurveyStatistic::mean,
                                 SurveyStatistic::ratio, SurveyStatistic::variance}) {
      const auto found = survey_estimates(design, {statistic, y, x}, members, 5);
      ASSERT_TRUE(found);
      for (const SurveyEstimate& each : *found) {
        EXPECT_TRUE(std::isfinite(each.value));
        EXPECT_TRUE(each.variance >= 0 && std::isfinite(each.variance));
        EXPECT_TRUE(std::isfinite(design_effect(each, true)));
      }
    }
  }
}

TEST(SurveyEstimate, SaysWhenThereIsNothingToDivideBy) {
  const SurveyDesign design = design_of(one_stage_sample());
  const std::vector<double> zeros(16, 0);
  EXPECT_FALSE(whole(design, SurveyStatistic::ratio, survey_y, zeros).defined);
  const auto parts = survey_estimates(design, {SurveyStatistic::mean, survey_y, {}}, {}, 2);
  ASSERT_TRUE(parts);
  EXPECT_FALSE((*parts)[1].defined);
  EXPECT_TRUE(std::isnan(survey_values({SurveyStatistic::mean, survey_y, {}}, survey_w, {}, 1)[0]));
}

TEST(SurveyEstimate, RefusesWhatIsNoNumberNamingTheRow) {
  const SurveyDesign design = design_of(one_stage_sample());
  auto values = survey_y;
  values[7] = std::numeric_limits<double>::infinity();
  const auto infinite = survey_estimate(design, {SurveyStatistic::mean, values, {}});
  EXPECT_EQ(infinite.error().failure, &value_not_finite);
  EXPECT_EQ(infinite.error().where, "values[7]");
  const auto short_one = survey_estimate(design, {SurveyStatistic::ratio, survey_y, {}});
  EXPECT_EQ(short_one.error().failure, &lengths_differ);
  const std::vector<SurveyMember> outside = {{16, 0}};
  const auto member = survey_estimates(design, {SurveyStatistic::total, survey_y, {}}, outside, 1);
  EXPECT_EQ(member.error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
