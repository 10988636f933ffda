// What reading a GS1 element string costs, beside the least that any reader must do: looking at
// every byte once.

#include <benchmark/benchmark.h>

#ifdef ZHIHENG_GS1_ENCODERS
#include <gs1encoders.h>
#endif

#include <algorithm>
#include <numeric>

#include "code/application_identifier.h"
#include "code/element_string.h"
#include "code/epc.h"
#include "code/gs1.h"
#include "code/gs1_item.h"

namespace {

using namespace zhiheng;
using namespace zhiheng::code;

constexpr std::size_t many = 4096;

const Gs1Tables& tables() {
  static const Gs1Tables read =
      load_gs1_tables(ZHIHENG_SOURCE_DIR "/catalog", make_date(2026, 11, 22)).value();
  return read;
}

/// As a scanner sends them: GTIN, expiry, lot, serial, net weight; 50 to 60 bytes each.
const std::vector<std::string>& messages() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> list;
    for (std::size_t i = 0; i < many; ++i) {
      std::string gtin = "069" + std::to_string(1'000'000'000 + i * 104'729);
      gtin.push_back(gs1_check_digit(gtin));
      list.push_back("01" + gtin + "17261231" + "3103000" + std::to_string(100 + i % 900) +
                     "10LOT" + std::to_string(i) + group_separator + "21" +
                     std::to_string(i * 7919));
    }
    return list;
  }();
  return all;
}

void reading_every_byte(benchmark::State& state) {
  std::size_t i = 0;
  for (auto _ : state) {
    const std::string& message = messages()[i++ % many];
    benchmark::DoNotOptimize(std::accumulate(message.begin(), message.end(), 0));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(reading_every_byte);

void element_string(benchmark::State& state) {
  ElementList elements;
  std::size_t i = 0;
  for (auto _ : state) {
    const auto parsed =
        parse_message(tables(), messages()[i++ % many], group_separator, {}, elements);
    if (!parsed) state.SkipWithError("refused");
    benchmark::DoNotOptimize(elements.size());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(element_string);

#ifdef ZHIHENG_GS1_ENCODERS
/// The same messages, read and checked by gs1-syntax-engine.
void element_string_syntax_engine(benchmark::State& state) {
  std::vector<std::string> texts;
  for (std::string text : messages()) {
    std::ranges::replace(text, group_separator, '^');
    texts.push_back("^" + text);
  }
  gs1_encoder* encoder = gs1_encoder_init_ex(nullptr, nullptr);
  std::size_t i = 0;
  for (auto _ : state) {
    if (!gs1_encoder_setDataStr(encoder, texts[i++ % many].c_str())) {
      state.SkipWithError(gs1_encoder_getErrMsg(encoder));
    }
  }
  gs1_encoder_free(encoder);
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(element_string_syntax_engine);
#endif

void element_string_bracketed(benchmark::State& state) {
  std::vector<std::string> texts;
  ElementList elements;
  for (const std::string& message : messages()) {
    static_cast<void>(parse_message(tables(), message, group_separator, {}, elements));
    texts.push_back(to_bracketed({elements.begin(), elements.size()}));
  }
  std::string memory;
  std::size_t i = 0;
  for (auto _ : state) {
    const auto parsed = parse_bracketed(tables(), texts[i++ % many], {}, memory, elements);
    if (!parsed) state.SkipWithError("refused");
    benchmark::DoNotOptimize(elements.size());
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(element_string_bracketed);

void event_hash_form_of_urn(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(event_hash_form("urn:epc:id:sgtin:0614141.812345.6789%2F%26%25"));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(event_hash_form_of_urn);

void item_of_digital_link(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        read_item(tables(), "https://shop.example.cn/01/06901234567892/10/A1?17=261231", {}));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(item_of_digital_link);

}  // namespace
