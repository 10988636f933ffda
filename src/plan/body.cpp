// Which numbered paragraphs are items, which are roofs, goals or closing words.

#include <algorithm>
#include <array>

#include "plan/clause.h"
#include "plan/defect.h"
#include "plan/entries.h"
#include "plan/structure.h"

namespace zhiheng::plan {
namespace {

class Body {
 public:
  Body(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs, Plan& plan)
      : lexicon_(lexicon), paragraphs_(paragraphs), plan_(plan), text_(plan.text) {}

  void read(std::size_t first) {
    entries_ = entries_of(lexicon_, paragraphs_, first, plan_);
    choose_items();
    take_off_closing();
    write();
  }

 private:
  // --- what is an item -------------------------------------------------------------------------

  Mark usual_mark() const {
    std::array<std::size_t, 5> with_clause{};
    std::array<std::size_t, 5> all{};
    for (const Entry& entry : entries_) {
      ++all[static_cast<std::size_t>(entry.mark)];
      if (entry.clause) ++with_clause[static_cast<std::size_t>(entry.mark)];
    }
    const auto most = std::ranges::max_element(with_clause);
    if (*most > 0) return static_cast<Mark>(most - with_clause.begin());
    for (const Mark mark : {Mark::paren, Mark::arabic, Mark::section}) {
      if (all[static_cast<std::size_t>(mark)] > 0) return mark;
    }
    return Mark::section;
  }

  /// Numbering that starts again in a plan without any clause is that of an outline.
  bool is_outline() const {
    int first = 0;
    for (const Entry& entry : entries_) {
      if (entry.clause) return false;
      if (entry.mark == Mark::paren && entry.number == 1) ++first;
    }
    return first > 1;
  }

  bool is_goal(const Entry& entry) const {
    if (entry.mark != Mark::arabic || entry.clause) return false;
    const Span rest = paragraphs_[entry.paragraphs.front()].rest();
    const std::uint32_t colon = find_in(text_, rest, U":");
    if (colon == rest.end || colon > find_in(text_, rest, U"。")) return false;
    if (entry.parent == nobody) return false;
    const Span roof = paragraphs_[entries_[entry.parent].paragraphs.front()].span;
    return find_in(text_, {roof.begin, std::min(roof.end, roof.begin + 30)}, U"目标") <
           std::min(roof.end, roof.begin + 30);
  }

  void choose_items() {
    outline_ = is_outline();
    const Mark usual = usual_mark();
    std::vector<bool> has_items(entries_.size(), false);
    // Children stand behind their parents, so one walk backwards settles both.
    for (std::size_t i = entries_.size(); i-- > 0;) {
      Entry& entry = entries_[i];
      const bool by_kind = !outline_ && entry.mark == usual && !has_items[i] && !is_goal(entry) &&
                           (usual != Mark::section || entry_has_text(entry));
      entry.is_item = entry.clause.has_value() || by_kind;
      if (entry.is_item && entry.parent != nobody) {
        for (std::size_t up = entry.parent; up != nobody && !has_items[up];
             up = entries_[up].parent) {
          has_items[up] = true;
        }
      }
    }
    roofs_ = std::move(has_items);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      Entry& entry = entries_[i];
      if (entry.is_item || roofs_[i] || is_goal(entry)) continue;
      if (entry.mark == Mark::section || (outline_ && entry.mark == Mark::paren)) continue;
      merge_into_parent(i);
    }
  }

  bool entry_has_text(const Entry& entry) const {
    const Span rest = paragraphs_[entry.paragraphs.front()].rest();
    return entry.paragraphs.size() > 1 || find_in(text_, rest, U"。") < rest.end;
  }

  void merge_into_parent(std::size_t at) {
    std::size_t parent = entries_[at].parent;
    while (parent != nobody && entries_[parent].merged) parent = entries_[parent].parent;
    if (parent == nobody || (!entries_[parent].is_item && !outline_)) return;
    auto& to = entries_[parent].paragraphs;
    to.insert(to.end(), entries_[at].paragraphs.begin(), entries_[at].paragraphs.end());
    entries_[at].merged = true;
  }

