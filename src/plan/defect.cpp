#include "plan/defect.h"

namespace zhiheng::plan {
namespace {

void check_sections(Plan& plan) {
  int before = 0;
  for (const Section& section : plan.sections) {
    if (section.no != before + 1) {
      add_defect(plan, section.marker, "section_number_out_of_order", std::to_string(before + 1));
    }
    before = section.no == 0 ? before + 1 : section.no;
  }
}

class Text {
 public:
  Text(const Lexicon& lexicon, Plan& plan) : lexicon_(lexicon), plan_(plan), text_(plan.text) {}

  void check() {
    check_signs();
    check_brackets();
    for (const Word& typo : lexicon_.words("typo")) check_typo(typo);
    for (const Word& adverb : lexicon_.words("adverb")) check_adverb(adverb);
    check_places();
    check_years();
    for (const Item& item : plan_.items) check_title(item);
  }

 private:
  void report(Span span, std::string what, std::string repair = {}) {
    add_defect(plan_, span, std::move(what), std::move(repair));
  }

  template <class Visit>
  void each(std::u32string_view word, Visit visit) {
    const auto folded = text_.folded();
    for (std::size_t at = folded.find(word); at != std::u32string_view::npos;
         at = folded.find(word, at + word.size())) {
      visit(static_cast<std::uint32_t>(at));
    }
  }

  [[nodiscard]] char32_t sign(std::uint32_t at) const {
    return at < text_.size() ? text_.folded()[at] : U'\n';
  }

  /// Clause-like stretch around a place, for a repair that can be read.
  [[nodiscard]] Span words_around(std::uint32_t begin, std::uint32_t end) const {
    constexpr std::u32string_view stops = U",。;:、\n()“”《》";
    constexpr std::uint32_t most = 100;  // keeps a text without stops from costing its square
    const std::uint32_t lowest = begin > most ? begin - most : 0;
    const std::uint32_t highest = std::min(text_.size(), end + most);
    while (begin > lowest && stops.find(sign(begin - 1)) == stops.npos) --begin;
    while (end < highest && stops.find(sign(end)) == stops.npos) ++end;
    return {begin, end};
  }

  void check_signs() {
    for (std::uint32_t at = 0; at < text_.size(); ++at) {
      const char32_t found = sign(at);
      if (found < 0x80 && found != U'*') continue;
      if (found == U'*' || found == 0xFFFD || found == U'□' || found == U'■') {
        std::uint32_t end = at + 1;
        while (end < text_.size() && sign(end) == found) ++end;
        if (found != U'*' || end - at > 1) report_censored({at, end});
        at = end - 1;
      } else if (found >= 0xE000 && found <= 0xF8FF) {
        report_private(at);
      } else if (found == U'·' && text_.original(at) == U'•') {
        report({at, at + 1}, "bullet_for_middle_dot", "·");
      }
    }
  }

  void report_censored(Span stars) {
    for (const Word& word : lexicon_.words("censored")) {
      const std::size_t star = word.word.find(U'*');
      const auto left = word.word.substr(0, star);
      const auto right = word.word.substr(star + 1);
      if (text_.folded().substr(0, stars.begin).ends_with(left) &&
          text_.folded().substr(stars.end).starts_with(right)) {
        const Span whole{stars.begin - static_cast<std::uint32_t>(left.size()),
                         stars.end + static_cast<std::uint32_t>(right.size())};
        report(whole, "censored", word.value);
        return;
      }
    }
    report(stars, "censored");
  }

  void report_private(std::uint32_t at) {
    std::uint32_t begin = at;
    std::uint32_t end = at + 1;
    const auto latin = [](char32_t one) {
      return (one >= U'A' && one <= U'Z') || (one >= U'a' && one <= U'z') || is_digit(one);
    };
    while (begin > 0 && latin(sign(begin - 1))) --begin;
    while (end < text_.size() && latin(sign(end))) ++end;
    const auto left = text_.folded({begin, at});
    const auto right = text_.folded({at + 1, end});
    report({begin, end}, "private_use_character", to_bytes(std::u32string(left).append(right)));
  }

  /// Every bracket must find its partner within its line.
  void check_brackets() {
    constexpr std::u32string_view opening = U"([《“〈";
    constexpr std::u32string_view closing = U")]》”〉";
    std::vector<std::uint32_t> open;
    const auto give_up = [&] {
      for (const std::uint32_t at : open) report({at, at + 1}, "bracket_unmatched");
      open.clear();
    };
    for (std::uint32_t at = 0; at < text_.size(); ++at) {
      const char32_t found = sign(at);
      if (found == U'\n') give_up();
      if (opening.find(found) != opening.npos) open.push_back(at);
      const std::size_t kind = closing.find(found);
      if (kind == closing.npos) continue;
      if (!open.empty() && sign(open.back()) == opening[kind]) {
        if (open.back() + 1 == at && found == U')') {
          report({open.back(), at + 1}, "brackets_empty");
        }
        open.pop_back();
      } else {
        report({at, at + 1}, "bracket_unmatched");
      }
    }
    give_up();
  }

