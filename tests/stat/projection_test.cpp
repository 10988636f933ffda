#include "stat/projection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(TrendLine, IsLeastSquaresWhenNoErrorIsKnown) {
  // Speed and distance of five runs by hand: y = 2.2 + 0.6 x, residual sum of squares 2.4.
  const std::vector<Observed> points = {{1, 2, 0}, {2, 4, 0}, {3, 5, 0}, {4, 4, 0}, {5, 5, 0}};
  const auto trend = fit_trend(points, TrendScale::plain);
  ASSERT_TRUE(trend) << describe(trend.error());
  EXPECT_NEAR(trend->slope, 0.6, 1e-9);
  EXPECT_NEAR(trend->level, 4.0, 1e-9);
  EXPECT_NEAR(trend->centre, 3.0, 1e-9);
  EXPECT_NEAR(trend->process_variance, 2.4 / 3, 1e-9);
  const auto at_six = predict(*trend, 6, 0.95);
  ASSERT_TRUE(at_six);
  // 5.8 +- t(0.975, 3) sqrt(0.8 (1 + 1/5 + 9/10)), t = 3.182446305284263.
  EXPECT_NEAR(at_six->value, 5.8, 1e-9);
  EXPECT_NEAR(at_six->interval.high - 5.8, 3.182446305284263 * std::sqrt(0.8 * 2.1), 1e-7);
}

TEST(TrendLine, ALargeKnownErrorNeedsNoProcessVariance) {
  const std::vector<Observed> points = {{1, 2, 9}, {2, 4, 9}, {3, 5, 9}, {4, 4, 9}};
  const auto trend = fit_trend(points, TrendScale::plain);
  ASSERT_TRUE(trend);
  EXPECT_EQ(trend->process_variance, 0);
  EXPECT_NEAR(trend->new_variance, 81, 1e-9);
}

TEST(TrendLine, SharesStayInsideZeroAndOne) {
  const std::vector<Observed> points = {
      {2023, 0.95, 0.004}, {2024, 0.97, 0.004}, {2025, 0.985, 0.003}, {2026, 0.991, 0.003}};
  const auto trend = fit_trend(points, TrendScale::logit);
  ASSERT_TRUE(trend);
  const auto later = predict(*trend, 2030, 0.8);
  ASSERT_TRUE(later);
  EXPECT_GT(later->interval.low, 0.9);
  EXPECT_LT(later->interval.high, 1.0);
  EXPECT_GT(chance_of_at_least(*trend, 2030, 0.96).value(), 0.9);
  EXPECT_EQ(chance_of_at_least(*trend, 2030, 1.0).value(), 0.0);
  EXPECT_EQ(chance_of_at_least(*trend, 2030, 0.0).value(), 1.0);
}

TEST(TrendLine, MirroredSeriesHasMirroredChances) {
  const std::vector<Observed> up = {{1, 2, 0.1}, {2, 4, 0.1}, {3, 5, 0.2}, {4, 5.5, 0.1}};
  std::vector<Observed> down = up;
  for (auto& point : down) point.value = -point.value;
  const auto rising = fit_trend(up, TrendScale::plain);
  const auto falling = fit_trend(down, TrendScale::plain);
  ASSERT_TRUE(rising && falling);
  const double above = chance_of_at_least(*rising, 6, 7).value();
  const double mirrored = chance_of_at_least(*falling, 6, -7).value();
  EXPECT_NEAR(above + mirrored, 1, 1e-9);
}

