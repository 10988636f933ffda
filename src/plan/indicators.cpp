// Which indicators does the plan speak of? Most have no value in it.

#include <algorithm>
#include <utility>

#include "plan/structure.h"

namespace zhiheng::plan {

void read_indicators(const Lexicon& lexicon, Plan& plan) {
  const auto folded = plan.text.folded();
  for (const Word& word : lexicon.words("indicator")) {
    for (std::size_t at = folded.find(word.word); at != folded.npos;
         at = folded.find(word.word, at + word.word.size())) {
      const auto begin = static_cast<std::uint32_t>(at);
      plan.indicators.push_back({{begin, begin + static_cast<std::uint32_t>(word.word.size())},
                                 word.value,
                                 place_name(plan, begin)});
    }
  }
  std::ranges::stable_sort(plan.indicators, {},
                           [](const NamedIndicator& one) { return one.span.begin; });
  // Longer spellings come first where two begin alike; what they cover is not named twice.
  std::vector<NamedIndicator> kept;
  for (NamedIndicator& one : plan.indicators) {
    if (!kept.empty() && one.span.begin < kept.back().span.end) continue;
    const bool speaks = !one.where.empty() && one.where != "通知";
    if (speaks) kept.push_back(std::move(one));
  }
  plan.indicators = std::move(kept);
}

}  // namespace zhiheng::plan
