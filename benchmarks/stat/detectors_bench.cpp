// Outbreak detectors and EBGM beside what R took on one such core.
//
// R cannot be taken for granted where this runs, so the counters compare with recorded times:
// farringtonFlexible 11.3 ms a series-week, earsC 0.025 ms, EBGM with EB05 and EB95 54 microseconds
// a pair. surveillance.R beside this file times R's side on the same counts.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "stat/ears.h"
#include "stat/farrington.h"
#include "stat/gamma_mixture.h"
#include "stat/parallel.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

double poisson_draw(Random& random, double mean) {
  double product = random.uniform();
  double count = 0;
  for (const double limit = std::exp(-mean); product > limit; ++count) product *= random.uniform();
  return count;
}

/// Ten years of weekly counts of 100 places with a season, levels from 0.2 to 20; made without
/// chance, so that surveillance.R makes the same.
const std::vector<std::vector<double>>& places_by_week() {
  static const auto all = [] {
    std::vector<std::vector<double>> made(100, std::vector<double>(520));
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double level = 0.2 * std::pow(100.0, static_cast<double>(i) / 99);
      for (std::size_t t = 0; t < 520; ++t) {
        const double season = 1 + 0.5 * std::sin(6.283 * static_cast<double>(t) / 52);
        const auto part = static_cast<double>((i * 7919 + t * 104729) % 1000) / 1000;
        made[i][t] = std::floor(2 * level * season * part + 0.5);
      }
    }
    return made;
  }();
  return all;
}

/// Seconds R takes for one piece; the counter is R's time over ours.
void compare(benchmark::State& state, double pieces, double seconds_each) {
  const double done = pieces * static_cast<double>(state.iterations());
  state.counters["per_piece"] =
      benchmark::Counter(done, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
  state.counters["times_R"] = benchmark::Counter(done * seconds_each, benchmark::Counter::kIsRate);
}

void farrington_flexible(benchmark::State& state) {
  const auto& all = places_by_week();
  const auto options = farrington_improved();
  std::vector<std::size_t> alarms(all.size());
  for (auto _ : state) {
    const auto done = in_parallel(all.size(), static_cast<int>(state.range(0)), [&](std::size_t i) {
      const auto points = farrington(all[i], {}, 468, {}, options);
      require(points && points->size() == 52);
      alarms[i] = 0;
      for (const auto& point : *points) alarms[i] += point.alarm ? 1 : 0;
    });
    require(done.has_value());
  }
  require(alarms[99] < 52);
  compare(state, 100 * 52, 11.3e-3);
}
BENCHMARK(farrington_flexible)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void ears_c1(benchmark::State& state) {
  const auto& all = places_by_week();
  for (auto _ : state) {
    const auto done = in_parallel(all.size(), static_cast<int>(state.range(0)), [&](std::size_t i) {
      benchmark::DoNotOptimize(ears(all[i], {})->back().upper);
    });
    require(done.has_value());
  }
  compare(state, 100 * 513, 0.025e-3);
}
BENCHMARK(ears_c1)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

void ebgm_with_bounds(benchmark::State& state) {
  Random random(5);
  const MixturePrior prior{3.26, 0.4, 2.02, 1.9, 0.065};
  std::vector<CountedPair> pairs;
  while (pairs.size() < 20'000) {
    const double expected = std::exp(7 * random.uniform() - 6);
    const double count = 1 + poisson_draw(random, expected);
    pairs.push_back({count, expected, 1});
  }
  double sum = 0;
  for (auto _ : state) {
    const auto found = posteriors(pairs, prior, static_cast<int>(state.range(0)));
    require(found.has_value());
    sum = found->front().low;
  }
  require(sum > 0);
  compare(state, 20'000, 54e-6);
}
BENCHMARK(ebgm_with_bounds)->Arg(1)->Arg(2)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace zhiheng::stat
