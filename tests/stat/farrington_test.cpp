#include "stat/farrington.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/parallel.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t weeks = 340;

/// Poisson-like counts with a season, by thinning uniform draws.
std::vector<double> series(std::uint64_t seed, double level) {
  Random random(seed);
  std::vector<double> values(weeks);
  for (std::size_t t = 0; t < weeks; ++t) {
    const double mean = level * (1 + 0.5 * std::sin(static_cast<double>(t) * 6.2832 / 52));
    const double limit = std::exp(-mean);
    double product = random.uniform();
    while (product > limit) {
      ++values[t];
      product *= random.uniform();
    }
  }
  return values;
}

TEST(Farrington, OfAConstantSeriesIsItsMeanAndThePoissonBound) {
  const std::vector<double> flat(weeks, 9.0);
  FarringtonOptions options;
  options.trend = false;
  const auto points = farrington(flat, {}, 300, {}, options);
  ASSERT_TRUE(points);
  for (const auto& point : *points) {
    EXPECT_NEAR(point.expected, 9, 1e-9);
    EXPECT_EQ(point.dispersion, 1);
    // (9^(2/3) + 1.95996 sqrt(4/9 9^(1/3) (1 + 1/35)))^(3/2)
    const double error = std::sqrt(4.0 / 9 * std::cbrt(9.0) * (1 + 1.0 / 35));
    EXPECT_NEAR(point.upper, std::pow(std::cbrt(81.0) + 1.959963984540054 * error, 1.5), 1e-7);
    EXPECT_FALSE(point.alarm);
  }
}

TEST(Farrington, FindsAnOutbreakAndForgetsPastOnes) {
  auto counts = series(4, 10);
  counts[320] = 60;
  const auto clean = farrington(counts, {}, 320, {}, farrington_improved());
  EXPECT_TRUE(clean->front().alarm);
  counts[320 - 52] = 200;
  const auto after = farrington(counts, {}, 320, {}, farrington_improved());
  FarringtonOptions naive = farrington_improved();
  naive.reweight = false;
  const auto unweighted = farrington(counts, {}, 320, {}, naive);
  EXPECT_LT(after->front().upper, unweighted->front().upper);
}

TEST(Farrington, OneSeriesDoesNotDependOnItsNeighboursOrThreads) {
  std::vector<std::vector<double>> all;
  for (std::uint64_t i = 0; i < 8; ++i) all.push_back(series(i, 4));
  std::vector<std::vector<FarringtonPoint>> one(8), two(8);
  ASSERT_TRUE(in_parallel(8, 1, [&](std::size_t i) {
    one[i] = *farrington(all[i], {}, 300, {}, farrington_improved());
  }));
  ASSERT_TRUE(in_parallel(8, 2, [&](std::size_t i) {
    two[i] = *farrington(all[i], {}, 300, {}, farrington_improved());
  }));
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t t = 0; t < one[i].size(); ++t) {
      EXPECT_EQ(one[i][t].upper, two[i][t].upper);
      EXPECT_EQ(one[i][t].p_value, two[i][t].p_value);
    }
  }
}

TEST(Farrington, AStricterLevelNeverLowersTheBound) {
  const auto counts = series(7, 6);
  for (const auto bound :
       {FarringtonBound::delta, FarringtonBound::plug_in, FarringtonBound::upper_mean}) {
    FarringtonOptions loose = farrington_improved();
    loose.bound = bound;
    FarringtonOptions strict = loose;
    strict.alpha = 0.001;
    const auto low = farrington(counts, {}, 300, {}, loose);
    const auto high = farrington(counts, {}, 300, {}, strict);
    for (std::size_t i = 0; i < low->size(); ++i) EXPECT_GE(high->at(i).upper, low->at(i).upper);
  }
}

