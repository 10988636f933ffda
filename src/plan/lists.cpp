// Lists whose length is the quantity though no number is printed: regulations to be issued, plans
// to be drawn up, centres to be built, programmes, hotlines, places.

#include <algorithm>
#include <map>

#include "plan/findings.h"

namespace zhiheng::plan {
namespace {

constexpr std::size_t fewest = 3;  // two names are a sentence, three are a list

/// The names in `span`; insides of brackets and quotation marks stay whole.
std::vector<Span> names_in(const FoldedText& text, Span span) {
  constexpr std::u32string_view opening = U"(“《";
  constexpr std::u32string_view closing = U")”》";
  std::vector<Span> names;
  std::uint32_t begin = span.begin;
  int depth = 0;
  const auto close = [&](std::uint32_t end) {
    if (const Span name = trimmed(text, {begin, end}); !name.empty()) names.push_back(name);
    begin = end + 1;
  };
  for (std::uint32_t at = span.begin; at < span.end; ++at) {
    const char32_t sign = text.folded()[at];
    if (opening.find(sign) != opening.npos) ++depth;
    if (closing.find(sign) != closing.npos && depth > 0) --depth;
    // "《A》和《B》" is a list of two, "标准化和计量" is one name.
    const bool joins = sign == U'和' && at > span.begin && text.folded()[at - 1] == U'》';
    if (depth == 0 && (sign == U'、' || joins)) close(at);
  }
  close(span.end);
  return names;
}

class Lists {
 public:
  explicit Lists(const Passage& passage)
      : passage_(passage), text_(passage.text()), lexicon_(passage.lexicon()) {}

  std::vector<Target> read() {
    for (const Span phrase : passage_.phrases()) {
      if (phrase.size() < 6 || phrase.size() > 300) continue;
      const auto names = names_in(text_, phrase);
      if (read_titles(names) || read_hotlines(phrase)) continue;
      if (read_named(names, "law") || read_named(names, "facility")) continue;
      if (read_fields(names) || read_places(phrase)) continue;
      if (!read_quoted(phrase)) read_programmes(names);
    }
    return std::move(found_);
  }

 private:
  [[nodiscard]] std::u32string_view folded(Span span) const { return text_.folded(span); }

  void add(std::vector<Span> names, std::string unit, std::optional<Force> force = std::nullopt,
           std::optional<Span> subject = std::nullopt) {
    const Span whole{names.front().begin, names.back().end};
    Target target{.subject = subject.value_or(whole),
                  .value = static_cast<double>(names.size()),
                  .unit = std::move(unit)};
    target.force = force.value_or(passage_.force(whole.begin, Force::task));
    target.span = whole;
    target.names = std::move(names);
    found_.push_back(std::move(target));
  }

  /// Names of which the first begins behind a verb, or nothing when no verb opens the phrase.
  [[nodiscard]] bool opened_by_verb(std::vector<Span>& names) const {
    const Span first = names.front();
    names.front() = passage_.stripped(first, "makes");
    return names.front().begin > first.begin && !names.front().empty();
  }

  /// "制定《甲规划》、《乙规划》和《丙规划》".
  bool read_titles(std::vector<Span> names) {
    if (names.size() < fewest || !opened_by_verb(names)) return false;
    const bool all = std::ranges::all_of(names, [&](Span name) {
      return folded(name).starts_with(U'《') && folded(name).ends_with(U'》');
    });
    if (all) add(std::move(names), "项");
    return all;
  }

  /// "12365、12315等投诉热线".
  bool read_hotlines(Span phrase) {
    std::vector<Span> names;
    for (std::uint32_t at = phrase.begin; at < phrase.end; ++at) {
      std::uint32_t end = at;
      while (end < phrase.end && is_digit(passage_.sign(end))) ++end;
      const bool hotline = end - at == 5 && folded({at, end}).starts_with(U"12");
      const bool joined =
          names.empty() || (names.back().end + 1 == at && passage_.sign(names.back().end) == U'、');
      if (hotline && joined) names.push_back({at, end});
      at = std::max(at, end);
    }
    if (names.size() < 2) return false;
    add(std::move(names), "个", Force::list);
    return true;
  }

  /// "推动出台甲条例、乙办法、丙办法等地方法规", "督促在建的甲质检中心、…等项目".
  bool read_named(std::vector<Span> names, std::string_view kind) {
    if (names.size() < fewest || !opened_by_verb(names)) return false;
    // "在建的国家起重机械质检中心": the list begins behind 的.
    const std::uint32_t of = find_in(text_, names.front(), U"的");
    if (of < names.front().end) names.front().begin = of + 1;
    names.back() = with_tail_cut(names.back(), kind);
    const bool all = std::ranges::all_of(names, [&](Span name) {
      return name.size() >= 3 && lexicon_.ending(kind, folded(name)) != nullptr &&
             lexicon_.ending("no_law", folded(name)) == nullptr;
    });
    if (all) add(std::move(names), kind == "law" ? "部" : "个");
    return all;
  }