  /// Unnumbered paragraphs behind the end of the last item close the plan.
  void take_off_closing() {
    if (entries_.empty() || outline_) return;
    const auto last = std::ranges::max_element(entries_, {}, [](const Entry& entry) {
      return entry.paragraphs.empty() ? 0 : entry.paragraphs.front();
    });
    if (!last->is_item || last->paragraphs.size() < 2) return;
    const bool usually_one = std::ranges::none_of(entries_, [&](const Entry& entry) {
      const bool own = entry.clause && entry.clause->own_paragraph;
      return &entry != &*last && entry.is_item && entry.paragraphs.size() > (own ? 2U : 1U);
    });
    if (last->clause_at == nobody && !usually_one) return;
    std::size_t keep = last->clause_at == nobody ? 1 : last->clause_at + 1;
    while (last->clause && keep < last->paragraphs.size() &&
           paragraphs_[last->paragraphs[keep]].span.begin < last->clause->span.end) {
      ++keep;  // labels in several paragraphs are one clause
    }
    bool in_tail = false;
    for (std::size_t k = keep; k < last->paragraphs.size(); ++k) {
      const Span span = paragraphs_[last->paragraphs[k]].span;
      in_tail = in_tail || is_tail(span);
      if (in_tail) read_signature(span);
      plan_.parts.push_back({span, in_tail ? PartKind::tail : PartKind::closing});
      if (in_tail) continue;
      plan_.closing.push_back(span);
      add_defect(plan_, span, "closing_unnumbered");
    }
    last->paragraphs.resize(keep);
  }

  bool is_tail(Span span) const {
    return lexicon_.beginning("tail", text_.folded(span)) != nullptr ||
           printed_date(text_, span).has_value() ||
           (span.size() < 30 && find_in(text_, span, U"。") == span.end &&
            lexicon_.ending("signer", text_.folded(span)) != nullptr);
  }

  /// Plans without a notice are signed and dated at their end.
  void read_signature(Span span) {
    auto& document = plan_.document;
    if (!document.date) document.date = printed_date(text_, span);
    const bool signs = find_in(text_, span, U":") == span.end &&
                       lexicon_.ending("signer", text_.folded(span)) != nullptr;
    if (document.issuer.empty() && signs) document.issuer = text_.on_one_line(span);
  }

  // --- writing ---------------------------------------------------------------------------------

  void write() {
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (!entries_[i].merged && !entries_[i].paragraphs.empty()) order.push_back(i);
    }
    std::ranges::sort(order, {}, [&](std::size_t i) { return entries_[i].paragraphs.front(); });
    for (const std::size_t i : order) {
      std::ranges::sort(entries_[i].paragraphs);
      if (entries_[i].mark == Mark::section) stretch_section(entries_[i]);
      if (entries_[i].is_item) {
        write_item(entries_[i]);
      } else if (is_goal(entries_[i])) {
        write_goal(entries_[i]);
      } else if (entries_[i].mark == Mark::section) {
        write_section(entries_[i]);
      } else {
        write_subsection(entries_[i]);
      }
    }
    // Rows of tables were written before.
    std::ranges::stable_sort(plan_.items, {}, [](const Item& item) { return item.span.begin; });
    for (const Item& item : plan_.items) stretch(item.section, item.span);
    for (const Subsection& subsection : plan_.subsections) {
      stretch(subsection.section, subsection.span);
    }
  }

  void stretch(std::size_t section, Span span) {
    if (section == 0) return;
    Span& whole = plan_.sections[section - 1].span;
    whole.end = std::max(whole.end, span.end);
  }

  void stretch_section(const Entry& entry) {
    stretch(entry.section, paragraphs_[entry.paragraphs.back()].span);
  }

  void part(Span span, PartKind kind) {
    if (!span.empty()) plan_.parts.push_back({span, kind});
  }

  /// Marker and title of the first paragraph. @return  what stands behind them
  Span write_head(const Paragraph& paragraph, Span& marker, Span& title, std::uint32_t end,
                  std::u32string_view stop) {
    marker = paragraph.marker;
    const Span rest =
        trimmed(text_, {paragraph.rest().begin, std::max(end, paragraph.rest().begin)});
    const std::uint32_t at = find_in(text_, rest, stop);
    title = trimmed(text_, {rest.begin, at});
    part(marker, PartKind::marker);
    part(title, PartKind::heading);
    return {std::min(at + 1, rest.end), rest.end};
  }

  void write_sentences(Span span, PartKind kind, std::vector<Span>& sentences) {
    std::vector<Span> found = sentences_of(text_, span);
    for (std::size_t i = 1; i < found.size(); ++i) {
      const Span clause = clause_of_the_sentence_before(text_, lexicon_, found[i]);
      if (clause.empty()) continue;
      found[i - 1].end = clause.end;
      found[i] = trimmed(text_, {clause.end, found[i].end});
    }
    for (const Span sentence : found) {
      // A full stop that stands behind the clause is nobody's sentence.
      if (sentence.empty() || text_.folded(sentence) == U"。") continue;
      part(sentence, kind);
      sentences.push_back(sentence);
    }
  }

