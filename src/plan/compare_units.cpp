#include "plan/compare_units.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace zhiheng::plan {
namespace {

constexpr std::u32string_view level_signs = U"省市县区州盟旗";
constexpr std::u32string_view punctuation = U",.:;!?、。“”\"'‘’()[]<>《》〈〉{}-—…·/\\~%#*_+=";
constexpr std::size_t shortest_authority = 3;
constexpr std::size_t longest_authority = 14;

template <class Passage>
void add_passage(ComparedPlan& plan, const Passage& passage, std::vector<Span> texts) {
  const std::size_t item = plan.items.size();
  ComparedItem compared{.number = static_cast<std::size_t>(std::max(passage.no, 0)),
                        .section = passage.section,
                        .span = passage.span,
                        .marker = passage.marker,
                        .title = passage.title,
                        .first_unit = plan.units.size()};
  plan.units.push_back({passage.title, item, 0});
  std::ranges::sort(texts, {}, &Span::begin);
  for (const Span text : texts) {
    plan.units.push_back({text, item, plan.units.size() - compared.first_unit});
  }
  compared.units = plan.units.size() - compared.first_unit;
  plan.items.push_back(compared);
}

/// Printed numbers when they tell the items apart, else places from 1.
void settle_numbers(ComparedPlan& plan) {
  std::set<std::size_t> seen{0};
  const bool apart = std::ranges::all_of(
      plan.items, [&](const ComparedItem& item) { return seen.insert(item.number).second; });
  if (apart) return;
  std::size_t place = 0;
  for (ComparedItem& item : plan.items) item.number = ++place;
}

/// "云海省" at the beginning of a title or of the name of an issuer.
std::size_t place_length(std::u32string_view text) {
  constexpr std::u32string_view no_place = U"各全本我质量行动计划发展的和与";
  constexpr std::array<std::u32string_view, 9> followers{
      U"人民政府", U"政府", U"质量", U"贯彻", U"落实", U"实施", U"市场监", U"委", U"2"};
  for (std::size_t at = 0; at < std::min<std::size_t>(text.size(), 8); ++at) {
    if (no_place.find(text[at]) != std::u32string_view::npos) return 0;
    if (at < 2 || level_signs.find(text[at]) == std::u32string_view::npos) continue;
    const auto rest = text.substr(at + 1);
    const bool speaks = std::ranges::any_of(
        followers, [&](std::u32string_view word) { return rest.starts_with(word); });
    return speaks || place_length(rest) > 0 ? at + 1 : 0;
  }
  return 0;
}

/// Whether the reader of the plan found that the number at `place` names something.
bool is_name(const Plan& plan, std::uint32_t place) {
  constexpr std::array<std::string_view, 9> names{"year",        "deadline",        "date",
                                                  "day",         "document_number", "hotline",
                                                  "designation", "ordinal",         "name"};
  const auto after = std::ranges::upper_bound(
      plan.numbers, place, {}, [](const Number& number) { return number.span.begin; });
  if (after == plan.numbers.begin()) return false;
  const Number& number = *std::prev(after);
  return number.span.holds(place) && std::ranges::find(names, number.kind) != names.end();
}

}  // namespace

ComparedPlan compared_plan(const Plan& plan) {
  ComparedPlan compared;
  for (const Item& item : plan.items) add_passage(compared, item, item.sentences);
  if (plan.items.empty()) {
    for (const Subsection& subsection : plan.subsections) {
      std::vector<Span> texts = subsection.sentences;
      for (const Span bullet : subsection.bullets) {
        const bool known = std::ranges::any_of(texts, [&](const Span& text) {
          return text.begin <= bullet.begin && bullet.end <= text.end;
        });
        if (!known) texts.push_back(bullet);
      }
      add_passage(compared, subsection, std::move(texts));
    }
  }
  settle_numbers(compared);
  return compared;
}

