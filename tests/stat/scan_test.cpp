#include "stat/scan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "stat/failures.h"
#include "stat/random.h"
#include "stat/scan_replicates.h"
#include "stat/scan_zones.h"

namespace zhiheng::stat {
namespace {

/// Places at random with populations; cases by the rates, twice in the corner near (0, 0).
struct ScanMap {
  ScanPoints points;
  std::vector<double> population;
  ScanData data;
};

ScanMap random_map(std::uint64_t seed, std::size_t places, std::size_t periods = 1,
                   double mean_cases = 4) {
  Random random(seed);
  std::vector<double> x(places), y(places);
  ScanMap map;
  map.data.locations = places;
  map.data.periods = periods;
  for (std::size_t i = 0; i < places; ++i) {
    x[i] = random.uniform();
    y[i] = random.uniform();
    map.population.push_back(std::floor(100 + 1000 * random.uniform()));
    const double rate = std::hypot(x[i], y[i]) < 0.4 ? 2 * mean_cases : mean_cases;
    for (std::size_t t = 0; t < periods; ++t) {
      map.data.measure.push_back(map.population[i]);
      map.data.cases.push_back(std::floor(2 * rate * random.uniform()));
    }
  }
  map.points = *plane_points(x, y);
  return map;
}

ScanOptions quick_scan(ScanModel model = ScanModel::poisson) {
  ScanOptions options;
  options.model = model;
  options.replicates = 99;
  return options;
}

double by_hand(const ScanMap& map, ScanModel model, double cases, double measure) {
  const auto part = [](double n, double d) { return n > 0 ? n * std::log(n / d) : 0.0; };
  const double all = std::accumulate(map.data.cases.begin(), map.data.cases.end(), 0.0);
  const double people = std::accumulate(map.data.measure.begin(), map.data.measure.end(), 0.0);
  if (model == ScanModel::poisson) {
    const double expected = measure * all / people;
    return part(cases, expected) + part(all - cases, all - expected);
  }
  return part(cases, measure) + part(measure - cases, measure) +
         part(all - cases, people - measure) +
         part(people - measure - all + cases, people - measure) - part(all, people) -
         part(people - all, people);
}

/// The measure as scan() hands it on, so that the same draws come out to the last bit.
std::vector<double> as_scanned(const ScanMap& map, ScanModel model) {
  std::vector<double> measure = map.data.measure;
  if (model != ScanModel::poisson) return measure;
  const double sum = std::accumulate(measure.begin(), measure.end(), 0.0);
  const double all = std::accumulate(map.data.cases.begin(), map.data.cases.end(), 0.0);
  for (double& each : measure) each *= all / sum;
  return measure;
}

TEST(CircularWindows, GrowByDistanceUpToTheShare) {
  const std::vector<double> x = {0, 1, 3, 6}, y = {0, 0, 0, 0}, sizes = {1, 1, 1, 1};
  const auto windows = circular_windows(*plane_points(x, y), sizes, 0.5);
  ASSERT_TRUE(windows);
  ASSERT_EQ(windows->walks.size(), 4U);
  EXPECT_EQ(windows->members, (std::vector<std::uint32_t>{0, 1, 1, 0, 2, 1, 3, 2}));
}

TEST(CircularWindows, TakeEquallyDistantPlacesTogether) {
  const std::vector<double> x = {0, -1, 1, 5}, y = {0, 0, 0, 0}, sizes = {1, 1, 1, 1};
  const auto windows = circular_windows(*plane_points(x, y), sizes, 0.75);
  ASSERT_TRUE(windows);
  const ScanWalk& first = windows->walks[0];
  ASSERT_EQ(first.end - first.begin, 3U);
  EXPECT_TRUE(ScanWindows::is_window(windows->members[0]));
  EXPECT_FALSE(ScanWindows::is_window(windows->members[1]));
  EXPECT_TRUE(ScanWindows::is_window(windows->members[2]));
  // Half of four places is two: the pair of neighbours does not fit and stays out as a whole.
  const auto half = circular_windows(*plane_points(x, y), sizes, 0.5);
  EXPECT_EQ(half->walks[0].end - half->walks[0].begin, 1U);
}

TEST(CircularWindows, OnTheGlobeFollowTheGreatCircle) {
  // Across the date line two degrees are 222.39 km, the quarter of a meridian 10,007.56.
  const std::vector<double> latitude = {0, 0, 90}, longitude = {179, -179, 0};
  const auto points = globe_points(latitude, longitude);
  ASSERT_TRUE(points);
  EXPECT_NEAR(points->distance(0, 1), 222.39, 0.01);
  EXPECT_NEAR(points->distance(0, 2), 10007.56, 0.01);
}

TEST(CircularWindows, AreTheSameOnAnyNumberOfThreads) {
  const ScanMap map = random_map(3, 150);
  const auto one = circular_windows(map.points, map.population, 0.5, 1);
  const auto four = circular_windows(map.points, map.population, 0.5, 4);
  EXPECT_EQ(one->members, four->members);
}

TEST(CircularWindows, HoldWhatAFullSortHolds) {
  const ScanMap map = random_map(5, 300);
  const auto windows = circular_windows(map.points, map.population, 1);
  ASSERT_TRUE(windows);
  for (const ScanWalk& walk : windows->walks) {
    ASSERT_EQ(walk.end - walk.begin, 300U);
    double last = 0;
    for (std::size_t i = walk.begin; i < walk.end; ++i) {
      const double distance =
          map.points.distance(walk.centre, ScanWindows::location(windows->members[i]));
      ASSERT_GE(distance, last * (1 - 1e-12));
      last = distance;
    }
  }
}

TEST(CircularWindows, RefuseAWrongShareAndSize) {
  const ScanMap map = random_map(1, 5);
  for (const double share : {0.0, 1.5, std::nan("")}) {
    EXPECT_EQ(circular_windows(map.points, map.population, share).error().failure,
              &value_out_of_range);
  }
  std::vector<double> sizes(5, -1);
  EXPECT_EQ(circular_windows(map.points, sizes, 0.5).error().failure, &value_negative);
  sizes.resize(4);
  EXPECT_EQ(circular_windows(map.points, sizes, 0.5).error().failure, &lengths_differ);
  const std::vector<double> far = {91}, here = {0};
  EXPECT_EQ(globe_points(far, here).error().failure, &value_out_of_range);
}

TEST(EllipticWindows, LieAlongTheirLongerAxis) {
  // Three places east of the centre at 1, 2, 3 and one north at 1.1: a circle takes the northern
  // one second, an ellipse of shape 4 along the x axis last.
  const std::vector<double> x = {0, 1, 2, 3, 0}, y = {0, 0, 0, 0, 1.1};
  const std::vector<double> sizes(5, 1);
  Ellipses ellipses;
  ellipses.shapes = {4};
  ellipses.angles = {2};
  const auto windows = elliptic_windows(*plane_points(x, y), sizes, 1, ellipses);
  ASSERT_TRUE(windows);
  ASSERT_EQ(windows->walks.size(), 15U);
  const auto members = [&](std::size_t walk) {
    const auto& all = windows->members;
    return std::vector<std::uint32_t>(all.begin() + static_cast<long>(windows->walks[walk].begin),
                                      all.begin() + static_cast<long>(windows->walks[walk].end));
  };
  EXPECT_EQ(members(0), (std::vector<std::uint32_t>{0, 1, 4, 2, 3}));
  EXPECT_EQ(members(5), (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
  EXPECT_EQ(windows->walks[10].angle, 90);
  EXPECT_EQ(members(10), (std::vector<std::uint32_t>{0, 4, 1, 2, 3}));
  EXPECT_DOUBLE_EQ(windows->walks[5].penalty, std::sqrt(16.0 / 25));
}

TEST(ConnectedWindows, AreAllConnectedSetsAndNoOther) {
  // On a path of n places the connected sets are its n (n + 1) / 2 stretches.
  const std::size_t count = 8;
  std::vector<double> x(count), y(count, 0);
  std::iota(x.begin(), x.end(), 0.0);
  std::vector<std::vector<std::uint32_t>> neighbours(count);
  for (std::uint32_t i = 0; i + 1 < count; ++i) {
    neighbours[i].push_back(i + 1);
    neighbours[i + 1].push_back(i);
  }
  const auto windows = connected_windows(*plane_points(x, y), neighbours, 8);
  ASSERT_TRUE(windows);
  EXPECT_EQ(windows->walks.size(), 36U);
  EXPECT_EQ(connected_windows(*plane_points(x, y), neighbours, 21).error().failure,
            &value_out_of_range);
}

TEST(Scan, FindsTheWindowThatEnumerationFinds) {
  for (const ScanModel model : {ScanModel::poisson, ScanModel::bernoulli}) {
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const ScanMap map = random_map(seed, 40);
      const auto windows = circular_windows(map.points, map.population, 0.5);
      double best = 0;
      for (std::size_t centre = 0; centre < 40; ++centre) {
        for (std::size_t edge = 0; edge < 40; ++edge) {
          const double radius = map.points.distance(centre, edge);
          double cases = 0, people = 0;
          for (std::size_t i = 0; i < 40; ++i) {
            if (map.points.distance(centre, i) > radius) continue;
            cases += map.data.cases[i];
            people += map.population[i];
          }
          const double all = std::accumulate(map.population.begin(), map.population.end(), 0.0);
          const double total = std::accumulate(map.data.cases.begin(), map.data.cases.end(), 0.0);
          if (people > all / 2 || cases * all <= people * total) continue;
          best = std::max(best, by_hand(map, model, cases, people));
        }
      }
      const auto result = scan(map.data, *windows, quick_scan(model));
      ASSERT_TRUE(result);
      EXPECT_NEAR(result->clusters[0].ratio, best, 1e-9 * best);
    }
  }
}

TEST(Scan, ReplicatesShowTheMaximumOfAllTheirWindows) {
  // The fast way must give what the slow way gives on each replicate's own data.
  for (const ScanModel model :
       {ScanModel::poisson, ScanModel::bernoulli, ScanModel::permutation, ScanModel::expectation}) {
    for (const ScanRates rates : {ScanRates::high, ScanRates::low, ScanRates::both}) {
      ScanMap map = random_map(11, 30, 4, 2);
      if (model == ScanModel::expectation) {
        for (double& each : map.data.measure) each /= 200;
      }
      ScanOptions options = quick_scan(model);
      options.rates = rates;
      options.replicates = 70;
      options.longest = 3;
      const auto windows = circular_windows(map.points, map.population, 0.5);
      const auto result = scan(map.data, *windows, options);
      ASSERT_TRUE(result);
      const ScanNull null(model, 4, map.data.cases, as_scanned(map, model));
      ScanData drawn = map.data;
      for (std::uint64_t i : {0U, 1U, 69U}) {
        Random random(options.seed, i + 1);
        std::vector<std::uint32_t> cells;
        null.draw(random, cells);
        std::ranges::fill(drawn.cases, 0);
        for (const std::uint32_t cell : cells) ++drawn.cases[cell];
        const auto best = best_windows(drawn, *windows, options);
        ASSERT_TRUE(best);
        const auto largest = std::ranges::max_element(*best, {}, &ScanCluster::statistic);
        EXPECT_NEAR(result->maxima[i], largest->statistic, 1e-8)
            << static_cast<int>(model) << ' ' << static_cast<int>(rates) << ' ' << i;
      }
    }
  }
}

TEST(Scan, CountsOfMoreThanFifteenBitsGiveTheSame) {
  ScanMap map = random_map(8, 20);
  for (double& each : map.data.cases) each *= 600;  // about 50,000 in all
  const auto windows = circular_windows(map.points, map.population, 0.5);
  const auto result = scan(map.data, *windows, quick_scan());
  ASSERT_TRUE(result);
  ASSERT_GT(result->cases, 40'000);
  const ScanNull null(ScanModel::poisson, 1, map.data.cases, as_scanned(map, ScanModel::poisson));
  Random random(1, 1);
  std::vector<std::uint32_t> cells;
  null.draw(random, cells);
  std::ranges::fill(map.data.cases, 0);
  for (const std::uint32_t cell : cells) ++map.data.cases[cell];
  const auto best = best_windows(map.data, *windows, quick_scan());
  EXPECT_NEAR(result->maxima[0],
              std::ranges::max_element(*best, {}, &ScanCluster::statistic)->statistic, 1e-7);
}

TEST(Scan, IsTheSameOnAnyNumberOfThreads) {
  const ScanMap map = random_map(2, 60, 6);
  const auto windows = circular_windows(map.points, map.population, 0.5);
  ScanOptions options = quick_scan();
  options.replicates = 250;
  const auto one = scan(map.data, *windows, options);
  options.threads = 3;
  const auto three = scan(map.data, *windows, options);
  EXPECT_EQ(one->maxima, three->maxima);
  ASSERT_EQ(one->clusters.size(), three->clusters.size());
  EXPECT_EQ(one->clusters[0].locations, three->clusters[0].locations);
}

TEST(Scan, DoesNotDependOnTheOrderOfPlaces) {
  const ScanMap map = random_map(21, 50);
  std::vector<double> x, y;
  ScanMap turned;
  turned.data = map.data;
  for (std::size_t i = 0; i < 50; ++i) {
    const std::size_t from = (i * 7 + 3) % 50;
    x.push_back(map.points.at[from][0]);
    y.push_back(map.points.at[from][1]);
    turned.population.push_back(map.population[from]);
    turned.data.cases[i] = map.data.cases[from];
    turned.data.measure[i] = map.data.measure[from];
  }
  turned.points = *plane_points(x, y);
  const auto one = scan(map.data, *circular_windows(map.points, map.population, 0.5), quick_scan());
  const auto other =
      scan(turned.data, *circular_windows(turned.points, turned.population, 0.5), quick_scan());
  ASSERT_EQ(one->clusters.size(), other->clusters.size());
  for (std::size_t i = 0; i < one->clusters.size(); ++i) {
    EXPECT_NEAR(one->clusters[i].ratio, other->clusters[i].ratio, 1e-9);
  }
  std::set<std::uint32_t> mapped;
  for (const auto each : other->clusters[0].locations) mapped.insert((each * 7 + 3) % 50);
  EXPECT_EQ(mapped, std::set<std::uint32_t>(one->clusters[0].locations.begin(),
                                            one->clusters[0].locations.end()));
}

TEST(Scan, IsNotMovedByScalingOfMapAndPopulation) {
  const ScanMap map = random_map(4, 40);
  ScanMap scaled = map;
  for (auto& point : scaled.points.at) {
    for (double& each : point) each *= 1000;
  }
  for (double& each : scaled.data.measure) each *= 7;
  const auto one = scan(map.data, *circular_windows(map.points, map.population, 0.5), quick_scan());
  const auto other =
      scan(scaled.data, *circular_windows(scaled.points, scaled.population, 0.5), quick_scan());
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->clusters[0].ratio, other->clusters[0].ratio, 1e-9);
  EXPECT_EQ(one->clusters[0].p_value, other->clusters[0].p_value);
}

TEST(Scan, ClustersShareNoPlaceAndFallInLikelihood) {
  const ScanMap map = random_map(6, 120);
  ScanOptions options = quick_scan();
  options.rates = ScanRates::both;
  for (const bool per_centre : {false, true}) {
    options.one_per_centre = per_centre;
    const auto result = scan(map.data, *circular_windows(map.points, map.population, 0.3), options);
    std::set<std::uint32_t> seen;
    double last = std::numeric_limits<double>::infinity();
    double last_p = 0;
    for (const ScanCluster& each : result->clusters) {
      EXPECT_LE(each.statistic, last * (1 + 1e-9));
      EXPECT_GE(each.p_value, last_p);
      last = each.statistic;
      last_p = each.p_value;
      for (const auto place : each.locations) EXPECT_TRUE(seen.insert(place).second);
    }
  }
}

TEST(Scan, MoreCasesInTheClusterMakeItLikelier) {
  ScanMap map = random_map(9, 40);
  const auto windows = circular_windows(map.points, map.population, 0.5);
  double last = 0;
  for (int step = 0; step < 5; ++step) {
    map.data.cases[7] += 20;
    const auto result = scan(map.data, *windows, quick_scan());
    EXPECT_GT(result->clusters[0].ratio, last);
    last = result->clusters[0].ratio;
  }
  EXPECT_EQ(scan(map.data, *windows, quick_scan())->clusters[0].p_value, 0.01);
}

TEST(Scan, WithoutAClusterPValuesAreUniform) {
  // 60 data sets drawn from the null: the mean of p is 1/2 within four standard errors.
  const ScanMap map = random_map(12, 30);
  const auto windows = circular_windows(map.points, map.population, 0.5);
  const ScanNull null(ScanModel::poisson, 1, map.data.cases, map.data.measure);
  double sum = 0;
  ScanData data = map.data;
  for (std::uint64_t i = 0; i < 60; ++i) {
    Random random(777, i);
    std::vector<std::uint32_t> cells;
    null.draw(random, cells);
    std::ranges::fill(data.cases, 0);
    for (const std::uint32_t cell : cells) ++data.cases[cell];
    sum += scan(data, *windows, quick_scan())->clusters[0].p_value;
  }
  EXPECT_NEAR(sum / 60, 0.5, 4 * std::sqrt(1.0 / 12 / 60));
}

TEST(Scan, LowRatesAreHighRatesOfTheOthers) {
  // Bernoulli: cases and controls exchanged turn low into high.
  const ScanMap map = random_map(14, 40);
  ScanMap turned = map;
  for (std::size_t i = 0; i < 40; ++i) turned.data.cases[i] = map.population[i] - map.data.cases[i];
  ScanOptions options = quick_scan(ScanModel::bernoulli);
  const auto windows = circular_windows(map.points, map.population, 0.5);
  const auto high = scan(turned.data, *windows, options);
  options.rates = ScanRates::low;
  const auto low = scan(map.data, *windows, options);
  EXPECT_NEAR(high->clusters[0].ratio, low->clusters[0].ratio, 1e-8);
  EXPECT_EQ(high->clusters[0].locations, low->clusters[0].locations);
}

TEST(Scan, ProspectiveWindowsReachToTheLastPeriod) {
  const ScanMap map = random_map(15, 30, 10);
  ScanOptions options = quick_scan();
  options.prospective = true;
  options.longest = 4;
  options.shortest = 2;
  const auto result = scan(map.data, *circular_windows(map.points, map.population, 0.5), options);
  ASSERT_TRUE(result);
  for (const ScanCluster& each : result->clusters) {
    EXPECT_EQ(each.last_period, 9U);
    EXPECT_GE(each.first_period, 6U);
    EXPECT_LE(each.first_period, 8U);
  }
}

TEST(Scan, ShortNullDrawsKeepWhatIsGiven) {
  const ScanMap map = random_map(16, 12, 5);
  const double total = std::accumulate(map.data.cases.begin(), map.data.cases.end(), 0.0);
  for (const ScanModel model : {ScanModel::poisson, ScanModel::bernoulli, ScanModel::permutation}) {
    const ScanNull null(model, 5, map.data.cases, map.data.measure);
    Random random(1);
    std::vector<std::uint32_t> cells;
    null.draw(random, cells);
    ASSERT_EQ(static_cast<double>(cells.size()), total);
    if (model != ScanModel::permutation) continue;
    std::vector<double> by_period(5), by_place(12), period(5), place(12);
    for (const std::uint32_t cell : cells) ++by_period[cell % 5], ++by_place[cell / 5];
    for (std::size_t cell = 0; cell < 60; ++cell) {
      period[cell % 5] += map.data.cases[cell];
      place[cell / 5] += map.data.cases[cell];
    }
    EXPECT_EQ(by_period, period);
    EXPECT_EQ(by_place, place);
  }
}

TEST(Scan, UnitsAreDrawnWithoutReplacement) {
  // All but one of the units are cases: no place may have more cases than units.
  const std::vector<double> units = {3, 4, 5}, cases = {3, 4, 4};
  const ScanNull null(ScanModel::bernoulli, 1, cases, units);
  for (std::uint64_t i = 0; i < 50; ++i) {
    Random random(3, i);
    std::vector<std::uint32_t> cells;
    null.draw(random, cells);
    ASSERT_EQ(cells.size(), 11U);
    for (std::uint32_t place = 0; place < 3; ++place) {
      EXPECT_LE(static_cast<double>(std::ranges::count(cells, place)), units[place]);
    }
  }
}

TEST(Scan, RefusesWhatItCannotScan) {
  const ScanMap map = random_map(1, 10);
  const auto windows = *circular_windows(map.points, map.population, 0.5);
  const auto refused = [&](const ScanData& data, const ScanOptions& options = quick_scan()) {
    const auto result = scan(data, windows, options);
    return result ? nullptr : result.error().failure;
  };
  ScanData data = map.data;
  data.cases[3] = std::nan("");
  EXPECT_EQ(refused(data), &value_not_finite);
  data.cases[3] = std::numeric_limits<double>::infinity();
  EXPECT_EQ(refused(data), &value_not_finite);
  data.cases[3] = -1;
  EXPECT_EQ(refused(data), &value_negative);
  data = map.data;
  data.measure[2] = 0;
  data.cases[2] = 1;
  EXPECT_EQ(refused(data), &value_not_positive);
  data = map.data;
  std::ranges::fill(data.cases, 0);
  EXPECT_EQ(refused(data), &too_few_observations);
  data = map.data;
  data.cases.pop_back();
  EXPECT_EQ(refused(data), &lengths_differ);
  data = map.data;
  data.cases[0] = data.measure[0] + 1;
  EXPECT_EQ(refused(data, quick_scan(ScanModel::bernoulli)), &count_out_of_range);
  data.cases[0] = 1e12;
  EXPECT_EQ(refused(data), &too_many_observations);
  EXPECT_EQ(refused(map.data, quick_scan(ScanModel::permutation)), &too_few_observations);
  ScanOptions options = quick_scan();
  options.longest = 2;
  EXPECT_EQ(refused(map.data, options), &value_out_of_range);
  options = quick_scan();
  options.threads = 0;
  EXPECT_EQ(refused(map.data, options), &value_out_of_range);
}

TEST(Scan, EndsWellForAnyData) {
  // One place, equal counts, all cases in one place, tiny and huge expectations.
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    Random random(seed, 99);
    const std::size_t places = 1 + random.below(6);
    ScanMap map = random_map(seed, places, 1 + random.below(3));
    for (std::size_t i = 0; i < map.data.cases.size(); ++i) {
      map.data.cases[i] = random.below(3) == 0 ? 0 : std::floor(50 * random.uniform());
      map.data.measure[i] = std::pow(10, 12 * random.uniform() - 6);
    }
    const auto windows = circular_windows(map.points, map.population, 1);
    ASSERT_TRUE(windows);
    ScanOptions options = quick_scan();
    options.rates = seed % 2 == 0 ? ScanRates::both : ScanRates::high;
    const auto result = scan(map.data, *windows, options);
    if (!result) continue;
    for (const ScanCluster& each : result->clusters) {
      EXPECT_TRUE(std::isfinite(each.statistic) && each.statistic > 0);
      EXPECT_TRUE(each.p_value > 0 && each.p_value <= 1);
    }
    for (const double each : result->maxima) EXPECT_TRUE(std::isfinite(each) && each >= 0);
  }
}

}  // namespace
}  // namespace zhiheng::stat
