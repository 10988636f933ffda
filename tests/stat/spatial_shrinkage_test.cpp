#include "stat/spatial_shrinkage.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// A strip of areas, each the neighbour of the next.
std::vector<Neighbours> strip(std::size_t areas) {
  std::vector<Neighbours> pairs;
  for (std::size_t area = 1; area < areas; ++area) pairs.push_back({area - 1, area});
  return pairs;
}

struct Point {
  double rho, tau;
  std::vector<std::pair<double, double>> areas;  ///< relative rate and standard error of its log
};

/// R 4.2.2, mgcv 1.8-41: gam(round(cases) ~ Z - 1 + offset(log(expected)), family = poisson,
/// method = "REML", paraPen = list(Z = list((1 - rho) (I - 1/n) + rho Q))), Z the identity; areas
/// 1, 2, 3, 100 and 281. Its search for tau ends at about 1e-5.
TEST(SpatialRates, AgreeWithTheReferenceProgram) {
  ZH_REFERENCE(areas, "scan/nyleukemia.input.csv");
  ZH_REFERENCE(map, "scan/nyleukemia.neighbours.csv");
  std::vector<double> observed;
  for (const double cases : column(areas, "cases")) observed.push_back(std::round(cases));
  const auto expected = column(areas, "expected");
  std::vector<Neighbours> neighbours;
  for (const ReferenceRow& pair : map) {
    neighbours.push_back({static_cast<std::size_t>(pair.whole("from") - 1),
                          static_cast<std::size_t>(pair.whole("to") - 1)});
  }
  const std::vector<Point> points{
      {0,
       4.24973518757,
       {{1.12949278012, 0.394114012853},
        {1.30954519671, 0.383215631526},
        {0.803995969979, 0.412297528254},
        {0.73884521542, 0.436772750824},
        {1.12038555589, 0.427469517701}}},
      {0.5,
       1.92764093888,
       {{1.41673335522, 0.312458666319},
        {1.485644042, 0.336726941269},
        {0.992845537274, 0.423441123269},
        {0.679837859244, 0.367339163341},
        {1.07416658702, 0.384533829769}}},
      {0.9,
       1.96443329849,
       {{1.52785580306, 0.269726662426},
        {1.54394525402, 0.296267285391},
        {1.14623013163, 0.379391261737},
        {0.639680517588, 0.319523315095},
        {1.0287024396, 0.342872409177}}},
      {1,
       2.16489763683,
       {{1.55382638885, 0.25539220733},
        {1.55638422329, 0.281110535741},
        {1.19873451256, 0.360326357368},
        {0.630144053819, 0.302367639499},
        {1.01186237409, 0.326659929129}}},
  };
  const std::vector<std::size_t> shown{0, 1, 2, 99, 280};
  const double z = 1.959963984540054;
  for (const Point& point : points) {
    SCOPED_TRACE(point.rho);
    const auto found = shrink_rates_by_neighbours(observed, expected, neighbours, 0.95, point.rho);
    ASSERT_TRUE(found) << describe(found.error());
    expect_close(found->spread, 1 / std::sqrt(point.tau), 3e-5);
    for (std::size_t i = 0; i < shown.size(); ++i) {
      const ShrunkEstimate& area = found->areas[shown[i]];
      const auto [rate, error] = point.areas[i];
      expect_close(area.median, rate, 1e-5);
      expect_close(std::log(area.interval.high / area.interval.low) / (2 * z), error, 2e-5);
    }
  }
  // Of these four the restricted likelihood is largest at 0.9 (-493.98; 1: -494.49, 0.5: -495.07).
  const auto free = shrink_rates_by_neighbours(observed, expected, neighbours);
  ASSERT_TRUE(free);
  EXPECT_GT(free->spatial, 0.5);
  EXPECT_LT(free->spatial, 0.999);
}

/// Two areas without neighbours: the equations can be written down.
TEST(SpatialRates, StandAtTheModeOfThePosterior) {
  const std::vector<double> observed{30, 10, 14, 40};
  const std::vector<double> expected{20, 20, 20, 20};
  const auto found = shrink_rates_by_neighbours(observed, expected, {}, 0.95);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->spatial, 0);
  const double tau = 1 / (found->spread * found->spread);
  const double level = std::log(found->mean);
  double balance = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const double local = std::log(found->areas[i].median) - level;
    const double rest = observed[i] - expected[i] * found->areas[i].median;
    EXPECT_NEAR(rest, tau * local, 1e-6);
    balance += rest;
  }
  EXPECT_NEAR(balance, 0, 1e-6);
}

