// What comparing two plans costs, beside the diff of their lines that people use instead.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "plan/compare.h"

namespace {

using namespace zhiheng::plan;

std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The national plan and the city's where they are at hand, else the planted pair.
std::pair<std::string, std::string> texts() {
  const char* shared = std::getenv("ZHIHENG_SHARED");
  const std::filesystem::path real =
      std::filesystem::path(shared != nullptr ? shared : ZHIHENG_SOURCE_DIR "/../shared") / "plans";
  const std::filesystem::path own = ZHIHENG_SOURCE_DIR "/examples/plans";
  if (std::filesystem::exists(real / "city-2012.txt")) {
    return {file_text(real / "state-council-2012.txt"), file_text(real / "city-2012.txt")};
  }
  return {file_text(own / "yunhai-2017.txt"), file_text(own / "qingping-2017.txt")};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t begin = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', begin)) {
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  lines.push_back(text.substr(begin));
  return lines;
}

/// Lines in common, in order: all that a line diff can say of two plans.
void line_diff(benchmark::State& state) {
  const auto [above, below] = texts();
  for (auto _ : state) {
    const auto upper = lines_of(above);
    const auto lower = lines_of(below);
    std::vector<std::size_t> common(lower.size() + 1);
    for (const std::string& line : upper) {
      std::size_t corner = 0;
      for (std::size_t j = 0; j < lower.size(); ++j) {
        const std::size_t last = common[j + 1];
        common[j + 1] = line == lower[j] ? corner + 1 : std::max(common[j], last);
        corner = last;
      }
    }
    benchmark::DoNotOptimize(common.back());
  }
}
BENCHMARK(line_diff)->Unit(benchmark::kMillisecond);

void compare_a_pair(benchmark::State& state) {
  const auto lexicon = Lexicon::load(ZHIHENG_SOURCE_DIR "/catalog");
  const auto rules = CompareRules::load(ZHIHENG_SOURCE_DIR "/catalog");
  if (!lexicon || !rules) return state.SkipWithError("no catalog");
  const auto [above, below] = texts();
  const auto upper = parse(above, *lexicon);
  const auto lower = parse(below, *lexicon);
  if (!upper || !lower) return state.SkipWithError("a plan cannot be read");
  for (auto _ : state) {
    const Crosswalk crosswalk = compare(*upper, *lower, *lexicon, *rules);
    if (crosswalk.pairs.size() != upper->items.size()) return state.SkipWithError("items missing");
    benchmark::DoNotOptimize(crosswalk);
  }
}
BENCHMARK(compare_a_pair)->Unit(benchmark::kMillisecond);

/// From the two texts to the JSON, tables of words loaded.
void texts_to_json(benchmark::State& state) {
  const auto lexicon = Lexicon::load(ZHIHENG_SOURCE_DIR "/catalog");
  const auto rules = CompareRules::load(ZHIHENG_SOURCE_DIR "/catalog");
  if (!lexicon || !rules) return state.SkipWithError("no catalog");
  const auto [above, below] = texts();
  for (auto _ : state) {
    const auto upper = parse(above, *lexicon);
    const auto lower = parse(below, *lexicon);
    if (!upper || !lower) return state.SkipWithError("a plan cannot be read");
    const std::string json = to_json(compare(*upper, *lower, *lexicon, *rules), *upper, *lower);
    benchmark::DoNotOptimize(json);
  }
}
BENCHMARK(texts_to_json)->Unit(benchmark::kMillisecond);

}  // namespace
