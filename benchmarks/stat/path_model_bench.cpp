// Path models on a questionnaire of the European index: 250 respondents, 24 items, 7 latent
// variables, 12 paths.
//
// The peer is R's plspm 0.5.1, which took 27 s for a bootstrap of 1,000 on one core of the machine
// that recorded the reference data; R is not run here.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "stat/path_model_bootstrap.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr double plspm_seconds = 27;

PathStudy european_study(std::size_t rows) {
  PathModel model;
  const std::size_t sizes[] = {5, 3, 7, 2, 3, 1, 3};
  const char* const names[] = {"image",        "expectation", "quality", "value",
                               "satisfaction", "complaints",  "loyalty"};
  model.arrows = {{0, 1}, {1, 2}, {1, 3}, {2, 3}, {0, 4}, {1, 4},
                  {2, 4}, {3, 4}, {4, 5}, {0, 6}, {4, 6}, {5, 6}};
  for (std::size_t latent = 0; latent < 7; ++latent) {
    model.latents.push_back({.name = names[latent]});
    for (std::size_t item = 0; item < sizes[latent]; ++item) {
      model.latents.back().items.push_back(model.items.size());
      model.items.push_back(std::string(names[latent]) + std::to_string(item));
    }
  }
  Random random(1);
  std::vector<double> answers;
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<double> score(7);
    for (std::size_t latent = 0; latent < 7; ++latent) {
      score[latent] = 0.8 * random.normal();
      for (const auto& [source, target] : model.arrows) {
        if (target == latent) score[latent] += 0.35 * score[source];
      }
      for (std::size_t item = 0; item < sizes[latent]; ++item) {
        const double answer = std::round(7 + 1.5 * score[latent] + random.normal());
        answers.push_back(std::clamp(answer, 1.0, 10.0));
      }
    }
  }
  const AnswerScale scale{std::vector<double>(24, 1.0), std::vector<double>(24, 10.0)};
  auto study = prepare_study(model, {.values = answers}, scale);
  if (!study) std::abort();
  return *std::move(study);
}

void pls_fit(benchmark::State& state) {
  const PathStudy study = european_study(250);
  for (auto _ : state) benchmark::DoNotOptimize(fit_path_model(study)->steps);
}
BENCHMARK(pls_fit)->Unit(benchmark::kMicrosecond);

void pls_bootstrap_of_a_thousand(benchmark::State& state) {
  const PathStudy study = european_study(250);
  const ResampleSettings settings{.resamples = 1000, .threads = static_cast<int>(state.range(0))};
  for (auto _ : state) benchmark::DoNotOptimize(bootstrap_path_model(study, settings)->used);
  state.counters["times_plspm"] = benchmark::Counter(
      plspm_seconds * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(pls_bootstrap_of_a_thousand)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void pls_fit_of_a_million_respondents(benchmark::State& state) {
  const PathStudy study = european_study(1'000'000);
  for (auto _ : state) benchmark::DoNotOptimize(fit_path_model(study)->steps);
}
BENCHMARK(pls_fit_of_a_million_respondents)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace zhiheng::stat