std::vector<std::u32string> places_of(const Plan& plan) {
  std::vector<std::u32string> places;
  const Document& document = plan.document;
  for (const std::string& line : {document.issuer, document.title, document.notice_title}) {
    const std::u32string characters = to_characters(line);
    std::u32string_view rest = characters;
    while (const std::size_t length = place_length(rest)) {
      places.emplace_back(rest.substr(0, length));
      if (length > 3) places.emplace_back(rest.substr(0, length - 1));
      rest.remove_prefix(length);
    }
  }
  return places;
}

ComparableForm::ComparableForm(const Lexicon& lexicon, const CompareRules& rules,
                               const std::vector<std::u32string>& places)
    : lexicon_(&lexicon), forms_(rules.forms), longest_(rules.longest_word) {
  for (const std::u32string& place : places) {
    forms_.emplace(place, std::u32string{});
    longest_ = std::max(longest_, place.size());
  }
}

std::size_t ComparableForm::authority_at(std::u32string_view rest, char32_t& sign) const {
  constexpr std::u32string_view last_signs = U"局部委办会厅署行院";
  const std::size_t most = std::min(rest.size(), longest_authority);
  for (std::size_t length = most; length >= shortest_authority; --length) {
    if (last_signs.find(rest[length - 1]) == std::u32string_view::npos) continue;
    const Authority* authority = lexicon_->authority_named(rest.substr(0, length));
    if (authority == nullptr) continue;
    std::uint32_t hash = 2166136261U;
    for (const char letter : authority->key) {
      hash = (hash ^ static_cast<unsigned char>(letter)) * 16777619U;
    }
    sign = 0xF0000 + hash % 0xFFFE;
    return length;
  }
  return 0;
}

ComparableText ComparableForm::read(const FoldedText& text, Span span) const {
  std::u32string plain;
  std::vector<std::uint32_t> places;
  for (std::uint32_t at = span.begin; at < span.end; ++at) {
    const char32_t sign = text.folded()[at];
    const bool percent = sign == U'%';
    if (!percent && (is_blank(sign) || punctuation.find(sign) != std::u32string_view::npos))
      continue;
    plain.push_back(sign);
    places.push_back(at);
  }
  ComparableText result;
  std::u32string word;
  for (std::size_t at = 0; at < plain.size();) {
    const auto rest = std::u32string_view(plain).substr(at);
    const auto covered = [&](std::size_t length) {
      return Span{places[at], places[at + length - 1] + 1};
    };
    std::size_t length = 0;
    for (std::size_t most = std::min(longest_, rest.size()); most > 0 && length == 0; --most) {
      word.assign(rest.substr(0, most));
      const auto found = forms_.find(word);
      if (found == forms_.end()) continue;
      length = most;
      if (found->second != word) result.local.push_back(to_bytes(word));
      for (const char32_t sign : found->second) {
        result.characters.push_back({sign, covered(length)});
      }
    }
    if (length == 0) {
      char32_t sign = rest.front();
      length = std::max<std::size_t>(authority_at(rest, sign), 1);
      result.characters.push_back({sign, covered(length)});
    }
    at += length;
  }
  return result;
}

std::vector<std::string> numbers_in(const Plan& plan, Span span) {
  const FoldedText& text = plan.text;
  const auto folded = text.folded();
  std::vector<std::string> numbers;
  for (std::uint32_t at = span.begin; at < span.end;) {
    if (!is_digit(folded[at])) {
      ++at;
      continue;
    }
    std::uint32_t end = at;
    while (end < span.end && (is_digit(folded[end]) || folded[end] == U'.')) ++end;
    if (!is_name(plan, at)) {
      std::u32string number(folded.substr(at, end - at));
      const char32_t unit = end < span.end ? folded[end] : U' ';
      if (unit == U'%' || unit > 0x4DFF) number.push_back(unit);
      numbers.push_back(to_bytes(number));
    }
    at = end;
  }
  std::ranges::sort(numbers);
  return numbers;
}

}  // namespace zhiheng::plan
