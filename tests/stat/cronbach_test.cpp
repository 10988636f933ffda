#include "stat/cronbach.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// Twelve departments, seven questions: the first rows of R's data set `attitude`
/// (S. Chatterjee, B. Price, Regression Analysis by Example, 1977).
const std::vector<double> attitude{
    43, 51, 30, 39, 61, 92, 45, 63, 64, 51, 54, 63, 73, 47, 71, 70, 68, 69, 76, 86, 48,
    61, 63, 45, 47, 54, 84, 35, 81, 78, 56, 66, 71, 83, 47, 43, 55, 49, 44, 54, 49, 34,
    58, 67, 42, 56, 66, 68, 35, 71, 75, 50, 55, 70, 66, 41, 72, 82, 72, 67, 71, 83, 31,
    67, 61, 45, 47, 62, 80, 41, 64, 53, 53, 58, 58, 67, 34, 67, 60, 47, 39, 59, 74, 41};

TEST(CronbachAlpha, AgreesWithTheReferenceProgram) {
  // R 4.2.2, psych 2.2.9: alpha(attitude[1:12, ]) and alpha.ci(…, n.obs = 12, n.var = 7).
  const auto found = cronbach_alpha(attitude, 7);
  ASSERT_TRUE(found);
  expect_close(found->alpha, 0.844783972168118);
  expect_close(found->standardised, 0.849707834243138);
  expect_close(found->mean_correlation, 0.446802416865994);
  expect_close(found->interval.low, 0.659325763801876);
  expect_close(found->interval.high, 0.948137740584605);
  const std::vector<double> without{0.793465905155896, 0.795837022755922, 0.817403204850585,
                                    0.792922576103381, 0.800966310678451, 0.877852258765624,
                                    0.863386505889504};
  ASSERT_EQ(found->without.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) expect_close(found->without[i], without[i]);
}

TEST(CronbachAlpha, CorrelatesEachItemWithTheSumOfTheOthers) {
  // R 4.2.2: cor(c(1, 2, 4), c(2, 1, 5)).
  const std::vector<double> answers{1, 2, 2, 1, 4, 5};
  const auto found = cronbach_alpha(answers, 2);
  ASSERT_TRUE(found);
  expect_close(found->rest_correlation[0], 0.83862786937753453);
  expect_close(found->rest_correlation[1], 0.83862786937753453);
  EXPECT_TRUE(found->without.empty());
}

TEST(CronbachAlpha, IsOneForItemsThatDifferByAConstant) {
  const std::vector<double> answers{1, 2, 3, 2, 3, 4, 5, 6, 7};
  expect_close(cronbach_alpha(answers, 3)->alpha, 1);
}

TEST(CronbachAlpha, DoesNotDependOnTheOrderOfItemsOrOnACommonUnit) {
  std::vector<double> turned = attitude;
  for (std::size_t row = 0; row < 12; ++row) {
    std::reverse(turned.begin() + static_cast<std::ptrdiff_t>(7 * row),
                 turned.begin() + static_cast<std::ptrdiff_t>(7 * row + 7));
  }
  for (double& value : turned) value = 100 * value - 3;
  expect_close(cronbach_alpha(turned, 7)->alpha, cronbach_alpha(attitude, 7)->alpha);
}

TEST(AlphaOfCovariance, FollowsSpearmanAndBrownForEqualCorrelations) {
  const double r = 0.3;
  const std::vector<double> matrix{1, r, r, r, 1, r, r, r, 1};
  expect_close(*alpha_of_covariance(matrix, 3), 3 * r / (1 + 2 * r));
}

TEST(CronbachAlpha, IsFiniteOrRefusedOnRandomTables) {
  Random random(7);
  for (int round = 0; round < 200; ++round) {
    const std::size_t items = 2 + random.below(4);
    std::vector<double> answers(items * (1 + random.below(6)));
    for (double& answer : answers) answer = static_cast<double>(random.below(3));
    const auto found = cronbach_alpha(answers, items);
    if (found) {
      EXPECT_TRUE(std::isfinite(found->alpha));
      EXPECT_LE(found->alpha, 1 + 1e-12);
      EXPECT_LE(found->interval.low, found->interval.high);
    }
  }
}

TEST(CronbachAlpha, RefusesWhatHasNoAlpha) {
  const auto failure = [](std::vector<double> answers, std::size_t items) {
    return cronbach_alpha(answers, items).error().failure;
  };
  EXPECT_EQ(failure({1, 2, 3}, 1), &too_few_observations);
  EXPECT_EQ(failure({1, 2}, 2), &too_few_observations);
  EXPECT_EQ(failure({1, 2, 3}, 2), &lengths_differ);
  EXPECT_EQ(failure({1, 2, NAN, 3}, 2), &value_not_finite);
  EXPECT_EQ(failure({1, 2, 1, 3}, 2), &no_spread);
  EXPECT_EQ(failure({1, 3, 2, 2, 3, 1}, 2), &no_spread);  // the items cancel
  EXPECT_EQ(cronbach_alpha(attitude, 7, 1).error().failure, &confidence_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
