// What reading a plan costs, beside the least that any reader must do: looking at each byte once.

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

#include "plan/plan.h"

namespace {

using namespace zhiheng::plan;

/// The real plans where they are at hand, else the example plans.
std::vector<std::string> plans() {
  const char* shared = std::getenv("ZHIHENG_SHARED");
  const std::filesystem::path real =
      std::filesystem::path(shared != nullptr ? shared : ZHIHENG_SOURCE_DIR "/../shared") / "plans";
  const std::filesystem::path own = ZHIHENG_SOURCE_DIR "/examples/plans";
  std::vector<std::string> texts;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::filesystem::exists(real) ? real : own)) {
    std::ifstream file(entry.path(), std::ios::binary);
    texts.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return texts;
}

void looking_at_every_byte(benchmark::State& state) {
  const auto texts = plans();
  for (auto _ : state) {
    for (const std::string& text : texts) {
      benchmark::DoNotOptimize(std::accumulate(text.begin(), text.end(), 0));
    }
  }
}
BENCHMARK(looking_at_every_byte);

void parsing_all_plans(benchmark::State& state) {
  const auto lexicon = Lexicon::load(ZHIHENG_SOURCE_DIR "/catalog");
  if (!lexicon) return state.SkipWithError("no catalog");
  const auto texts = plans();
  for (auto _ : state) {
    for (const std::string& text : texts) {
      const auto plan = parse(text, *lexicon);
      if (!plan || render(*plan) != text) return state.SkipWithError("a plan did not come back");
    }
  }
}
BENCHMARK(parsing_all_plans)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
