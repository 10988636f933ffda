// Lifetimes, agreement and proficiency beside R on one core of the machine of docs/benchmarks.md.
//
// R is not run here: its seconds are those of R 4.2.2 with survival 3.5-3, psych 2.2.9 and MASS 7.3
// on data made by the same rules. The counter is R's time over ours.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <vector>

#include "stat/cronbach.h"
#include "stat/intraclass.h"
#include "stat/lifetime.h"
#include "stat/proficiency.h"
#include "stat/random.h"
#include "stat/survival.h"

namespace zhiheng::stat {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void beside_r(benchmark::State& state, double seconds) {
  state.counters["times_R"] = benchmark::Counter(static_cast<double>(state.iterations()) * seconds,
                                                 benchmark::Counter::kIsRate);
}

/// Weibull lives of shape 2 and scale 100, watched for 90.
std::vector<ObservedLife> watched(std::size_t n) {
  Random random(1);
  std::vector<ObservedLife> units(n);
  for (ObservedLife& unit : units) {
    const double life = 100 * std::sqrt(-std::log(random.uniform()));
    unit = {std::min(life, 90.0), life < 90};
  }
  return units;
}

void weibull_right_censored(benchmark::State& state) {
  std::vector<Lifetime> lives;
  for (const ObservedLife& unit : watched(10'000)) {
    lives.push_back({unit.time, unit.failed ? unit.time : std::numeric_limits<double>::infinity()});
  }
  require(std::abs(fit_lifetimes(lives, LifeModel::weibull)->shape() - 2) < 0.1);
  for (auto _ : state) benchmark::DoNotOptimize(fit_lifetimes(lives, LifeModel::weibull)->spread);
  beside_r(state, 32.4e-3);
}
BENCHMARK(weibull_right_censored)->Unit(benchmark::kMillisecond);

void weibull_inspected(benchmark::State& state) {
  std::vector<Lifetime> lives;
  for (const ObservedLife& unit : watched(10'000)) {
    const double low = 5 * std::floor(unit.time / 5) + 1e-3;
    lives.push_back({low, unit.failed ? low + 5 : std::numeric_limits<double>::infinity()});
  }
  for (auto _ : state) benchmark::DoNotOptimize(fit_lifetimes(lives, LifeModel::weibull)->spread);
  beside_r(state, 24.0e-3);
}
BENCHMARK(weibull_inspected)->Unit(benchmark::kMillisecond);

void kaplan_meier_curve(benchmark::State& state) {
  const auto units = watched(100'000);
  for (auto _ : state) benchmark::DoNotOptimize(kaplan_meier(units)->back().survival);
  beside_r(state, 301e-3);
}
BENCHMARK(kaplan_meier_curve)->Unit(benchmark::kMillisecond);

void log_rank_of_four(benchmark::State& state) {
  const auto units = watched(100'000);
  std::vector<std::size_t> groups;
  for (std::size_t i = 0; i < units.size(); ++i) groups.push_back(i % 4);
  for (auto _ : state) benchmark::DoNotOptimize(log_rank_test(units, groups)->statistic);
  beside_r(state, 207e-3);
}
BENCHMARK(log_rank_of_four)->Unit(benchmark::kMillisecond);

/// Respondents with a level of their own, ten answers around it.
std::vector<double> answers(std::size_t rows, std::size_t columns) {
  Random random(2);
  std::vector<double> table;
  for (std::size_t row = 0; row < rows; ++row) {
    const double level = random.normal();
    for (std::size_t column = 0; column < columns; ++column) {
      table.push_back(level + random.normal());
    }
  }
  return table;
}

void cronbach_of_a_thousand(benchmark::State& state) {
  const auto table = answers(1000, 10);
  for (auto _ : state) benchmark::DoNotOptimize(cronbach_alpha(table, 10)->alpha);
  beside_r(state, 19e-3);
}
BENCHMARK(cronbach_of_a_thousand)->Unit(benchmark::kMillisecond);

void intraclass_of_two_hundred(benchmark::State& state) {
  const auto table = answers(200, 4);
  for (auto _ : state) {
    benchmark::DoNotOptimize(intraclass_correlations(table, 4)->fixed_single.correlation);
  }
  beside_r(state, 27e-3);
}
BENCHMARK(intraclass_of_two_hundred)->Unit(benchmark::kMillisecond);

void algorithm_a_of_a_thousand(benchmark::State& state) {
  const auto values = answers(1000, 1);
  for (auto _ : state) benchmark::DoNotOptimize(algorithm_a(values)->spread);
  beside_r(state, 1.3e-3);  // MASS::hubers
}
BENCHMARK(algorithm_a_of_a_thousand)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace zhiheng::stat