  void write_item(Entry& entry) {
    Item item{.no = entry.number, .section = entry.section};
    const Clause* clause = entry.clause ? &*entry.clause : nullptr;
    for (std::size_t k = 0; k < entry.paragraphs.size(); ++k) {
      const Paragraph& paragraph = paragraphs_[entry.paragraphs[k]];
      Span rest = paragraph.span;
      const bool holds =
          clause != nullptr && rest.begin <= clause->span.begin && clause->span.begin < rest.end;
      const bool own = clause != nullptr && clause->own_paragraph &&
                       rest.begin >= clause->span.begin && rest.end <= clause->span.end;
      if (own) continue;
      const std::uint32_t end = holds ? clause->span.begin : rest.end;
      if (k == 0) {
        item.span = paragraph.span;
        rest = write_head(paragraph, item.marker, item.title, end, U"。");
      } else {
        item.span.end = paragraph.span.end;
      }
      if (rest.begin < end) write_sentences({rest.begin, end}, PartKind::text, item.sentences);
      if (holds && clause->span.end < paragraph.span.end) {
        write_sentences({clause->span.end, paragraph.span.end}, PartKind::text, item.sentences);
      }
    }
    if (clause != nullptr) part(clause->span, PartKind::clause);
    if (clause == nullptr) add_defect(plan_, item.marker, "item_without_clause");
    item.clause = std::move(entry.clause);
    plan_.items.push_back(std::move(item));
  }

  void write_section(const Entry& entry) {
    const Paragraph& head = paragraphs_[entry.paragraphs.front()];
    Section& section = plan_.sections[entry.section - 1];
    const Span rest = write_head(head, section.marker, section.title, head.span.end, U"。");
    write_sentences(rest, PartKind::text, section.sentences);
    for (std::size_t k = 1; k < entry.paragraphs.size(); ++k) {
      write_sentences(paragraphs_[entry.paragraphs[k]].span, PartKind::text, section.sentences);
    }
  }

  void write_goal(const Entry& entry) {
    Goal goal{.no = entry.number, .section = entry.section};
    const Paragraph& head = paragraphs_[entry.paragraphs.front()];
    goal.span = head.span;
    const Span rest = write_head(head, goal.marker, goal.title, head.span.end, U":");
    part(rest, PartKind::text);
    goal.paragraphs.push_back(rest);
    for (std::size_t k = 1; k < entry.paragraphs.size(); ++k) {
      const Paragraph& paragraph = paragraphs_[entry.paragraphs[k]];
      const bool bullet = paragraph.mark == Mark::bullet;
      (bullet ? goal.bullets : goal.paragraphs).push_back(paragraph.span);
      part(paragraph.span, bullet ? PartKind::bullet : PartKind::text);
      goal.span.end = paragraph.span.end;
    }
    plan_.goals.push_back(std::move(goal));
  }

  void write_subsection(const Entry& entry) {
    Subsection subsection{.no = entry.number, .section = entry.section};
    const Paragraph& head = paragraphs_[entry.paragraphs.front()];
    subsection.span = head.span;
    const Span rest = write_head(head, subsection.marker, subsection.title, head.span.end, U"。");
    write_sentences(rest, PartKind::text, subsection.sentences);
    for (std::size_t k = 1; k < entry.paragraphs.size(); ++k) {
      const Paragraph& paragraph = paragraphs_[entry.paragraphs[k]];
      subsection.span.end = paragraph.span.end;
      if (paragraph.mark == Mark::bullet) {
        subsection.bullets.push_back(paragraph.span);
        part(paragraph.span, PartKind::bullet);
      } else {
        write_sentences(paragraph.span, PartKind::text, subsection.sentences);
      }
    }
    plan_.subsections.push_back(std::move(subsection));
  }

  const Lexicon& lexicon_;
  const std::vector<Paragraph>& paragraphs_;
  Plan& plan_;
  const FoldedText& text_;
  std::vector<Entry> entries_;
  std::vector<bool> roofs_;
  bool outline_ = false;
};

}  // namespace

void read_body(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs, std::size_t first,
               Plan& plan) {
  Body(lexicon, paragraphs, plan).read(first);
}

}  // namespace zhiheng::plan