TEST(SpatialRates, MoveTowardsTheNeighbours) {
  // Four areas of a high stretch and four of a low one; the fourth and fifth have seen nothing yet.
  const std::vector<double> observed{60, 66, 58, 1, 1, 20, 18, 22};
  const std::vector<double> expected{40, 40, 40, 1, 1, 40, 40, 40};
  const auto found = shrink_rates_by_neighbours(observed, expected, strip(8));
  ASSERT_TRUE(found);
  EXPECT_GT(found->areas[3].median, found->areas[4].median);
  EXPECT_GT(found->areas[3].median, found->mean);
  EXPECT_LT(found->areas[4].median, found->mean);
  EXPECT_GT(found->spatial, 0.5);
}

TEST(SpatialRates, AreOneRateWhereAreasDifferByNoMoreThanChance) {
  const auto found = shrink_rates_by_neighbours(std::vector<double>{20, 20, 20, 20},
                                                std::vector<double>{10, 10, 10, 10}, strip(4));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->spread, 0);
  for (const ShrunkEstimate& area : found->areas) {
    EXPECT_NEAR(area.median, 2, 1e-12);
    EXPECT_NEAR(area.interval.high, 2 * std::exp(1.959963984540054 / std::sqrt(80)), 1e-9);
  }
}

TEST(SpatialRates, DoNotDependOnTheOrderOfAreasOrOnPairsGivenTwice) {
  const std::vector<double> observed{9, 3, 4, 12, 7, 1};
  const std::vector<double> expected{5, 4, 4, 6, 6, 3};
  auto pairs = strip(6);
  const auto one = shrink_rates_by_neighbours(observed, expected, pairs, 0.9, 0.7);
  const std::vector<double> turned_observed{observed.rbegin(), observed.rend()};
  const std::vector<double> turned_expected{expected.rbegin(), expected.rend()};
  pairs.push_back({3, 2});
  const auto other = shrink_rates_by_neighbours(turned_observed, turned_expected, pairs, 0.9, 0.7);
  ASSERT_TRUE(one && other);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_NEAR(one->areas[i].median, other->areas[5 - i].median, 1e-6);
  }
}

TEST(SpatialRates, AnswerFinitelyOnRandomMaps) {
  Random random(8);
  for (int round = 0; round < 30; ++round) {
    const std::size_t areas = 2 + random.below(12);
    std::vector<double> observed, expected;
    std::vector<Neighbours> pairs;
    for (std::size_t area = 0; area < areas; ++area) {
      expected.push_back(std::exp(4 * random.normal()));
      observed.push_back(random.below(3) == 0 ? 0 : std::floor(expected[area] * random.gamma(1)));
      if (area > 0 && random.below(2) == 0) pairs.push_back({random.below(area), area});
    }
    observed[0] += 1;
    const auto found = shrink_rates_by_neighbours(observed, expected, pairs);
    ASSERT_TRUE(found) << describe(found.error());
    for (const ShrunkEstimate& area : found->areas) {
      EXPECT_TRUE(std::isfinite(area.median));
      EXPECT_LE(area.interval.low, area.median);
      EXPECT_GE(area.interval.high, area.median);
    }
  }
}

TEST(SpatialRates, RefuseWhatIsNoMap) {
  const std::vector<double> two{1, 2};
  const auto refused = [&](std::vector<double> observed, std::vector<Neighbours> pairs,
                           std::optional<double> rho = {}) {
    const auto found = shrink_rates_by_neighbours(observed, two, pairs, 0.95, rho);
    return found ? nullptr : found.error().failure;
  };
  EXPECT_EQ(refused({1, 2}, {{0, 2}}), &value_out_of_range);
  EXPECT_EQ(refused({1, 2}, {{1, 1}}), &value_out_of_range);
  EXPECT_EQ(refused({1, 2}, {}, 1.0), &value_out_of_range);  // a map in two pieces
  EXPECT_EQ(refused({1, 2}, {{0, 1}}, 1.5), &value_out_of_range);
  EXPECT_EQ(refused({0, 0}, {}), &value_not_positive);
  EXPECT_EQ(refused({1, -2}, {}), &value_negative);
  EXPECT_EQ(refused({1, NAN}, {}), &value_not_finite);
  EXPECT_EQ(refused({1}, {}), &too_few_observations);
  EXPECT_EQ(shrink_rates_by_neighbours(two, two, {}, 2).error().failure, &confidence_out_of_range);
  const std::vector<double> many(20'001, 1.0);
  EXPECT_EQ(shrink_rates_by_neighbours(many, many, {}).error().failure, &too_many_observations);
}

}  // namespace
}  // namespace zhiheng::stat
