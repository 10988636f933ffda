// What a check costs per row of an import, beside the least that any check must do: reading the
// characters once.

#include <benchmark/benchmark.h>

#include <numeric>

#include "code/credit_code.h"
#include "code/gs1.h"
#include "code/identify.h"
#include "code/region.h"

namespace {

using namespace zhiheng;
using namespace zhiheng::code;

/// Valid codes, different enough that the branches cannot be learnt by heart.
std::vector<std::string> credit_codes(std::size_t count) {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < count; ++i) {
    std::string code = "91620100M0" + std::to_string(1'000'000 + i * 7919 % 9'000'000);
    code.push_back(credit_code_check_character(code));
    codes.push_back(std::move(code));
  }
  return codes;
}

std::vector<std::string> gtins(std::size_t count) {
  std::vector<std::string> codes;
  for (std::size_t i = 0; i < count; ++i) {
    std::string code = "69" + std::to_string(1'000'000'000 + i * 104'729);
    code.push_back(gs1_check_digit(code));
    codes.push_back(std::move(code));
  }
  return codes;
}

constexpr std::size_t many = 4096;

void reading_18_characters(benchmark::State& state) {
  const auto codes = credit_codes(many);
  std::size_t i = 0;
  for (auto _ : state) {
    const std::string& code = codes[i++ % many];
    benchmark::DoNotOptimize(std::accumulate(code.begin(), code.end(), 0));
  }
}
BENCHMARK(reading_18_characters);

void credit_code(benchmark::State& state) {
  const auto codes = credit_codes(many);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(check_credit_code(codes[i++ % many]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(credit_code);

void credit_code_refused(benchmark::State& state) {
  auto codes = credit_codes(many);
  for (auto& code : codes) code[9] = code[9] == '1' ? '2' : '1';
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(check_credit_code(codes[i++ % many]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(credit_code_refused);

void gtin(benchmark::State& state) {
  const auto codes = gtins(many);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(check_gtin(codes[i++ % many]));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(gtin);

void normalising_what_is_normal(benchmark::State& state) {
  const auto codes = credit_codes(many);
  std::size_t i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(normalise(codes[i++ % many]));
}
BENCHMARK(normalising_what_is_normal);

const Regions& regions() {
  static const Regions table = load_regions(ZHIHENG_SOURCE_DIR "/catalog").value();
  return table;
}

void region_by_code(benchmark::State& state) {
  const auto all = regions().all();
  const Date today = make_date(2024, 6, 30);
  std::size_t i = 0;
  for (auto _ : state) {
    i = (i + 7919) % all.size();
    benchmark::DoNotOptimize(regions().find(all[i].code, today));
  }
}
BENCHMARK(region_by_code);

void region_by_address(benchmark::State& state) {
  const Date today = make_date(2024, 6, 30);
  for (auto _ : state) {
    benchmark::DoNotOptimize(regions().recognise("甘肃省兰州市城关区雁滩路18号", today));
  }
}
BENCHMARK(region_by_address);

void loading_the_regions(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(load_regions(ZHIHENG_SOURCE_DIR "/catalog").has_value());
  }
}
BENCHMARK(loading_the_regions)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
