#include "stat/change.h"

#include <algorithm>
#include <cmath>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(Segments, FindTheYearOfTheDamOnTheNile) {
  ZH_REFERENCE(nile, "rates/nile.csv");
  const auto found = segments(column(nile, "value"), {.minimum = 5});
  ASSERT_TRUE(found);
  ASSERT_EQ(found->size(), 2U);
  EXPECT_EQ((*found)[1].first, 28U);  // 1899, the first year after the reference's break at 28
  EXPECT_NEAR((*found)[0].mean, 1097.75, 1e-9);
}

/// Optimal partitioning without any pruning: what PELT must reproduce.
std::vector<std::size_t> plain_starts(const std::vector<double>& values, std::size_t minimum,
                                      double penalty) {
  const std::size_t n = values.size();
  std::vector<double> best(n + 1, INFINITY);
  std::vector<std::size_t> start(n + 1, 0);
  best[0] = -penalty;
  for (std::size_t end = minimum; end <= n; ++end) {
    for (std::size_t at = 0; at + minimum <= end; ++at) {
      double sum = 0;
      for (std::size_t i = at; i < end; ++i) sum += values[i];
      const double length = static_cast<double>(end - at);
      const double cost = sum > 0 ? -2 * sum * std::log(sum / length) : 0;
      if (best[at] + cost + penalty < best[end]) {
        best[end] = best[at] + cost + penalty;
        start[end] = at;
      }
    }
  }
  std::vector<std::size_t> starts;
  for (std::size_t end = n; end > 0; end = start[end]) starts.push_back(start[end]);
  std::ranges::reverse(starts);
  return starts;
}

TEST(Segments, AreThoseOfTheSearchWithoutPruning) {
  Random random(11);
  for (int round = 0; round < 40; ++round) {
    std::vector<double> values;
    while (values.size() < 80) {
      const std::uint64_t level = 1 + random.below(30);
      for (std::uint64_t i = 0; i < 3 + random.below(25); ++i) {
        values.push_back(static_cast<double>(random.below(level)));
      }
    }
    for (const std::size_t minimum : {1U, 2U, 5U}) {
      const auto found = segments(values, {Level::poisson, 6, minimum});
      ASSERT_TRUE(found);
      std::vector<std::size_t> starts;
      for (const Segment& one : *found) starts.push_back(one.first);
      EXPECT_EQ(starts, plain_starts(values, minimum, 6));
    }
  }
}

TEST(Segments, MirrorWithTheSeries) {
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back((i < 15 ? 0.0 : 4.0) + 0.1 * ((i * 7) % 5));
  const auto forwards = segments(values);
  std::ranges::reverse(values);
  const auto backwards = segments(values);
  ASSERT_TRUE(forwards && backwards);
  ASSERT_EQ(forwards->size(), 2U);
  EXPECT_EQ((*forwards)[1].first, 15U);
  EXPECT_EQ((*backwards)[1].first, 25U);
}

TEST(Segments, AreOneWhereNothingChangesAndNoneIsTooLong) {
  EXPECT_EQ(segments(std::vector<double>(50, 7.0))->size(), 1U);
  Random random(2);
  std::vector<double> noise(400);
  for (double& value : noise) value = random.normal();
  EXPECT_EQ(segments(noise)->size(), 1U);
}

TEST(Segments, RefuseWhatCannotBeCut) {
  EXPECT_EQ(segments(std::vector<double>{1, 2, 3}).error().failure, &too_few_observations);
  EXPECT_EQ(segments(std::vector<double>{1, 2, NAN, 4}).error().where, "values[2]");
  EXPECT_EQ(segments(std::vector<double>{1, -2, 3, 4}, {Level::poisson}).error().failure,
            &value_negative);
  EXPECT_EQ(segments(std::vector<double>{1, 2, 3, 4}, {.minimum = 0}).error().failure,
            &value_not_positive);
  EXPECT_EQ(segments(std::vector<double>{1, 2, 3, 4}, {.penalty = -1}).error().failure,
            &value_negative);
}

TEST(CusumChange, FindsTheDamAndIsSure) {
  ZH_REFERENCE(nile, "rates/nile.csv");
  const auto found = cusum_change(column(nile, "value"));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->at, 28U);
  EXPECT_LT(found->p_value, 1e-6);
}

TEST(CusumChange, AlarmsOnNoiseAboutAsOftenAsItSays) {
  int alarms = 0;
  for (std::uint64_t series = 0; series < 1000; ++series) {
    Random random(9, series);
    std::vector<double> noise(300);
    for (double& value : noise) value = random.normal();
    if (cusum_change(noise)->p_value < 0.05) ++alarms;
  }
  EXPECT_GT(alarms, 15);
  EXPECT_LT(alarms, 72);
}

TEST(CusumChange, RefusesConstants) {
  EXPECT_EQ(cusum_change(std::vector<double>(9, 1.0)).error().failure, &no_spread);
  EXPECT_EQ(cusum_change(std::vector<double>{1, 2, 3}).error().failure, &too_few_observations);
  EXPECT_EQ(cusum_change(std::vector<double>{1, 2, NAN, 3}).error().failure, &value_not_finite);
}

TEST(BreakModels, AgreeWithTheReferenceOnTheNile) {
  ZH_REFERENCE(nile, "rates/nile.csv");
  ZH_REFERENCE(rows, "rates/nile_breakpoints.csv");
  std::map<std::string, double> expected;
  for (const ReferenceRow& row : rows) expected[row.text("quantity")] = row.number("value");
  const auto models = break_models(column(nile, "value"), 15, 5);
  ASSERT_TRUE(models);
  ASSERT_EQ(models->size(), 6U);
  EXPECT_EQ((*models)[1].last.front() + 1, static_cast<std::size_t>(expected["breakpoint_obs"]));
  expect_close((*models)[1].residual_squares, expected["rss"]);
  expect_close((*models)[0].bic, expected["bic_m0"]);
  expect_close((*models)[1].bic, expected["bic_m1"]);
  for (std::size_t i = 0; i < models->size(); ++i) {
    EXPECT_GE((*models)[i].bic, (*models)[1].bic);
    EXPECT_EQ((*models)[i].last.size(), i);
  }
}

TEST(BreakModels, RefuseShortAndConstantSeries) {
  EXPECT_EQ(break_models(std::vector<double>(9, 1.0), 2, 1).error().failure, &no_spread);
  EXPECT_EQ(break_models(std::vector<double>(9, 1.0), 5, 1).error().failure, &too_few_observations);
  EXPECT_EQ(break_models(std::vector<double>(9, 1.0), 1, 1).error().failure, &value_not_positive);
  EXPECT_EQ(break_models(std::vector<double>(5001, 1.0), 2, 1).error().failure,
            &too_many_observations);
}

}  // namespace
}  // namespace zhiheng::stat