  void check_typo(const Word& typo) {
    each(typo.word, [&](std::uint32_t at) {
      report({at, at + static_cast<std::uint32_t>(typo.word.size())}, "misspelt", typo.value);
    });
  }

  /// 及时, 适时, 率先 want a verb; right before a noun one was lost, mostly 发布.
  void check_adverb(const Word& adverb) {
    each(adverb.word, [&](std::uint32_t at) {
      const std::uint32_t behind = at + static_cast<std::uint32_t>(adverb.word.size());
      const auto rest = text_.folded().substr(behind);
      if (lexicon_.beginning("noun_after_adverb", rest) == nullptr) return;
      const Span words{at, words_around(at, behind).end};
      std::string repair;
      if (lexicon_.ending("published", text_.folded(words)) != nullptr) {
        repair = std::string(text_.printed({at, behind})) + "发布" +
                 std::string(text_.printed({behind, words.end}));
      }
      report(words, "verb_missing", repair);
    });
  }

  /// "把县、桓仁县", "人民银行市中心支行": a place without its name.
  void check_places() {
    each(U"人民银行市中心支行", [&](std::uint32_t at) { report({at, at + 9}, "place_missing"); });
    each(U"县、", [&](std::uint32_t at) {
      constexpr std::u32string_view before = U"把将对在以";
      if (at == 0 || before.find(sign(at - 1)) == before.npos) return;
      const auto next = text_.folded(words_around(at + 2, at + 2));
      if (next.size() >= 3 && next.ends_with(U'县')) report({at, at + 2}, "place_missing");
    });
  }

  /// "质量发展纲要年行动计划": the year before 年 was lost.
  void check_years() {
    each(U"年行动计划", [&](std::uint32_t at) {
      if (at == 0) return;
      const char32_t before = sign(at - 1);
      constexpr std::u32string_view counted = U"〇一二三四五六七八九十两几多每本全今明当度";
      if (is_digit(before) || is_blank(before) || counted.find(before) != counted.npos) return;
      report(words_around(at, at + 5), "year_missing", year_for(at));
    });
  }

  [[nodiscard]] std::string year_for(std::uint32_t at) const {
    const Span words = words_around(at, at + 5);
    for (const KnownDocument& known : lexicon_.documents()) {
      std::u32string bare;
      std::u32string year;
      for (const char32_t one : to_characters(known.title)) {
        (is_digit(one) ? year : bare).push_back(one);
      }
      if (year.size() == 4 && bare == text_.folded(words)) return to_bytes(year);
    }
    return {};
  }

  /// "加强质量信用信息公共平台" lacks 建设.
  void check_title(const Item& item) {
    const auto title = text_.folded(item.title);
    if (lexicon_.beginning("verb_of_works", title) == nullptr ||
        lexicon_.ending("noun_of_works", title) == nullptr) {
      return;
    }
    report(item.title, "noun_missing", std::string(text_.printed(item.title)) + "建设");
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
};

}  // namespace

void add_defect(Plan& plan, Span span, std::string what, std::string repair) {
  if (plan.defects.size() >= most_defects) {
    ++plan.defects_left_out;
    return;
  }
  plan.defects.push_back({span, std::move(what), std::move(repair)});
}

namespace {

/// "（—）": 一 that came out as a dash.
void check_misread(Plan& plan, Span marker) {
  const std::uint32_t dash = find_in(plan.text, marker, U"-");
  if (dash < marker.end) add_defect(plan, {dash, dash + 1}, "numeral_misread", "一");
}

}  // namespace

void check_numbers(Plan& plan) {
  check_sections(plan);
  for (const Section& section : plan.sections) check_misread(plan, section.marker);
  for (const Item& item : plan.items) check_misread(plan, item.marker);
  int before = 0;
  std::size_t section = 0;
  for (const Item& item : plan.items) {
    const bool starts_again = item.no == 1 && item.section != section;
    const bool inside_roof = item.no == 1 && !plan.subsections.empty();
    section = item.section;
    if (item.no == 0) {
      add_defect(plan, item.span, "item_number_missing", std::to_string(before + 1));
      ++before;
      continue;
    }
    if (!starts_again && !inside_roof && item.no != before + 1) {
      const bool gap = item.no > before + 1;
      add_defect(plan, item.marker, gap ? "item_lost_before" : "item_number_out_of_order",
                 std::to_string(before + 1));
    }
    before = item.no;
  }
  before = 0;
  section = 0;
  for (const Subsection& subsection : plan.subsections) {
    if (subsection.section != section) before = 0;
    section = subsection.section;
    if (subsection.no != before + 1 && subsection.no != 0) {
      add_defect(plan, subsection.marker, "subsection_number_out_of_order",
                 std::to_string(before + 1));
    }
    before = subsection.no;
  }
}

void check_text(const Lexicon& lexicon, Plan& plan) { Text(lexicon, plan).check(); }

}  // namespace zhiheng::plan
