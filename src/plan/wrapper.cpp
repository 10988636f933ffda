// What stands before the first section: notices, title, number, issuer, date, preamble.

#include <algorithm>
#include <set>

#include "plan/defect.h"
#include "plan/structure.h"
#include "plan/table.h"

namespace zhiheng::plan {
namespace {

bool has(std::u32string_view text, std::u32string_view word) {
  return text.find(word) != std::u32string_view::npos;
}

class Wrapper {
 public:
  Wrapper(const Lexicon& lexicon, std::span<const Paragraph> paragraphs, Plan& plan)
      : lexicon_(lexicon),
        plan_(plan),
        text_(plan.text),
        paragraphs_(paragraphs),
        kinds_(paragraphs.size(), PartKind::gap) {}

  void read() {
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) classify(i);
    join_notice_titles();
    find_title();
    settle_rest();
    gather_notices();
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      plan_.parts.push_back({paragraphs_[i].span, kinds_[i]});
    }
  }

 private:
  [[nodiscard]] std::u32string_view folded(std::size_t i) const {
    return text_.folded(paragraphs_[i].span);
  }

  [[nodiscard]] bool is_noise(std::size_t i) const {
    const auto words = folded(i);
    if (paragraphs_[i].mark == Mark::page) return true;
    if (words.size() > 80 || has(words, U"。")) return false;
    const bool ruling = words.size() >= 3 && std::ranges::all_of(words, [&](char32_t sign) {
                          return sign == words.front() && (sign < 0x4E00 || sign > 0x9FFF);
                        });
    return ruling || has(words, U" > ") || lexicon_.inside("noise", words) != nullptr;
  }

  void classify(std::size_t i) {
    const Span span = paragraphs_[i].span;
    const auto words = folded(i);
    if (is_noise(i)) {
      kinds_[i] = PartKind::noise;
      add_defect(plan_, span, "web_noise");
      return;
    }
    const auto number = document_number(text_, span);
    if (number && lexicon_.beginning("citing", words) == nullptr) {
      take_number(i, *number);
      return;
    }
    if (const auto date = printed_date(text_, span)) {
      kinds_[i] = PartKind::date;
      plan_.document.date = date;
      if (has(words, U"〇") && text_.original(find_in(text_, span, U"〇")) == U'○') {
        add_defect(plan_, span, "circle_for_zero");
      }
      if (i > 0 && is_signature(i - 1)) {
        kinds_[i - 1] = PartKind::signature;
        sign(paragraphs_[i - 1].span);
        if (!paragraphs_[i].first_in_line) add_defect(plan_, span, "lines_run_together");
      }
      return;
    }
    if (words.ends_with(U':') && !has(words, U"。") && !has(words, U"如下")) {
      kinds_[i] = PartKind::addressees;
    } else if (has(words, U"。")) {
      kinds_[i] = PartKind::notice_text;
    }
  }

  void take_number(std::size_t i, const DocumentNumber& number) {
    const Span span = paragraphs_[i].span;
    kinds_[i] = PartKind::number;
    numbered_.insert(i);
    plan_.document.number = number.normal;
    const std::string printed(text_.printed(number.span));
    if (number.year_missing) {
      add_defect(plan_, number.span, "year_missing");
    } else if (printed != number.normal) {
      const bool wide = printed.find("\xEF\xBC") != std::string::npos;
      add_defect(plan_, number.span, wide ? "full_width_digits" : "number_spelt_oddly",
                 number.normal);
    }
    if (number.span.end < span.end) {
      kinds_[i] = PartKind::notice_text;
      add_defect(plan_, span, "lines_run_together");
    }
  }

  [[nodiscard]] bool is_signature(std::size_t i) const {
    const auto words = folded(i);
    return kinds_[i] == PartKind::gap && words.size() <= 30 &&
           lexicon_.ending("signer", words) != nullptr;
  }

  void sign(Span span) { plan_.document.issuer = issuer_of(span); }

