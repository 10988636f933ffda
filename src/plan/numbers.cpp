// Numerals of Chinese words: names such as 三包 first, then the few forms that count.

#include <algorithm>

#include "plan/findings.h"
#include "plan/paragraphs.h"

namespace zhiheng::plan {
namespace {

class NumberWords {
 public:
  NumberWords(const Passage& passage, const Setting& setting, Findings& findings)
      : passage_(passage), setting_(setting), findings_(findings) {}

  /// @return  where reading goes on
  std::uint32_t read(std::uint32_t at) {
    constexpr std::u32string_view first = U"一二三四五六七八九十两双百万千第每甲乙丙ABC";
    const char32_t here = passage_.sign(at);
    if (first.find(here) == first.npos) return at + 1;
    const auto rest = passage_.from(at);
    if (const Word* name = passage_.lexicon().beginning("number_name", rest)) {
      const Span span{at, at + static_cast<std::uint32_t>(name->word.size())};
      findings_.numbers.push_back({span, name->value});
      return span.end;
    }
    if (const Word* nominal = passage_.lexicon().beginning("nominal", rest)) {
      return read_nominal(at, *nominal);
    }
    if (here == U'第') return read_ordinal(at);
    if (rest.starts_with(U"每年")) return read_frequency(at);
    return read_count(at);
  }

 private:
  void add(Span span, double value, std::string unit, Span subject,
           std::optional<Force> force = std::nullopt) {
    if (!setting_.binds) {
      findings_.numbers.push_back({span, "quantity"});
      return;
    }
    Target target{.subject = subject, .value = value, .unit = std::move(unit)};
    target.force = force.value_or(passage_.force(span.begin, setting_.force));
    target.span = span;
    target.deadline = setting_.deadline;
    findings_.targets.push_back(std::move(target));
  }

  /// "计量服务走进万家中小企业活动": a number in the name of an activity.
  std::uint32_t read_nominal(std::uint32_t at, const Word& word) {
    const char32_t sign = passage_.sign(at);
    const double value = sign == U'万' ? 10000 : sign == U'千' ? 1000 : 100;
    const Span name = passage_.stripped(passage_.phrase_at(at), "makes");
    add({at, at + 2}, value, to_bytes(word.word.substr(1, 1)), name, Force::nominal);
    return at + static_cast<std::uint32_t>(word.word.size());
  }

  std::uint32_t read_ordinal(std::uint32_t at) {
    std::uint32_t end = at + 1;
    while (end < passage_.span().end && end - at < 4 &&
           chinese_number(passage_.text().folded({end, end + 1}))) {
      ++end;
    }
    const auto value = chinese_number(passage_.text().folded({at + 1, end}));
    if (!value) return at + 1;
    if (passage_.sign(end) != U'批') {
      findings_.numbers.push_back({{at, end}, "ordinal"});
      return end;
    }
    // "第二批国家级和省、市级中小学质量教育基地的创建工作": the list is one subject.
    Span subject = passage_.rest_of_phrase(end + 1);
    subject.end = find_in(passage_.text(), subject, U"的");
    add({at, end + 1}, *value, "批", subject);
    return end;
  }

  std::uint32_t read_frequency(std::uint32_t at) {
    const auto behind = passage_.from(at + 2);
    if (passage_.lexicon().beginning("yearly_work", behind) == nullptr) return at + 2;
    add({at, at + 2}, 1, "次/年", passage_.rest_of_phrase(at + 2));
    return at + 2;
  }

  /// "新乡、鹤壁、漯河三市", "省、市、县三级", "两县", "三项".
  std::uint32_t read_count(std::uint32_t at) {
    const auto value = chinese_number(passage_.text().folded({at, at + 1}));
    const Word* unit = passage_.lexicon().beginning("list_unit", passage_.from(at + 1));
    const auto earlier = passage_.before(at);
    if (!value || *value < 2 || unit == nullptr || !setting_.binds || earlier.empty()) {
      return at + 1;
    }
    const char32_t last = earlier.back();
    if (chinese_number(std::u32string_view(&last, 1))) return at + 1;
    constexpr std::u32string_view places = U"级市县区";
    const bool place = unit->word.size() == 1 && places.find(unit->word[0]) != places.npos;
    const auto near = earlier.substr(earlier.size() - std::min<std::size_t>(earlier.size(), 6));
    const bool listed = near.find(U'、') != near.npos;
    if (place && !listed && passage_.sign(at) != U'两') return at + 1;
    if (place && passage_.sign(at) == U'两' && last == U'、') return at + 1;
    const Span span{at, at + 2};
    Span subject = passage_.words_behind(span.end);
    if (place && unit->word[0] != U'级') subject = places_meant(span, listed);
    add(span, *value, to_bytes(unit->word), subject);
    return span.end;
  }

  /// The list in front of the number, or what "两县作为…" makes of them.
  [[nodiscard]] Span places_meant(Span span, bool listed) const {
    if (listed) {
      return passage_.stripped(passage_.words_before(span.begin), "makes");
    }
    constexpr std::u32string_view becomes = U"作为";
    if (!passage_.from(span.end).starts_with(becomes)) return span;
    return passage_.rest_of_phrase(span.end + static_cast<std::uint32_t>(becomes.size()));
  }

  const Passage& passage_;
  const Setting& setting_;
  Findings& findings_;
};

}  // namespace

Findings numbers_of(const Passage& passage, Setting& setting) {
  Findings findings;
  NumberWords words(passage, setting, findings);
  for (std::uint32_t at = passage.span().begin; at < passage.span().end;) {
    const std::uint32_t next =
        is_digit(passage.sign(at)) ? read_digits(passage, at, setting, findings) : words.read(at);
    at = std::max(next, at + 1);
  }
  return findings;
}

}  // namespace zhiheng::plan
