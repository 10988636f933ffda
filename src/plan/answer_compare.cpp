#include <algorithm>
#include <array>
#include <cstdio>
#include <ostream>

#include "base/text.h"
#include "plan/answers.h"
#include "plan/compare.h"
#include "plan/plan_file.h"

namespace zhiheng::plan {
namespace {

std::string percent(double share) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%3.0f%%", share * 100);
  return text.data();
}

void print_pair(std::ostream& out, const ItemPair& pair, const Crosswalk& crosswalk,
                const Plan& upper, const Plan& lower, Language language) {
  const ComparedItem& above = crosswalk.upper.items[pair.upper];
  out << above.number << '\t' << title_of(pair.relation).in(language) << '\t'
      << (pair.lower.empty() ? "" : percent(pair.similarity)) << '\t'
      << upper.text.printed(above.title) << '\n';
  for (const std::size_t one : pair.lower) {
    const ComparedItem& below = crosswalk.lower.items[one];
    out << "\t→ " << below.number << "\t\t" << lower.text.printed(below.title) << '\n';
  }
  out << "\t\t\t" << shorten(explain(pair, crosswalk, upper, lower, language), 160) << '\n';
  if (pair.lower.empty()) return;
  const auto names = [&](std::string_view label, const std::vector<std::string>& list) {
    if (list.empty()) return;
    out << "\t\t\t" << label;
    for (const std::string& name : list) out << ' ' << name;
    out << '\n';
  };
  const bool zh = language == Language::zh;
  names(zh ? "不再负责：" : "no longer answering:", pair.parties.dropped);
  names(zh ? "新负责：" : "newly answering:", pair.parties.added);
}

void print_summary(std::ostream& out, const Crosswalk& crosswalk, Language language) {
  const bool zh = language == Language::zh;
  out << (zh ? "上级条目 " : "upper items ") << crosswalk.upper.items.size()
      << (zh ? "，下级条目 " : ", lower items ") << crosswalk.lower.items.size();
  for (int i = 0; i < static_cast<int>(Relation::added); ++i) {
    const auto relation = static_cast<Relation>(i);
    const auto count = std::ranges::count(crosswalk.pairs, relation, &ItemPair::relation);
    if (count > 0) out << (zh ? "，" : ", ") << title_of(relation).in(language) << ' ' << count;
  }
  out << (zh ? "，" : ", ") << title_of(Relation::added).in(language) << ' '
      << crosswalk.added.size() << '\n';
  const auto answered = std::ranges::count_if(
      crosswalk.sentences, [](const SentencePair& sentence) { return !sentence.lower.empty(); });
  out << (zh ? "标题与句子 " : "headings and sentences ") << crosswalk.sentences.size()
      << (zh ? "，其中已承接 " : ", of which taken up ") << answered << '\n';
}

}  // namespace

Result<int> answer_compare(const Invocation& invocation) {
  ZH_TRY(const Lexicon lexicon, Lexicon::load(invocation.catalog));
  ZH_TRY(const CompareRules rules, CompareRules::load(invocation.catalog));
  ZH_TRY(const Plan upper, read_plan(invocation.argument("UPPER"), lexicon));
  ZH_TRY(const Plan lower, read_plan(invocation.argument("LOWER"), lexicon));
  const Crosswalk crosswalk = compare(upper, lower, lexicon, rules);
  std::ostream& out = *invocation.out;
  if (invocation.json) {
    out << to_json(crosswalk, upper, lower) << '\n';
    return 0;
  }
  const Language language = invocation.language;
  const auto title = [&](const Plan& plan, const std::string& argument) {
    return plan.document.title.empty() ? invocation.argument(argument) : plan.document.title;
  };
  out << title(upper, "UPPER") << "\n→ " << title(lower, "LOWER") << '\n';
  if (crosswalk.upper.items.empty() || crosswalk.lower.items.empty()) {
    *invocation.messages
        << (language == Language::zh
                ? "没有读出条目的一侧无从比对，请先用 plan parse 查看解析结果\n"
                : "one side has no items to compare; look at it with plan parse\n");
  }
  print_summary(out, crosswalk, language);
  out << '\n';
  for (const ItemPair& pair : crosswalk.pairs) {
    print_pair(out, pair, crosswalk, upper, lower, language);
  }
  for (const std::size_t item : crosswalk.added) {
    const ComparedItem& below = crosswalk.lower.items[item];
    out << "+ " << below.number << '\t' << title_of(Relation::added).in(language) << "\t\t"
        << lower.text.printed(below.title) << '\n';
  }
  return 0;
}

}  // namespace zhiheng::plan