  /// "乙办法等地方法规" and "丙条例立法研究" end with their word.
  [[nodiscard]] Span with_tail_cut(Span name, std::string_view kind) const {
    std::size_t end = 0;
    for (const Word& word : lexicon_.words(kind)) {
      const std::size_t at = folded(name).rfind(word.word);
      if (at == std::u32string_view::npos) continue;
      const auto behind = folded(name).substr(at + word.word.size());
      if (!behind.empty() && lexicon_.beginning("list_tail", behind) == nullptr) continue;
      end = std::max(end, at + word.word.size());
    }
    return {name.begin, name.begin + static_cast<std::uint32_t>(end)};
  }

  /// "积极争取制冷设备、汽车零部件、冷链食品等国家质检中心项目落户": fields of one kind of centre.
  bool read_fields(std::vector<Span> names) {
    if (names.size() < fewest || !opened_by_verb(names)) return false;
    const Span last = names.back();
    const std::uint32_t open = find_in(text_, last, U"等");
    if (open == last.end || open == last.begin || is_digit(passage_.sign(open + 1))) return false;
    const Span head = passage_.words_behind(open + 1);
    const Word* facility = lexicon_.inside("facility", folded(head));
    if (facility == nullptr) return false;
    const auto at = folded(head).find(facility->word) + facility->word.size();
    names.back().end = open;
    add(std::move(names), "个", std::nullopt,
        Span{head.begin, head.begin + static_cast<std::uint32_t>(at)});
    return true;
  }

  /// "把甲县、乙县、高新区质量提升作为…": places that become an example.
  bool read_places(Span phrase) {
    const char32_t verb = passage_.sign(phrase.begin);
    const std::uint32_t becomes = find_in(text_, phrase, U"作为");
    if ((verb != U'把' && verb != U'将') || becomes == phrase.end) return false;
    constexpr std::u32string_view signs = U"县市区";
    std::map<char32_t, std::vector<Span>> kinds;
    for (Span name : names_in(text_, {phrase.begin + 1, becomes})) {
      const std::size_t end = folded(name).find_first_of(signs);
      if (end == std::u32string_view::npos) return false;
      name.end = name.begin + static_cast<std::uint32_t>(end) + 1;
      kinds[passage_.sign(name.end - 1)].push_back(name);
    }
    if (kinds.size() == 1 && kinds.begin()->second.size() < 2) return false;
    for (auto& [sign, places] : kinds) {
      // "同时两县作为…" prints this number itself.
      constexpr std::size_t near = 100;
      const auto behind = passage_.from(becomes).substr(0, near);
      if (behind.find(std::u32string(U"两") + sign) == behind.npos) {
        add(std::move(places), to_bytes(std::u32string(1, sign)));
      }
    }
    return true;
  }

  /// "“四大放心”（放心奶、放心肉、放心菜、放心豆制品）工程": the bracket has what the name counts.
  bool read_quoted(Span phrase) {
    const std::uint32_t close = find_in(text_, phrase, U"”(");
    if (close == phrase.end) return false;
    const std::uint32_t end = find_in(text_, {close, phrase.end}, U")");
    if (end == phrase.end || lexicon_.beginning("programme", passage_.from(end + 1)) == nullptr) {
      return false;
    }
    auto names = names_in(text_, {close + 2, end});
    if (names.size() < 2) return false;
    const auto quote = folded({phrase.begin, close}).rfind(U'“');
    if (quote == std::u32string_view::npos) return false;
    const Span subject{phrase.begin + static_cast<std::uint32_t>(quote), end + 1};
    add(std::move(names), "项", std::nullopt, subject);
    return true;
  }

  /// "启动放心主食、放心粮油工程": names that begin alike and share their last word.
  bool read_programmes(std::vector<Span> names) {
    if (names.size() < 2 || !opened_by_verb(names)) return false;
    const Word* kind = lexicon_.ending("programme", folded(names.back()));
    if (kind == nullptr) return false;
    const auto start = folded(names.front()).substr(0, 2);
    const bool alike = std::ranges::all_of(
        names, [&](Span name) { return name.size() <= 10 && folded(name).starts_with(start); });
    if (alike) add(std::move(names), "项");
    return alike;
  }

  const Passage& passage_;
  const FoldedText& text_;
  const Lexicon& lexicon_;
  std::vector<Target> found_;
};

}  // namespace

std::vector<Target> lists_of(const Passage& passage) { return Lists(passage).read(); }

}  // namespace zhiheng::plan
