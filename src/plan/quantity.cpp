// How much, and compared how? 超过30%, 稳定在96%以上, 10万次以上, 20个左右.

#include <array>
#include <cstdlib>
#include <utility>

#include "plan/findings.h"

namespace zhiheng::plan {
namespace {

/// Digits without their separators; nothing for more than a double holds exactly.
std::optional<double> value_of(std::u32string_view digits) {
  std::string plain;
  for (const char32_t one : digits) {
    if (one != U',') plain.push_back(static_cast<char>(one));
  }
  if (plain.size() > 15) return std::nullopt;
  return std::strtod(plain.c_str(), nullptr);
}

/// 百, 千, 万, 亿 behind the digits, but not those of 万元 and 亿元, which are units.
void multiply(const Passage& passage, Quantity& quantity) {
  constexpr std::array<std::pair<char32_t, double>, 4> multipliers{
      {{U'百', 1e2}, {U'千', 1e3}, {U'万', 1e4}, {U'亿', 1e8}}};
  for (const auto& [multiplier, times] : multipliers) {
    const auto rest = passage.from(quantity.end);
    const bool money = rest.starts_with(U"万元") || rest.starts_with(U"亿元");
    if (passage.sign(quantity.end) != multiplier || money) continue;
    quantity.value *= times;
    ++quantity.end;
  }
  if (passage.sign(quantity.end) == U'余' || passage.sign(quantity.end) == U'多') ++quantity.end;
}

bool is_compared(const Passage& passage, std::uint32_t begin, std::uint32_t end) {
  const Lexicon& lexicon = passage.lexicon();
  return lexicon.beginning("at_least_after", passage.from(end)) != nullptr ||
         lexicon.beginning("about_after", passage.from(end)) != nullptr ||
         lexicon.ending("at_least_before", passage.before(begin)) != nullptr ||
         lexicon.ending("more_than_before", passage.before(begin)) != nullptr;
}

struct Comparison {
  Comparator comparator = Comparator::equal;
  bool stable = false;
  std::size_t taken = 0;  ///< characters before the number
};

Comparison compared_before(const Passage& passage, std::uint32_t at, const Quantity& quantity,
                           const Setting& setting) {
  const auto left = passage.before(at);
  Comparison found;
  // "到2015年，…5万家企业" is reached by then, not hit.
  if (setting.deadline && setting.deadline_in_sentence) found.comparator = Comparator::at_least;
  // The longest word decides: 不低于 is not 低于.
  std::string_view longest;
  for (const std::string_view kind :
       {"stable_before", "at_most_before", "at_least_before", "more_than_before", "about_before"}) {
    const Word* word = passage.lexicon().ending(kind, left);
    if (word == nullptr || word->word.size() <= found.taken) continue;
    found.taken = word->word.size();
    longest = kind;
  }
  found.stable = longest == "stable_before";
  if (longest == "at_most_before") found.comparator = Comparator::at_most;
  if (longest == "more_than_before") found.comparator = Comparator::more_than;
  if (longest == "about_before") found.comparator = Comparator::about;
  if (longest == "at_least_before") {
    const bool all = quantity.unit == "%" && quantity.value >= 100;
    found.comparator = all ? Comparator::equal : Comparator::at_least;
  }
  return found;
}

/// Words behind the number; they decide against those before it.
std::uint32_t compare_behind(const Passage& passage, std::uint32_t at, Comparison& comparison) {
  const auto follows = [&](std::string_view kind) {
    const Word* word = passage.lexicon().beginning(kind, passage.from(at));
    if (word == nullptr) return false;
    at += static_cast<std::uint32_t>(word->word.size());
    return true;
  };
  if (follows("at_least_after")) {
    comparison.comparator = comparison.stable ? Comparator::stable_at_least : Comparator::at_least;
  } else if (follows("at_most_after")) {
    comparison.comparator = Comparator::at_most;
  } else if (follows("about_after")) {
    comparison.comparator = Comparator::about;
  } else if (comparison.stable) {
    comparison.comparator = Comparator::stable;
  }
  return at;
}

}  // namespace

std::optional<Quantity> quantity_of(const Passage& passage, Span span) {
  const auto value = value_of(passage.text().folded(span));
  if (!value) return std::nullopt;
  Quantity quantity{*value, "", passage.past_blanks(span.end)};
  if (passage.sign(quantity.end) == U'%') {
    quantity.unit = "%";
    ++quantity.end;
    return quantity;
  }
  multiply(passage, quantity);
  if (const Word* unit = passage.lexicon().beginning("unit", passage.from(quantity.end))) {
    quantity.unit = to_bytes(unit->word);
    quantity.end += static_cast<std::uint32_t>(unit->word.size());
    return quantity;
  }
  if (!is_compared(passage, span.begin, quantity.end)) return std::nullopt;
  // An index of satisfaction is printed without its unit.
  const Span words = passage.words_before(span.begin);
  if (find_in(passage.text(), words, U"满意") < words.end) quantity.unit = "分";
  return quantity;
}

Target compared(const Passage& passage, Span digits, Quantity quantity, const Setting& setting) {
  Comparison comparison = compared_before(passage, digits.begin, quantity, setting);
  std::uint32_t end = compare_behind(passage, passage.past_blanks(quantity.end), comparison);
  if (quantity.unit.empty()) {
    // The unit may follow the comparator: 1000以上批次.
    if (const Word* unit = passage.lexicon().beginning("unit", passage.from(end))) {
      quantity.unit = to_bytes(unit->word);
      end += static_cast<std::uint32_t>(unit->word.size());
    }
  }
  const bool rate = quantity.unit == "%" || quantity.unit == "分" || quantity.unit.empty();
  const auto left = passage.before(digits.begin);
  const auto start =
      static_cast<std::uint32_t>(passage.span().begin + left.size() - comparison.taken);
  Span subject = rate ? passage.words_before(start) : passage.words_behind(end);
  if (subject.empty()) subject = passage.stripped(passage.words_before(start), "makes");
  if (subject.empty()) subject = passage.phrase_before(start);
  Target target{.subject = passage.fuller(subject),
                .comparator = comparison.comparator,
                .value = quantity.value,
                .unit = quantity.unit};
  target.force = passage.force(digits.begin, setting.force);
  target.span = {digits.begin, end};
  target.deadline = setting.deadline;
  return target;
}

}  // namespace zhiheng::plan