TEST(Farrington, APopulationThatIsTheSameForAllChangesNothing) {
  const auto counts = series(5, 8);
  const std::vector<double> people(weeks, 1234.0);
  FarringtonOptions options = farrington_improved();
  const auto without = farrington(counts, {}, 300, {}, options);
  options.population_offset = true;
  const auto with = farrington(counts, people, 300, {}, options);
  ASSERT_TRUE(without && with);
  for (std::size_t i = 0; i < with->size(); ++i) {
    EXPECT_NEAR(without->at(i).expected, with->at(i).expected, 1e-6 * with->at(i).expected);
  }
}

TEST(Farrington, DatedWeeksOfEqualYearsAreTheIndexedOnes) {
  // Weeks of a calendar without 53rd weeks: 364 days back is the nearest same weekday.
  const auto counts = series(6, 8);
  SeasonCalendar dated;
  for (std::size_t t = 0; t < weeks; ++t) {
    dated.dates.push_back(Date{make_date(2001, 1, 1).days + static_cast<int>(t) * 7});
  }
  FarringtonOptions options;
  options.years = 1;
  options.trend = false;
  const auto indexed = farrington(counts, {}, 100, {}, options);
  const auto by_date = farrington(counts, {}, 100, dated, options);
  ASSERT_TRUE(indexed && by_date);
  for (std::size_t i = 0; i < 50; ++i) EXPECT_EQ(indexed->at(i).upper, by_date->at(i).upper);
}

TEST(Farrington, GivesABoundForSparseSeriesWhenAsked) {
  auto counts = series(8, 0.1);
  FarringtonOptions options = farrington_improved();
  const auto none = farrington(counts, {}, 300, {}, options);
  options.sparse_alpha = 0.01;
  const auto bound = farrington(counts, {}, 300, {}, options);
  std::size_t sparse = 0;
  for (std::size_t i = 0; i < none->size(); ++i) {
    EXPECT_FALSE(none->at(i).sparse);
    if (none->at(i).enough_cases) continue;
    ++sparse;
    EXPECT_TRUE(bound->at(i).sparse);
    EXPECT_GE(bound->at(i).upper, 0);
    EXPECT_LT(bound->at(i).upper, 6);
  }
  EXPECT_GT(sparse, 30U);
}

TEST(Farrington, OfNothingButZerosIsFiniteOrNotFitted) {
  const std::vector<double> none(weeks, 0.0);
  for (const auto& options : {farrington_1996(), farrington_improved()}) {
    const auto points = farrington(none, {}, 300, {}, options);
    ASSERT_TRUE(points);
    for (const auto& point : *points) {
      EXPECT_FALSE(point.alarm);
      EXPECT_TRUE(!point.fitted || std::isfinite(point.upper));
    }
  }
}

TEST(Farrington, NamesWhatItRefuses) {
  auto counts = series(1, 5);
  EXPECT_EQ(farrington(counts, {}, 10, {}, {}).error().failure, &too_few_observations);
  FarringtonOptions options;
  options.years = 0;
  EXPECT_EQ(farrington(counts, {}, 300, {}, options).error().where, "years");
  options = {};
  options.half_window = 26;
  EXPECT_EQ(farrington(counts, {}, 300, {}, options).error().where, "half_window");
  options = {};
  options.periods = 60;
  EXPECT_EQ(farrington(counts, {}, 300, {}, options).error().where, "periods");
  options = {};
  options.alpha = 1;
  EXPECT_EQ(farrington(counts, {}, 300, {}, options).error().failure, &probability_out_of_range);
  options = {};
  options.population_offset = true;
  EXPECT_EQ(farrington(counts, std::vector<double>(3, 1.0), 300, {}, options).error().failure,
            &lengths_differ);
  EXPECT_EQ(farrington(counts, std::vector<double>(weeks, 0.0), 300, {}, options).error().failure,
            &value_not_positive);
  counts[17] = -1;
  EXPECT_EQ(farrington(counts, {}, 300, {}, {}).error().where, "counts[17]");
  counts[17] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(farrington(counts, {}, 300, {}, {}).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
