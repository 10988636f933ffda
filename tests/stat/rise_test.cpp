#include "stat/rise.h"

#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/prediction_bound.h"

namespace zhiheng::stat {
namespace {

const std::vector<double> epidemic = {2, 3, 1, 2, 4, 3, 5, 2, 6, 8, 7, 12, 10, 15, 9, 20};

TEST(Rise, AgreesWithSurveillance) {
  // R 4.2.2, surveillance 1.20.3: log of calc.outbreakP.statistic of the first i counts, and
  // algo.outbreakP(range = 2:16, k = 100, ret = "cases"), which has no bound where we say 0.
  const double log_ratios[] = {0,
                               0.1006775677534444,
                               0,
                               0,
                               0.5847300407123264,
                               0.5701572458348125,
                               1.3652652961440852,
                               0.8286389464881559,
                               2.0549776992914768,
                               4.3563297155874166,
                               5.4358528824237649,
                               10.1433814749271374,
                               12.1981928202646444,
                               17.9948657403244781,
                               17.9772477153294226,
                               27.2193137556324913};
  const double bounds[] = {14, 12, 10, 10, 10, 10, 9, 10, 9, 6, 4, 0, 0, 0, 0};
  const auto found = rises(epidemic);
  ASSERT_TRUE(found);
  for (std::size_t i = 0; i < epidemic.size(); ++i) {
    SCOPED_TRACE(i);
    EXPECT_NEAR((*found)[i].log_ratio, log_ratios[i], 1e-12);
    EXPECT_EQ((*found)[i].alarm, i >= 10);
    if (i > 0) {
      EXPECT_EQ((*found)[i].upper, bounds[i - 1]);
    }
  }
}

TEST(Rise, RaisesAnAlarmJustFromItsBoundOn) {
  const auto found = *rises(epidemic);
  for (std::size_t i = 1; i < 11; ++i) {
    auto changed = std::vector<double>(epidemic.begin(), epidemic.begin() + i + 1);
    changed.back() = found[i].upper;
    EXPECT_TRUE(rises(changed)->back().alarm) << i;
    changed.back() = found[i].upper - 1;
    EXPECT_FALSE(rises(changed)->back().alarm) << i;
  }
}

TEST(Rise, StaysSilentOnFallingCountsAndDoesNotOverflowOnLargeOnes) {
  const std::vector<double> falling = {9, 7, 7, 4, 2, 0, 0};
  const auto silent = *rises(falling);
  for (const RisePoint& point : silent) {
    EXPECT_EQ(point.log_ratio, 0);
    EXPECT_FALSE(point.alarm);
  }
  const std::vector<double> large = {1000, 1500, 2000, 4000, 9000};
  const auto found = *rises(large);
  EXPECT_TRUE(std::isfinite(found.back().log_ratio));
  EXPECT_GT(found.back().log_ratio, std::log(std::numeric_limits<double>::max()));
  EXPECT_TRUE(found.back().alarm);
}

TEST(Rise, RefusesWhatIsNoCountOrLimit) {
  const std::vector<double> negative = {1, -1};
  EXPECT_EQ(rises(negative).error().failure, &value_negative);
  EXPECT_EQ(rises(negative).error().where, "counts[1]");
  EXPECT_EQ(rises(epidemic, 0).error().failure, &value_not_positive);
}

TEST(PredictionBound, AgreesWithSurveillance) {
  // R 4.2.2, set.seed(3); y <- rpois(110, 5); y[104] <- 20; surveillance 1.20.3
  // algo.bayes(range = 100:110, b = 1, w = 3, actY = TRUE, alpha = 0.01).
  const std::vector<double> counts = {
      3, 7, 4, 4, 5, 5, 2, 4, 5, 6, 5, 5, 5, 5, 8, 7, 2, 6, 8, 4,  3, 1, 3, 2, 3, 7,  5, 8,
      5, 6, 4, 4, 3, 5, 3, 4, 8, 3, 5, 3, 4, 7, 3, 5, 4, 4, 2, 2,  4, 7, 3, 3, 8, 11, 7, 8,
      5, 3, 3, 4, 7, 2, 7, 2, 7, 4, 7, 5, 4, 2, 6, 6, 8, 9, 5, 5,  3, 3, 7, 6, 7, 6,  4, 1,
      9, 7, 3, 5, 6, 8, 1, 4, 4, 7, 8, 3, 4, 4, 3, 6, 7, 6, 3, 20, 5, 4, 2, 4, 2, 4};
  const double bounds[] = {9, 9, 11, 12, 13, 15, 15, 15, 12, 11, 11};
  const PredictionOptions options{.years = 1, .half_window = 3, .alpha = 0.01};
  const auto found = prediction_bounds(counts, 99, options);
  ASSERT_TRUE(found) << describe(found.error());
  ASSERT_EQ(found->size(), std::size(bounds));
  for (std::size_t i = 0; i < found->size(); ++i) {
    EXPECT_EQ((*found)[i].upper, bounds[i]) << i;
    EXPECT_EQ((*found)[i].alarm, i == 4) << i;
  }
}

TEST(PredictionBound, GrowsWithTheReferenceCountsAndFallsWithAlpha) {
  std::vector<double> counts(20, 3);
  const auto low = prediction_bounds(counts, 10, {})->back();
  EXPECT_NEAR(low.expected, 18.5 / 6, 1e-14);
  EXPECT_LE(prediction_bounds(counts, 10, {.alpha = 0.2})->back().upper, low.upper);
  counts[18] = 30;
  EXPECT_GT(prediction_bounds(counts, 10, {})->back().upper, low.upper);
}

TEST(PredictionBound, RefusesAStartWithoutItsReferenceAndWindowsThatMeet) {
  const std::vector<double> counts(20, 3);
  const auto early = prediction_bounds(counts, 5, {});
  EXPECT_EQ(early.error().failure, &value_out_of_range);
  EXPECT_EQ(early.error().where, "first");
  EXPECT_EQ(
      prediction_bounds(counts, 19, {.years = 1, .half_window = 4, .per_year = 4}).error().where,
      "half_window");
  EXPECT_EQ(prediction_bounds(counts, 19, {.years = 0, .recent = false}).error().where, "years");
  EXPECT_EQ(prediction_bounds(counts, 19, {.alpha = 1}).error().failure, &probability_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
