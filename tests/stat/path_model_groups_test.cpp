#include "stat/path_model_groups.h"

#include <gtest/gtest.h>

#include "questionnaire.h"
#include "stat/failures.h"
#include "stat/group_index.h"

namespace zhiheng::stat {
namespace {

Groups alternate(std::size_t rows, std::size_t groups) {
  Groups made;
  for (std::size_t group = 0; group < groups; ++group) made.names.push_back(std::to_string(group));
  for (std::size_t row = 0; row < rows; ++row) made.of.push_back(row % groups);
  return made;
}

const GroupDifference& difference(const GroupTests& found, Measure measure, std::size_t latent,
                                  std::size_t other = 0) {
  for (const GroupDifference& each : found.differences) {
    if (each.quantity.measure == measure && each.quantity.latent == latent &&
        each.quantity.other == other) {
      return each;
    }
  }
  ADD_FAILURE() << "no such difference";
  return found.differences.front();
}

/// Satisfaction does not move loyalty in the second group, and its loyalty lies two points higher.
Questionnaire two_kinds(std::size_t rows) {
  Questionnaire made = questionnaire(rows, 21);
  const Questionnaire strangers = questionnaire(rows, 32);
  for (std::size_t row = 1; row < rows; row += 2) {
    for (std::size_t item = 5; item < 7; ++item) {
      const double loyalty = strangers.answers[row * 7 + item] + 2;
      made.answers[row * 7 + item] = std::min(10.0, loyalty);
    }
  }
  return made;
}

TEST(GroupTests, FindWhatDiffersAndLeaveWhatDoesNot) {
  const PathStudy study = *two_kinds(300).study();
  const auto found = compare_groups(study, alternate(300, 2), {.resamples = 199, .threads = 2});
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(found->sizes, (std::vector<std::size_t>{150, 150}));
  const auto& path = difference(*found, Measure::path, 2, 1);
  EXPECT_GT(path.quantity.value, 0.2);
  EXPECT_LT(path.permutation_p, 0.02);
  EXPECT_LT(path.bootstrap_p, 0.05);
  EXPECT_GT(path.interval.low, 0);
  const auto& index = difference(*found, Measure::index, 2);
  EXPECT_LT(index.quantity.value, -10);
  EXPECT_NEAR(index.permutation_p, 1.0 / 200, 1e-12);  // none of 199 reaches it
  EXPECT_LT(index.interval.high, 0);
  const auto& same = difference(*found, Measure::path, 1, 0);
  EXPECT_GT(same.permutation_p, 0.05);
  EXPECT_TRUE(found->spreads.empty());
}

TEST(GroupTests, AreSymmetricInTheGroups) {
  const PathStudy study = *two_kinds(80).study();
  Groups groups = alternate(80, 2);
  const auto one = compare_groups(study, groups, {.resamples = 99});
  for (std::size_t& group : groups.of) group = 1 - group;
  const auto other = compare_groups(study, groups, {.resamples = 99});
  ASSERT_TRUE(one && other);
  const auto& first = difference(*one, Measure::index, 1);
  const auto& second = difference(*other, Measure::index, 1);
  EXPECT_NEAR(first.quantity.value, -second.quantity.value, 1e-12);
  EXPECT_EQ(first.first_value, second.second_value);
  EXPECT_NEAR(first.permutation_p, second.permutation_p, 0.2);
}

TEST(GroupTests, DoNotDependOnThreadsAndCoverThreeGroups) {
  const PathStudy study = *questionnaire(90, 23).study();
  const Groups groups = alternate(90, 3);
  const auto one = compare_groups(study, groups, {.resamples = 64});
  const auto four = compare_groups(study, groups, {.resamples = 64, .threads = 4});
  ASSERT_TRUE(one && four);
  ASSERT_EQ(one->differences.size(), four->differences.size());
  for (std::size_t i = 0; i < one->differences.size(); ++i) {
    EXPECT_EQ(one->differences[i].permutation_p, four->differences[i].permutation_p);
    EXPECT_EQ(one->differences[i].bootstrap_p, four->differences[i].bootstrap_p);
  }
  EXPECT_EQ(one->permutations_used, 4 * 64);  // three pairs, and all together
  ASSERT_EQ(one->spreads.size(), one->by_group[0].size());
  for (const GroupSpread& each : one->spreads) {
    EXPECT_GE(each.spread, 0);
    EXPECT_GT(each.permutation_p, 1.0 / 100);
    EXPECT_LE(each.permutation_p, 1);
  }
  for (const Invariance& each : one->invariance) {
    EXPECT_LE(each.correlation, 1 + 1e-9);
    EXPECT_LE(each.low_quantile, 1 + 1e-9);
  }
}

/// With groups drawn by lot, p is uniform: about a tenth lies below a tenth.
TEST(GroupTests, KeepTheirLevelWhenGroupsAreAlike) {
  int low = 0;
  constexpr int rounds = 60;
  for (int round = 0; round < rounds; ++round) {
    const PathStudy study = *questionnaire(40, 300 + static_cast<std::uint64_t>(round)).study();
    const auto found = compare_groups(study, alternate(40, 2), {.resamples = 39});
    ASSERT_TRUE(found);
    low += difference(*found, Measure::index, 1).permutation_p <= 0.1 ? 1 : 0;
  }
  EXPECT_LE(low, 14);  // binomial (60, 0.1): above with probability 0.0006
}

TEST(GroupTests, RefuseGroupsThatCannotBeFitted) {
  const PathStudy study = *questionnaire(30, 24).study();
  EXPECT_EQ(compare_groups(study, alternate(30, 1), {}).error().failure, &value_out_of_range);
  EXPECT_EQ(compare_groups(study, alternate(29, 2), {}).error().failure, &lengths_differ);
  Groups groups = alternate(30, 2);
  groups.of[3] = 2;
  EXPECT_EQ(compare_groups(study, groups, {}).error().failure, &value_out_of_range);
  groups.of.assign(30, 0);
  groups.of[3] = 1;
  EXPECT_EQ(compare_groups(study, groups, {}).error().failure, &too_few_observations);
  EXPECT_EQ(compare_groups(study, groups, {}).error().where, "1");
  Questionnaire made = questionnaire(30, 24);
  for (std::size_t row = 1; row < 30; row += 2) made.answers[row * 7] = 5;
  const auto refused = compare_groups(*made.study(), alternate(30, 2), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &path_model_degenerate);
  EXPECT_EQ(refused.error().found, "constant item");
}

TEST(IndexByGroup, OfOneGroupIsThatOfAll) {
  const PathStudy study = *questionnaire(100, 25).study();
  const PathFit fit = *fit_path_model(study);
  const auto found = index_by_group(study, alternate(100, 1), {.resamples = 100});
  const auto all = bootstrap_path_model(study, {.resamples = 100});
  ASSERT_TRUE(found && all);
  for (std::size_t latent = 0; latent < 3; ++latent) {
    EXPECT_NEAR(found->indices[latent].index, quantity_of(fit.quantities, Measure::index, latent),
                1e-9);
    EXPECT_NEAR(found->indices[latent].interval.low, all->quantities[latent].interval.low, 1e-9);
  }
}

TEST(IndexByGroup, IsAWeightedMeanOverItsGroups) {
  Questionnaire made = questionnaire(90, 26);
  for (std::size_t row = 0; row < 90; ++row) {
    made.weights.push_back(row % 3 == 0 ? 2.0 : 1.0);
  }
  const PathStudy study = *made.study();
  const PathFit fit = *fit_path_model(study);
  const auto found = index_by_group(study, alternate(90, 3), {.resamples = 50});
  ASSERT_TRUE(found);
  const auto at = [&](std::size_t group) { return found->indices[group * 3 + 1].index; };
  EXPECT_NEAR((2 * at(0) + at(1) + at(2)) / 4, quantity_of(fit.quantities, Measure::index, 1),
              1e-9);
}

TEST(IndexByGroup, ShowsNoIntervalForASingleRespondent) {
  const PathStudy study = *questionnaire(30, 27).study();
  Groups groups{{"many", "one"}, std::vector<std::size_t>(30, 0)};
  groups.of[4] = 1;
  const auto found = index_by_group(study, groups, {.resamples = 50});
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->indices[0].has_interval);
  EXPECT_FALSE(found->indices[3].has_interval);
  EXPECT_EQ(found->indices[3].rows, 1);
  groups.names.resize(10'000);
  EXPECT_EQ(index_by_group(study, groups, {.resamples = 2000}).error().failure,
            &too_many_observations);
  groups.of.pop_back();
  EXPECT_EQ(index_by_group(study, groups, {}).error().failure, &lengths_differ);
}

}  // namespace
}  // namespace zhiheng::stat
