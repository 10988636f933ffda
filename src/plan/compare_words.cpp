// The comparison in words.

#include <array>

#include "plan/compare.h"

namespace zhiheng::plan {
namespace {

constexpr std::size_t most_named = 3;

/// The heaviest reasons are few; the JSON has them all.
template <class Names>
std::string listed(const Names& names, bool zh) {
  std::string list;
  for (std::size_t i = 0; i < names.size() && i < most_named; ++i) {
    list += (i == 0 ? "" : zh ? "、" : ", ") + std::string(names[i]);
  }
  return list + (names.size() > most_named ? "…" : "");
}

std::string quoted(const Plan& plan, const std::vector<Span>& spans, bool zh) {
  std::vector<std::string> texts;
  for (const Span span : spans) {
    std::string text = (zh ? "“" : "\"") + std::string(plan.text.printed(span));
    texts.push_back(text + (zh ? "”" : "\""));
  }
  return listed(texts, zh);
}

std::vector<std::string> numbers_of(const ComparedPlan& plan,
                                    const std::vector<std::size_t>& items) {
  std::vector<std::string> numbers;
  numbers.reserve(items.size());
  for (const std::size_t item : items) numbers.push_back(std::to_string(plan.items[item].number));
  return numbers;
}

/// "A → B", with a dash for nothing.
std::string change(const std::vector<std::string>& from, const std::vector<std::string>& to,
                   bool zh) {
  const auto side = [&](const std::vector<std::string>& words) {
    return words.empty() ? std::string("—") : listed(words, zh);
  };
  return side(from) + " → " + side(to);
}

class Sentence {
 public:
  explicit Sentence(bool zh) : zh_(zh) {}
  void add(std::string_view zh, std::string_view en, const std::string& rest = {}) {
    if (!text_.empty()) text_ += zh_ ? "；" : "; ";
    text_ += std::string(zh_ ? zh : en) + rest;
  }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string text() const { return text_; }

 private:
  bool zh_;
  std::string text_;
};

void add_place(Sentence& sentence, const ItemPair& pair, const Crosswalk& crosswalk,
               const Plan& lower, bool zh) {
  const std::string below = listed(numbers_of(crosswalk.lower, pair.lower), zh);
  if (pair.relation == Relation::split) {
    sentence.add("内容分散到下级条目 ", "its content went to the lower items ", below);
  } else if (pair.relation == Relation::merged) {
    sentence.add("与上级以下条目并入同一下级条目：", "joined in one lower item with upper item ",
                 listed(numbers_of(crosswalk.upper, pair.reasons.together), zh));
  } else if (pair.relation == Relation::moved && !pair.reasons.together.empty()) {
    sentence.add("标题已无，余下内容并入下级条目 ",
                 "its heading is gone; what remains stands in lower item ", below);
  } else if (pair.reasons.other_section) {
    const std::size_t section = crosswalk.lower.items[pair.lower.front()].section;
    sentence.add(
        "改列在", "stands below the section ",
        section == 0 ? std::string("—") : quoted(lower, {lower.sections[section - 1].title}, zh));
  }
}

}  // namespace

std::string explain(const ItemPair& pair, const Crosswalk& crosswalk, const Plan& upper,
                    const Plan& lower, Language language) {
  const bool zh = language == Language::zh;
  const Reasons& reasons = pair.reasons;
  Sentence sentence(zh);
  if (pair.lower.empty()) {
    sentence.add("下级计划没有对应内容", "nothing in the lower plan answers it");
    return sentence.text();
  }
  if (reasons.theme_only) {
    sentence.add("主题相同，任务不同", "one theme, but other tasks");
  }
  add_place(sentence, pair, crosswalk, lower, zh);
  if (reasons.heading_replaced && pair.relation == Relation::changed) {
    sentence.add("标题所指已换：", "the heading names something else: ",
                 quoted(lower, {crosswalk.lower.items[pair.lower.front()].title}, zh));
  }
  if (reasons.numbers_replaced) {
    sentence.add("数字改变：",
                 "numbers changed: ", change(reasons.numbers_upper, reasons.numbers_lower, zh));
  } else if (!reasons.numbers_upper.empty() || !reasons.numbers_lower.empty()) {
    sentence.add("数字增减：", "numbers came or went: ",
                 change(reasons.numbers_upper, reasons.numbers_lower, zh));
  }
  if (reasons.responsibility_passed) {
    sentence.add("原责任单位均不再负责", "none of the bodies that answered for it does so below");
  }
  if (!reasons.lost.empty()) {
    sentence.add("未承接：", "not taken up: ", quoted(upper, reasons.lost, zh));
  }
  if (!reasons.gained.empty()) {
    sentence.add("新增：", "new: ", quoted(lower, reasons.gained, zh));
  }
  if (!reasons.local_upper.empty() || !reasons.local_lower.empty()) {
    sentence.add("地方化用语：",
                 "words of place: ", change(reasons.local_upper, reasons.local_lower, zh));
  }
  if (sentence.empty()) sentence.add("内容相同或仅有文字出入", "the same but for wording");
  return sentence.text();
}

std::string_view name_of(Relation relation) {
  constexpr std::array<std::string_view, 10> names{"kept",    "localised", "narrowed", "extended",
                                                   "changed", "merged",    "split",    "moved",
                                                   "dropped", "added"};
  return names.at(static_cast<std::size_t>(relation));
}

Words title_of(Relation relation) {
  constexpr std::array<std::string_view, 10> titles{"保留", "地方化", "缩减", "扩展",   "改变",
                                                    "合并", "拆分",   "移位", "未承接", "新增"};
  return {std::string(titles.at(static_cast<std::size_t>(relation))),
          std::string(name_of(relation))};
}

}  // namespace zhiheng::plan
