// Any bytes through the parser of plans: what it takes must come back byte by byte, every place
// must lie inside of the source, and the citations must make a graph.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "plan/answers.h"
#include "plan/citation_graph.h"

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
  auto plan = zhiheng::plan::parse(source, plan_words());
  if (!plan) return 0;
  if (zhiheng::plan::render(*plan) != source) std::abort();
  for (const zhiheng::plan::Target& target : plan->targets) {
    if (target.span.end > plan->text.size() || target.subject.end > plan->text.size()) std::abort();
  }
  static_cast<void>(zhiheng::plan::to_json(*plan, plan_words()));
  const std::size_t citations = plan->citations.size();
  const zhiheng::plan::LoadedPlan loaded[] = {{"input", *std::move(plan)}};
  const auto graph = zhiheng::plan::citation_graph(loaded, plan_words());
  if (graph.documents.size() > citations + loaded[0].plan.document.notices.size() + 1) std::abort();
  return 0;
}