TEST(TrendLine, OneFurtherPeriodIsTheSameBySimulation) {
  const std::vector<Observed> points = {{1, 2, 0.3}, {2, 4, 0.3}, {3, 5, 0.3}, {4, 4.5, 0.3}};
  const auto trend = fit_trend(points, TrendScale::plain);
  ASSERT_TRUE(trend);
  const std::vector<double> next = {5};
  const double exact = chance_of_at_least(*trend, 5, 5).value();
  const double drawn = chance_of(*trend, Course::at_least, next, 5, 40'000, 7).value();
  EXPECT_NEAR(drawn, exact, 4 * std::sqrt(0.25 / 40'000));
  EXPECT_EQ(drawn, chance_of(*trend, Course::at_least, next, 5, 40'000, 7).value());
}

TEST(TrendLine, HoldingThroughoutIsHarderThanHoldingAtTheEnd) {
  const std::vector<Observed> points = {{1, 2, 0.3}, {2, 4, 0.3}, {3, 5, 0.3}, {4, 4.5, 0.3}};
  const auto trend = fit_trend(points, TrendScale::plain);
  ASSERT_TRUE(trend);
  const std::vector<double> years = {5, 6, 7};
  const double throughout = chance_of(*trend, Course::at_least, years, 5, 20'000, 7).value();
  EXPECT_LT(throughout, chance_of_at_least(*trend, 7, 5).value());
  const double falls = chance_of(*trend, Course::falling, years, 4.5, 20'000, 7).value();
  const double rises = chance_of(*trend, Course::rising, years, 4.5, 20'000, 7).value();
  EXPECT_LT(falls, rises);
}

/// Share of simulated series whose next-but-one observation falls into the 80 % interval.
double coverage(std::size_t periods, double process, double sampling, std::uint64_t seed) {
  constexpr int series = 4000;
  int covered = 0;
  for (int k = 0; k < series; ++k) {
    Random random(seed, static_cast<std::uint64_t>(k));
    const double slope = random.normal() * 0.2;
    const auto draw = [&](double time) {
      return 1 + slope * time + process * random.normal() + sampling * random.normal();
    };
    std::vector<Observed> points;
    for (std::size_t t = 0; t < periods; ++t) {
      const auto time = static_cast<double>(t);
      points.push_back({time, draw(time), sampling});
    }
    const auto later = static_cast<double>(periods) + 1;
    const auto trend = fit_trend(points, TrendScale::plain);
    if (!trend) return -1;
    const auto said = predict(*trend, later, 0.8);
    const double came = draw(later);
    covered += said->interval.low <= came && came <= said->interval.high ? 1 : 0;
  }
  return static_cast<double>(covered) / series;
}

TEST(TrendLine, EightyPerCentIntervalsHoldEightyPerCentOfWhatComes) {
  // Three standard errors of a share of 4,000 are 1.9 points.
  for (const std::size_t periods : {3U, 4U, 6U, 10U}) {
    SCOPED_TRACE(periods);
    EXPECT_NEAR(coverage(periods, 1.0, 0.0, 11), 0.80, 0.019);
    // A known sampling error is a floor under the spread: a little more than stated.
    const double floored = coverage(periods, 1.0, 0.2, 12);
    EXPECT_GT(floored, 0.78);
    EXPECT_LT(floored, 0.85);
  }
}

TEST(TrendLine, IntervalsAreNeverTooNarrowWhereSamplingRules) {
  // The known sampling error is a floor, so the interval holds more than it says, less so with
  // more periods.
  for (const std::size_t periods : {4U, 6U, 10U}) {
    SCOPED_TRACE(periods);
    EXPECT_GT(coverage(periods, 0.0, 1.0, 13), 0.80);
    EXPECT_GT(coverage(periods, 0.5, 1.0, 14), 0.79);
  }
  EXPECT_LT(coverage(10, 0.0, 1.0, 15), 0.88);
}

TEST(TrendLine, RefusesWhatHasNoTrend) {
  const std::vector<Observed> two = {{1, 2, 0}, {2, 4, 0}};
  EXPECT_EQ(fit_trend(two, TrendScale::plain).error().failure, &too_few_observations);
  const std::vector<Observed> straight = {{1, 1, 0}, {2, 2, 0}, {3, 3, 0}};
  EXPECT_EQ(fit_trend(straight, TrendScale::plain).error().failure, &no_spread);
  const std::vector<Observed> same_time = {{1, 1, 0}, {1, 2, 0}, {3, 3, 0}};
  EXPECT_EQ(fit_trend(same_time, TrendScale::plain).error().failure, &times_not_increasing);
  const std::vector<Observed> whole = {{1, 0.9, 0}, {2, 1.0, 0}, {3, 0.9, 0}};
  EXPECT_EQ(fit_trend(whole, TrendScale::logit).error().failure, &value_out_of_range);
  const std::vector<Observed> odd = {{1, 1, -1}, {2, 2, 0}, {3, 3, 0}};
  EXPECT_EQ(fit_trend(odd, TrendScale::plain).error().failure, &value_negative);
}

}  // namespace
}  // namespace zhiheng::stat
