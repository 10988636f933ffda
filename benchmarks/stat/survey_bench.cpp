// Complex surveys beside R's survey package, on the same made-up sample in both: benchmarks/stat/
// survey.R holds the other side, and prints the same figures that are asserted here.
//
// R cannot be taken for granted where this runs, so the counters compare with its times as
// recorded: survey 4.1-1 on R 4.2.2, one core of the machine that docs/benchmarks.md names.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "stat/survey_design.h"
#include "stat/survey_estimate.h"

namespace zhiheng::stat {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

/// Rows in 20 strata of 10 units each; whole-number formulas, so that R makes the same.
struct Sample {
  SurveySample sample;
  std::vector<double> y;
  std::vector<SurveyMember> members;
};

constexpr std::uint32_t groups = 6760;

Sample sample_of(std::uint32_t rows) {
  Sample made;
  made.sample.stages.resize(1);
  for (std::uint32_t i = 0; i < rows; ++i) {
    made.sample.weights.push_back(1 + i % 13);
    made.sample.stages[0].strata.push_back(i % 20);
    made.sample.stages[0].units.push_back(i / 20 % 10);
    made.y.push_back(static_cast<double>(std::uint64_t{i} * 104729 % 1000) / 10);
    made.members.push_back({i, static_cast<std::uint32_t>(std::uint64_t{i} * 7919 % groups)});
  }
  return made;
}

void compare(benchmark::State& state, double seconds) {
  state.counters["times_R"] = benchmark::Counter(seconds * static_cast<double>(state.iterations()),
                                                 benchmark::Counter::kIsRate);
}

/// svydesign, then svyby(~y, ~group, design, svymean): 50,000 rows, 6,760 groups.
void survey_by_groups(benchmark::State& state) {
  const Sample data = sample_of(50000);
  for (auto _ : state) {
    const auto design = SurveyDesign::build(data.sample);
    const auto found = survey_estimates(*design, {SurveyStatistic::mean, data.y, {}}, data.members,
                                        groups, static_cast<int>(state.range(0)));
    require(std::abs((*found)[1].value - 85.1) < 1e-9);
    require(std::abs(std::sqrt((*found)[1].variance) - 1.53659074288) < 1e-9);
    benchmark::DoNotOptimize(found);
  }
  compare(state, 48);
}
BENCHMARK(survey_by_groups)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// svydesign, then svytotal(~y, design): 200,000 rows.
void survey_totals(benchmark::State& state) {
  const Sample data = sample_of(200000);
  for (auto _ : state) {
    const auto design = SurveyDesign::build(data.sample);
    const auto found = survey_estimate(*design, {SurveyStatistic::total, data.y, {}});
    require(std::abs(std::sqrt(found->variance) - 599690.273937) < 1e-3);
    benchmark::DoNotOptimize(found);
  }
  compare(state, 1.648);
}
BENCHMARK(survey_totals)->Unit(benchmark::kMillisecond);

/// svytotal(~y, design) alone.
void survey_totals_design_at_hand(benchmark::State& state) {
  const Sample data = sample_of(200000);
  const auto design = SurveyDesign::build(data.sample);
  for (auto _ : state) {
    const auto found = survey_estimate(*design, {SurveyStatistic::total, data.y, {}});
    benchmark::DoNotOptimize(found);
  }
  compare(state, 0.221);
}
BENCHMARK(survey_totals_design_at_hand)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace zhiheng::stat
