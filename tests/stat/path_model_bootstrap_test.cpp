#include "stat/path_model_bootstrap.h"

#include <gtest/gtest.h>

#include <numeric>

#include "questionnaire.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

double error_of(const PathBootstrap& found, Measure measure, std::size_t latent,
                std::size_t other = 0) {
  for (const ResampledQuantity& each : found.quantities) {
    const PathQuantity& quantity = each.quantity;
    if (quantity.measure == measure && quantity.latent == latent && quantity.other == other) {
      return each.standard_error;
    }
  }
  return NAN;
}

TEST(PathBootstrap, IsTheSameForAnyNumberOfThreads) {
  const PathStudy study = *questionnaire(60, 3).study();
  const auto one = bootstrap_path_model(study, {.resamples = 200, .seed = 5});
  const auto four = bootstrap_path_model(study, {.resamples = 200, .seed = 5, .threads = 4});
  const auto another = bootstrap_path_model(study, {.resamples = 200, .seed = 6});
  ASSERT_TRUE(one && four && another);
  ASSERT_EQ(one->quantities.size(), four->quantities.size());
  for (std::size_t i = 0; i < one->quantities.size(); ++i) {
    EXPECT_EQ(one->quantities[i].standard_error, four->quantities[i].standard_error);
    EXPECT_EQ(one->quantities[i].interval, four->quantities[i].interval);
  }
  EXPECT_NE(error_of(*one, Measure::path, 2, 1), error_of(*another, Measure::path, 2, 1));
}

/// The index of a single item is a mean, whose standard error is known.
TEST(PathBootstrap, FindsTheStandardErrorOfAMean) {
  Questionnaire made = questionnaire(150, 4);
  made.model.latents[2].items = {5};
  const PathStudy study = *made.study();
  const PathFit fit = *fit_path_model(study);
  const auto found = bootstrap_path_model(study, {.resamples = 4000, .threads = 2});
  ASSERT_TRUE(found);
  const double known = 100.0 / 9 * fit.moments.deviation[5] / std::sqrt(150.0);
  EXPECT_NEAR(error_of(*found, Measure::index, 2), known, 0.04 * known);
}

/// The same with every answer given by a pair of respondents: pairs are what was drawn.
TEST(PathBootstrap, DrawsWholeClusters) {
  Questionnaire made = questionnaire(100, 4);
  made.model.latents[2].items = {5};
  const std::size_t items = made.model.items.size();
  std::vector<std::size_t> pairs;
  std::vector<double> twice;
  for (std::size_t row = 0; row < 200; ++row) {
    pairs.push_back(row / 2);
    for (std::size_t item = 0; item < items; ++item) {
      twice.push_back(made.answers[row / 2 * items + item]);
    }
  }
  made.answers = twice;
  const PathStudy study = *made.study();
  const PathFit fit = *fit_path_model(study);
  const ResampleSettings settings{.resamples = 4000, .threads = 2};
  const auto alone = bootstrap_path_model(study, settings);
  const auto together = bootstrap_path_model(study, settings, {.clusters = pairs});
  ASSERT_TRUE(alone && together);
  const double spread = 100.0 / 9 * fit.moments.deviation[5];
  EXPECT_NEAR(error_of(*alone, Measure::index, 2), spread / std::sqrt(200.0), 0.1);
  EXPECT_NEAR(error_of(*together, Measure::index, 2), spread / std::sqrt(99.0), 0.1);
}

TEST(PathBootstrap, LeavesStrataAsLargeAsTheyAre) {
  // Two strata without any spread within: nothing is left to chance.
  Questionnaire made;
  made.model = {{"a", "b"}, {{.name = "A", .items = {0}}, {.name = "B", .items = {1}}}, {{0, 1}}};
  made.set_scale(1, 10);
  std::vector<std::size_t> strata;
  for (std::size_t row = 0; row < 20; ++row) {
    strata.push_back(row % 2);
    made.answers.push_back(row % 2 == 0 ? 3 : 7);
    made.answers.push_back(row % 2 == 0 ? 4 : 9);
  }
  const PathStudy study = *made.study();
  const auto found = bootstrap_path_model(study, {.resamples = 50}, {.strata = strata});
  ASSERT_TRUE(found);
  EXPECT_LT(error_of(*found, Measure::index, 0), 1e-10);
  strata[0] = 2;
  EXPECT_EQ(bootstrap_path_model(study, {.resamples = 50}, {.strata = strata}).error().failure,
            &too_few_observations);
  strata.pop_back();
  EXPECT_EQ(bootstrap_path_model(study, {.resamples = 50}, {.strata = strata}).error().failure,
            &lengths_differ);
}

TEST(PathBootstrap, SurvivesResamplesWithoutASolutionAndCountsThem) {
  // Only one respondent gave another answer to the first item: a third of the resamples lack him.
  Questionnaire made = questionnaire(30, 7);
  const std::size_t items = made.model.items.size();
  for (std::size_t row = 0; row < 30; ++row) made.answers[row * items] = row == 0 ? 9 : 6;
  const auto found = bootstrap_path_model(*made.study(), {.resamples = 1000});
  ASSERT_TRUE(found);
  const auto constant = found->degenerate[static_cast<std::size_t>(Degenerate::constant_item)];
  EXPECT_NEAR(static_cast<double>(constant) / 1000, std::pow(1 - 1.0 / 30, 30), 0.05);
  EXPECT_EQ(found->used + std::accumulate(found->degenerate.begin(), found->degenerate.end(), 0L),
            1000);
  for (const ResampledQuantity& each : found->quantities) {
    EXPECT_TRUE(std::isfinite(each.standard_error)) << name_of(each.quantity.measure);
    EXPECT_LE(each.interval.low, each.interval.high);
  }
}

TEST(PathBootstrap, CountsCollinearBlocksOfSmallSamples) {
  Questionnaire made = questionnaire(6, 8);
  made.model.latents[0].measurement = Measurement::formative;
  const auto study = made.study();
  ASSERT_TRUE(study);
  const auto found = bootstrap_path_model(*study, {.resamples = 300});
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_GT(found->degenerate[static_cast<std::size_t>(Degenerate::collinear_items)], 0);
  EXPECT_GT(found->used, 100);
}

TEST(PathBootstrap, RefusesSettingsAndStopsWhenAsked) {
  const PathStudy study = *questionnaire(30, 9).study();
  EXPECT_EQ(bootstrap_path_model(study, {.resamples = 1}).error().failure, &value_out_of_range);
  EXPECT_EQ(bootstrap_path_model(study, {.confidence = 1}).error().failure,
            &confidence_out_of_range);
  EXPECT_EQ(bootstrap_path_model(study, {.resamples = 1'000'000}).error().failure,
            &too_many_observations);
  const std::atomic<bool> stopped = true;
  EXPECT_EQ(bootstrap_path_model(study, {.threads = {1, &stopped}}).error().failure, &interrupted);
}

}  // namespace
}  // namespace zhiheng::stat
