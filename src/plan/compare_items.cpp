#include <algorithm>

#include "plan/compare_judge.h"

namespace zhiheng::plan {
namespace {

/// What the links between two items amount to.
struct Sum {
  double common = 0, alike = 0;
  bool headings = false;
};

/// Neighbouring characters of a title, signs left out.
std::set<std::u32string> title_terms(const FoldedText& text, Span title) {
  std::u32string letters;
  for (const char32_t sign : text.folded(title)) {
    if (sign > 0x2FFF && sign < 0xFF00) letters.push_back(sign);
  }
  std::set<std::u32string> terms;
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) terms.insert(letters.substr(i, 2));
  return terms;
}

/// Beyond this many pairs of items without a partner, which no plan has, themes are not looked for.
constexpr std::size_t most_theme_pairs = 250'000;

struct Best {
  double alike = 0;
  std::size_t other = 0;
};

/// Items that no sentence links and that are each other's nearest among those.
void link_themes(const TextPair& texts, const CompareBounds& bounds, ItemLinks& items) {
  const auto lonely = [](const std::vector<std::vector<std::size_t>>& partners) {
    std::vector<std::size_t> list;
    for (std::size_t i = 0; i < partners.size(); ++i) {
      if (partners[i].empty()) list.push_back(i);
    }
    return list;
  };
  const std::vector<std::size_t> above = lonely(items.lower_of);
  const std::vector<std::size_t> below = lonely(items.upper_of);
  if (above.empty() || below.empty() || above.size() > most_theme_pairs / below.size()) return;
  std::vector<Best> best_below(above.size());
  std::vector<Best> best_above(below.size());
  for (std::size_t i = 0; i < above.size(); ++i) {
    for (std::size_t j = 0; j < below.size(); ++j) {
      const double alike = texts.items_alike(above[i], below[j]);
      if (alike > best_below[i].alike) best_below[i] = {alike, j};
      if (alike > best_above[j].alike) best_above[j] = {alike, i};
    }
  }
  for (std::size_t i = 0; i < above.size(); ++i) {
    const auto [alike, j] = best_below[i];
    if (alike < bounds.theme || best_above[j].other != i) continue;
    items.lower_of[above[i]].push_back(below[j]);
    items.upper_of[below[j]].push_back(above[i]);
    items.theme_only[above[i]] = true;
  }
}

}  // namespace

ItemLinks link_items(const TextPair& texts, const std::vector<Link>& links,
                     const CompareBounds& bounds) {
  const PlanText& upper = texts.upper();
  const PlanText& lower = texts.lower();
  std::map<std::pair<std::size_t, std::size_t>, Sum> sums;
  for (const Link& link : links) {
    const ComparedUnit& above = upper.plan.units[link.upper];
    const ComparedUnit& below = lower.plan.units[link.lower];
    Sum& sum = sums[{above.item, below.item}];
    sum.common += link.common;
    sum.alike = std::max(sum.alike, link.alike);
    sum.headings = sum.headings || (above.place == 0 && below.place == 0);
  }
  ItemLinks items;
  items.lower_of.resize(upper.plan.items.size());
  items.upper_of.resize(lower.plan.items.size());
  for (const auto& [pair, sum] : sums) {
    const auto [i, j] = pair;
    const double lesser = std::min(upper.item_weights[i], lower.item_weights[j]);
    if (!sum.headings && sum.alike < bounds.sure && sum.common < bounds.item_share * lesser)
      continue;
    items.lower_of[i].push_back(j);
    items.upper_of[j].push_back(i);
  }
  items.theme_only.resize(items.lower_of.size());
  link_themes(texts, bounds, items);
  return items;
}

std::vector<std::size_t> same_sections(const Plan& upper, const Plan& lower,
                                       const CompareBounds& bounds) {
  std::vector<std::set<std::u32string>> below;
  below.reserve(lower.sections.size());
  for (const Section& section : lower.sections) {
    below.push_back(title_terms(lower.text, section.title));
  }
  std::vector<std::size_t> same;
  std::vector<bool> taken(below.size());
  for (const Section& section : upper.sections) {
    const auto above = title_terms(upper.text, section.title);
    double best = 0;
    std::size_t found = 0;
    for (std::size_t j = 0; j < below.size(); ++j) {
      const auto common = std::ranges::count_if(
          above, [&](const std::u32string& term) { return below[j].contains(term); });
      const double alike = alikeness(static_cast<double>(common), static_cast<double>(above.size()),
                                     static_cast<double>(below[j].size()));
      if (taken[j] || alike < bounds.section || alike <= best) continue;
      best = alike;
      found = j + 1;
    }
    if (found > 0) taken[found - 1] = true;
    same.push_back(found);
  }
  return same;
}

}  // namespace zhiheng::plan
