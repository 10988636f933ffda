// Any bytes through the parser of plans: what it takes must come back byte by byte.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "plan/answers.h"
#include "plan/plan.h"

namespace {

const zhiheng::plan::Lexicon& plan_words() {
  static const zhiheng::plan::Lexicon words = [] {
    const char* folder = std::getenv("ZHIHENG_CATALOG");
    auto loaded = zhiheng::plan::Lexicon::load(folder == nullptr ? "catalog" : folder);
    if (!loaded) std::abort();
    return *std::move(loaded);
  }();
  return words;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string source(reinterpret_cast<const char*>(data), size);
  const auto plan = zhiheng::plan::parse(source, plan_words());
  if (!plan) return 0;
  if (zhiheng::plan::render(*plan) != source) std::abort();
  static_cast<void>(zhiheng::plan::to_json(*plan, plan_words()));
  return 0;
}
