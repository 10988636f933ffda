#include "stat/clustering.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

ClusteringOptions quick(std::int64_t replicates = 99) {
  ClusteringOptions options;
  options.replicates = replicates;
  return options;
}

struct Map {
  std::vector<double> cases, population;
  ScanPoints points;
  std::vector<std::vector<std::uint32_t>> neighbours;
};

/// A line of places; the first third has three times the cases.
Map line(std::size_t places, bool clustered = true) {
  Map map;
  std::vector<double> x, y(places, 0.0);
  Random random(5);
  map.neighbours.resize(places);
  for (std::uint32_t i = 0; i < places; ++i) {
    x.push_back(i);
    map.population.push_back(1000);
    const double mean = clustered && i < places / 3 ? 15 : 5;
    map.cases.push_back(std::floor(mean + 3 * random.uniform()));
    if (i > 0) {
      map.neighbours[i].push_back(i - 1);
      map.neighbours[i - 1].push_back(i);
    }
  }
  map.points = *plane_points(x, y);
  return map;
}

TEST(TangoIndex, IsThatOfTwoPlacesByHand) {
  // Excess (1/4, -1/4). Far apart the closeness is the identity, at one spot it is all ones.
  const std::vector<double> cases = {3, 1}, population = {10, 10}, x = {0, 1}, y = {0, 0};
  const auto far = tango_index(cases, population, *plane_points(x, y), 0.001,
                               ClosenessKind::exponential, quick(0));
  ASSERT_TRUE(far);
  EXPECT_NEAR(far->index, 0.125, 1e-15);
  EXPECT_NEAR(far->goodness_of_fit, 0.125, 1e-15);
  // V = ((1/4, -1/4), (-1/4, 1/4)): tr(AV) / n = 1/8 and tr((AV)^2) = 1/4.
  EXPECT_NEAR(far->expected, 0.125, 1e-15);
  EXPECT_NEAR(far->variance, 2 * 0.25 / 16, 1e-15);
  EXPECT_TRUE(std::isnan(far->monte_carlo_p));
  const std::vector<double> same = {0, 0};
  const auto near = tango_index(cases, population, *plane_points(same, y), 1,
                                ClosenessKind::exponential, quick(0));
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().failure, &no_spread);
}

TEST(TangoIndex, SeesClusteringAndOnlyThat) {
  const Map map = line(60);
  const auto found =
      tango_index(map.cases, map.population, map.points, 5, ClosenessKind::gaussian, quick());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->monte_carlo_p, 0.01);
  EXPECT_LT(found->p_value, 1e-4);
  EXPECT_NEAR(found->index, found->goodness_of_fit + found->autocorrelation, 1e-15);
  const Map flat = line(60, false);
  EXPECT_GT(
      tango_index(flat.cases, flat.population, flat.points, 5, ClosenessKind::gaussian, quick())
          ->monte_carlo_p,
      0.05);
}

TEST(TangoIndex, IsNotMovedByScalingOrThreads) {
  const Map map = line(40);
  auto options = quick();
  const auto one =
      tango_index(map.cases, map.population, map.points, 3, ClosenessKind::exponential, options);
  Map scaled = map;
  for (auto& point : scaled.points.at) point[0] *= 1000;
  for (double& each : scaled.population) each *= 3;
  options.threads = 3;
  const auto other = tango_index(scaled.cases, scaled.population, scaled.points, 3000,
                                 ClosenessKind::exponential, options);
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->index, other->index, 1e-15);
  EXPECT_EQ(one->monte_carlo_p, other->monte_carlo_p);
}

TEST(MoranIndex, IsThatOfThreePlacesByHand) {
  // z = (2, -1, -1) / 2 over the pairs 0-1 and 1-2, each both ways.
  const std::vector<double> cases = {6, 3, 3}, expected = {4, 4, 4};
  const std::vector<std::vector<std::uint32_t>> neighbours = {{1}, {0, 2}, {1}};
  const auto found = moran_constant_risk(cases, expected, neighbours, quick(0));
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->index, (-2.0 * 2 * 1 + 2 * 1) / 4 / 4, 1e-15);
}

TEST(MoranIndex, SeesNeighboursThatAreAlike) {
  const Map map = line(60);
  const auto found = moran_constant_risk(map.cases, map.population, map.neighbours, quick());
  ASSERT_TRUE(found);
  EXPECT_GT(found->index, 0.5);
  EXPECT_EQ(found->monte_carlo_p, 0.01);
  const std::vector<std::vector<std::uint32_t>> none(60);
  EXPECT_EQ(moran_constant_risk(map.cases, map.population, none).error().failure,
            &too_few_observations);
  const std::vector<std::vector<std::uint32_t>> beyond(60, {60});
  EXPECT_EQ(moran_constant_risk(map.cases, map.population, beyond).error().failure,
            &value_out_of_range);
}

TEST(BesagNewell, TakesTheSmallestCircleThatReachesK) {
  const std::vector<double> cases = {4, 1, 0, 5}, expected = {1, 2, 3, 4};
  const std::vector<double> x = {0, 1, 3, 6}, y = {0, 0, 0, 0};
  const auto circles = besag_newell(cases, expected, *plane_points(x, y), 5);
  ASSERT_TRUE(circles);
  EXPECT_EQ(circles->at(0).locations, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(circles->at(3).locations, (std::vector<std::uint32_t>{3}));
  EXPECT_EQ(circles->at(0).cases, 5);
  // P(X >= 5), X Poisson with mean 3.
  EXPECT_NEAR(circles->at(0).p_value, 0.184736755476228, 1e-14);
  EXPECT_EQ(circles->at(0).p_value, circles->at(0).p_at_least);
  EXPECT_TRUE(besag_newell(cases, expected, *plane_points(x, y), 11)->at(0).locations.empty());
  EXPECT_EQ(besag_newell(cases, expected, *plane_points(x, y), 0).error().failure,
            &value_out_of_range);
}

TEST(Clustering, RefusesWhatIsNotData) {
  const Map map = line(10);
  std::vector<double> wrong = map.cases;
  const auto refused = [&] {
    return tango_index(wrong, map.population, map.points, 1).error().failure;
  };
  wrong[2] = std::nan("");
  EXPECT_EQ(refused(), &value_not_finite);
  wrong[2] = -1;
  EXPECT_EQ(refused(), &value_negative);
  std::ranges::fill(wrong, 0);
  EXPECT_EQ(refused(), &too_few_observations);
  wrong.resize(9);
  EXPECT_EQ(refused(), &lengths_differ);
  for (const double kappa : {0.0, -1.0, std::numeric_limits<double>::infinity()}) {
    EXPECT_FALSE(tango_index(map.cases, map.population, map.points, kappa));
  }
}

}  // namespace
}  // namespace zhiheng::stat