  [[nodiscard]] std::string issuer_of(Span span) const {
    std::u32string_view issuer = text_.folded(span);
    constexpr std::u32string_view state = U"中华人民共和国";
    if (issuer.starts_with(state) && issuer.size() > state.size())
      issuer.remove_prefix(state.size());
    return to_bytes(issuer);
  }

  void join_notice_titles() {
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      if (kinds_[i] != PartKind::gap) continue;
      const auto words = folded(i);
      if (!words.ends_with(U"通知") || words.size() > 120) continue;
      kinds_[i] = PartKind::notice_title;
      std::string title = text_.on_one_line(paragraphs_[i].span);
      const bool begins = has(words, U"关于") || has(words, U"转发");
      if (!begins && i > 0 && kinds_[i - 1] == PartKind::gap) {
        kinds_[i - 1] = PartKind::notice_title;
        title.insert(0, text_.on_one_line(paragraphs_[i - 1].span));
        add_defect(plan_, paragraphs_[i - 1].span, "title_broken", title);
      }
      plan_.document.notice_title = title;
      notice_seen_ = true;
    }
  }

  [[nodiscard]] bool may_be_title(std::size_t i) const {
    const auto words = folded(i);
    constexpr std::u32string_view ends = U".;:";  // "(征求意见稿)" and sentences are none
    const bool bracketed = words.starts_with(U'(') && words.ends_with(U')');
    if (bracketed || ends.find(words.back()) != ends.npos) return false;
    return kinds_[i] == PartKind::gap && paragraphs_[i].span.size() <= 80 &&
           lexicon_.inside("plan_title", folded(i)) != nullptr;
  }

  void find_title() {
    std::size_t found = paragraphs_.size();
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      if (!may_be_title(i)) continue;
      if (found < paragraphs_.size()) {
        const bool same = folded(found) == folded(i);
        if (same) add_defect(plan_, paragraphs_[i].span, "title_twice");
        if (!same && i - found > 4) break;  // a heading of the text itself
        kinds_[found] = PartKind::title;
      }
      found = i;
    }
    if (found == paragraphs_.size()) return title_from_text();
    kinds_[found] = PartKind::title;
    auto& document = plan_.document;
    document.titles.push_back(paragraphs_[found].span);
    if (found > 0 && kinds_[found - 1] == PartKind::gap && !folded(found - 1).ends_with(U"。") &&
        folded(found - 1).size() <= 60 && folded(found - 1).find(U',') == std::u32string::npos) {
      kinds_[found - 1] = PartKind::title;
      document.titles.insert(document.titles.begin(), paragraphs_[found - 1].span);
    }
    if (found + 1 < paragraphs_.size() && kinds_[found + 1] == PartKind::gap &&
        folded(found + 1).starts_with(U'(') && folded(found + 1).ends_with(U')') &&
        std::ranges::any_of(folded(found + 1), is_digit)) {
      kinds_[found + 1] = PartKind::title;
      document.titles.push_back(paragraphs_[found + 1].span);
    }
    for (const Span line : document.titles) document.title += text_.on_one_line(line);
    if (document.titles.size() > 1) {
      add_defect(plan_, document.titles.front(), "title_broken", document.title);
    }
    title_at_ = found;
  }

  /// "《…》已经…同意，现印发给你们": the notice names what it sends.
  void title_from_text() {
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      if (kinds_[i] != PartKind::notice_text) continue;
      const Span span = paragraphs_[i].span;
      const Span behind{find_in(text_, span, U"《"), span.end};
      const std::uint32_t end = find_in(text_, behind, U"》");
      if (behind.begin == span.end || end == span.end || !has(folded(i), U"印发")) continue;
      plan_.document.title = text_.printed({behind.begin + 1, end});
      plan_.document.titles.push_back({behind.begin + 1, end});
      return;
    }
  }

  void settle_rest() {
    for (std::size_t i = 0; i < paragraphs_.size(); ++i) {
      if (title_at_ < paragraphs_.size() && i > title_at_ &&
          (kinds_[i] == PartKind::notice_text || kinds_[i] == PartKind::gap)) {
        kinds_[i] = PartKind::preamble;
      }
      if (kinds_[i] == PartKind::gap) kinds_[i] = PartKind::notice_text;
    }
    auto& document = plan_.document;
    const std::string& title = document.notice_title;
    if (const std::size_t about = title.find("关于");
        document.issuer.empty() && about != std::string::npos && !title.starts_with("转发")) {
      document.issuer = title.substr(0, about);
    }
    const bool notice = std::ranges::find(kinds_, PartKind::addressees) != kinds_.end();
    if (notice && !notice_seen_ && document.number.empty()) {
      add_defect(plan_, paragraphs_.front().span, "notice_without_title_and_number");
    }
  }

  /// Title, number, signature and date of each notice, in the order in which they enclose the plan.
  void gather_notices() {
    auto& notices = plan_.document.notices;
    Notice notice;
    const auto close = [&] {
      if (!notice.span.empty()) notices.push_back(notice);
      notice = {};
    };
    std::string title;
    for (std::size_t i = 0; i < std::min(paragraphs_.size(), title_at_); ++i) {
      const Span span = paragraphs_[i].span;
      if (kinds_[i] == PartKind::notice_title) {
        title += text_.on_one_line(span);
        const bool whole = folded(i).ends_with(U"通知");
        if (whole && !notice.title.empty() && alike(notice.title, title)) title.clear();
        if (whole && !title.empty()) {
          if (!notice.title.empty() || notice.date) close();
          notice.title = std::exchange(title, {});
        }
      }
      if (kinds_[i] >= PartKind::notice_title && kinds_[i] <= PartKind::date) {
        if (notice.span.empty()) notice.span.begin = span.begin;
        notice.span.end = span.end;
      }
      const auto number = document_number(text_, span);
      if (number && numbered_.contains(i)) {
        if (!notice.number.empty()) close();
        notice.number = number->normal;
        notice.number_at = number->span;
      }
      if (kinds_[i] == PartKind::signature) notice.issuer = issuer_of(span);
      if (kinds_[i] == PartKind::date) notice.date = printed_date(text_, span);
    }
    close();
  }

  /// Titles that differ in their dashes only.
  static bool alike(std::string_view one, std::string_view other) {
    const auto bare = [](std::string_view title) {
      std::u32string signs;
      for (const char32_t sign : to_characters(title)) {
        if (sign >= 0x4E00 || is_digit(sign)) signs.push_back(sign);
      }
      return signs;
    };
    return bare(one) == bare(other);
  }

  const Lexicon& lexicon_;
  Plan& plan_;
  const FoldedText& text_;
  std::set<std::size_t> numbered_;  ///< paragraphs that begin with the number of a notice
  std::span<const Paragraph> paragraphs_;
  std::vector<PartKind> kinds_;
  std::size_t title_at_ = static_cast<std::size_t>(-1);
  bool notice_seen_ = false;
};

}  // namespace

std::size_t read_wrapper(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs,
                         Plan& plan) {
  const auto opens = [&](Mark mark) {
    return std::ranges::find(paragraphs, mark, &Paragraph::mark) - paragraphs.begin();
  };
  auto first = opens(Mark::section);
  for (const Mark mark : {Mark::paren, Mark::arabic}) {
    if (static_cast<std::size_t>(first) == paragraphs.size()) first = opens(mark);
  }
  const auto table = std::ranges::find_if(paragraphs, [&](const Paragraph& paragraph) {
    return table_headed_by(plan.text, lexicon, paragraph).has_value();
  });
  first = std::min(first, table - paragraphs.begin());
  const auto count = static_cast<std::size_t>(first);
  if (count > 0) Wrapper(lexicon, std::span(paragraphs).first(count), plan).read();
  return count;
}

}  // namespace zhiheng::plan
