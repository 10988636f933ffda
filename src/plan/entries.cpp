#include "plan/entries.h"

#include <algorithm>
#include <map>

#include "plan/clause.h"
#include "plan/defect.h"
#include "plan/table.h"

namespace zhiheng::plan {
namespace {

class Gatherer {
 public:
  Gatherer(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs, Plan& plan)
      : lexicon_(lexicon), paragraphs_(paragraphs), plan_(plan), text_(plan.text) {}

  std::vector<Entry> gather_all(std::size_t first) {
    gather(first);
    first_leads_ = said_outside_clauses();
    const std::size_t count = entries_.size();
    for (std::size_t i = 0; i < count; ++i) attach_clauses(i);
    find_lost_numbers(count);
    lift_last_clauses();
    return std::move(entries_);
  }

 private:
  // --- gathering -------------------------------------------------------------------------------

  void gather(std::size_t first) {
    for (std::size_t i = first; i < paragraphs_.size(); ++i) {
      const Paragraph& paragraph = paragraphs_[i];
      if (take_table(paragraph)) continue;
      switch (paragraph.mark) {
        case Mark::box:
          i = read_box(i) - 1;
          break;
        case Mark::page:
          plan_.parts.push_back({paragraph.span, PartKind::noise});
          break;
        case Mark::none:
        case Mark::bullet:
          if (!entries_.empty()) entries_.back().paragraphs.push_back(i);
          break;
        default:
          begin_entry(i);
      }
    }
  }

  /// Rows of a table are items at once; its columns hold until another head comes.
  bool take_table(const Paragraph& paragraph) {
    if (paragraph.mark == Mark::section || !is_row(text_, paragraph)) return false;
    if (auto table = table_headed_by(text_, lexicon_, paragraph)) {
      table_ = std::move(table);
      return true;
    }
    if (!table_) return false;
    read_row(lexicon_, *table_, paragraph, plan_);
    return true;
  }

  void begin_entry(std::size_t i) {
    const Paragraph& paragraph = paragraphs_[i];
    if (paragraph.mark == Mark::section) begin_section(paragraph);
    Entry entry{.mark = paragraph.mark,
                .number = paragraph.number,
                .section = plan_.sections.size(),
                .paragraphs = {i}};
    for (std::size_t above = entries_.size(); above-- > 0;) {
      // Brothers share their parent, so the walk is short even in a long plan.
      if (entries_[above].mark < entry.mark) {
        entry.parent = above;
        break;
      }
      if (entries_[above].mark == entry.mark) {
        entry.parent = entries_[above].parent;
        break;
      }
      if (entries_[above].parent == nobody) break;
      above = entries_[above].parent + 1;
    }
    entries_.push_back(std::move(entry));
  }

  void begin_section(const Paragraph& paragraph) {
    Section section{.no = paragraph.number, .marker = paragraph.marker};
    const Span rest = trimmed(text_, paragraph.rest());
    section.title = {rest.begin, find_in(text_, rest, U"。")};
    section.span = paragraph.span;
    plan_.sections.push_back(section);
  }

  /// @return  the paragraph behind the box
  std::size_t read_box(std::size_t i) {
    const Paragraph& head = paragraphs_[i];
    Box box{.section = plan_.sections.size(), .span = head.span};
    Span title = trimmed(text_, head.rest());
    std::uint32_t digits = title.begin;
    while (
        digits < title.end && digits - title.begin < 3 &&
        (is_digit(text_.folded()[digits]) || chinese_number(text_.folded({digits, digits + 1})))) {
      ++digits;
    }
    const auto number = text_.folded({title.begin, digits});
    box.no = arabic_number(number).value_or(chinese_number(number).value_or(0));
    box.title = trimmed(text_, {digits, title.end});
    for (++i; i < paragraphs_.size(); ++i) {
      const Paragraph& next = paragraphs_[i];
      if (next.mark != Mark::none) break;
      if (!next.first_in_line) {
        if (box.rows.empty()) {
          box.title = next.span;
        } else {
          box.rows.back().texts.push_back(next.span);
          box.rows.back().span.end = next.span.end;
        }
      } else if (next.after_blank || !begin_row(next, box)) {
        break;
      }
      box.span.end = next.span.end;
    }
    plan_.parts.push_back({box.span, PartKind::box});
    plan_.boxes.push_back(std::move(box));
    return i;
  }

  bool begin_row(const Paragraph& paragraph, Box& box) {
    const auto folded = text_.folded(paragraph.span);
    if (folded.size() < 4 || !is_digit(folded[0]) || !is_digit(folded[1]) || folded[2] != U' ') {
      return false;
    }
    const Span title = trimmed(text_, {paragraph.span.begin + 2, paragraph.span.end});
    box.rows.push_back({.no = arabic_number(folded.substr(0, 2)).value_or(0),
                        .title = title,
                        .span = paragraph.span});
    return true;
  }

  // --- clauses ---------------------------------------------------------------------------------

  /// "排在第一位的为牵头单位" in the words before the tasks or in a note holds for all clauses.
  [[nodiscard]] bool said_outside_clauses() const {
    return std::ranges::any_of(paragraphs_, [&](const Paragraph& paragraph) {
      const auto words = text_.folded(paragraph.span);
      if (words.find(U"牵头") == words.npos || lexicon_.inside("first_leads", words) == nullptr) {
        return false;
      }
      const auto found = find_clause(text_, lexicon_, paragraph.rest(), false);
      return !found || !found->says_first_leads;
    });
  }

  std::optional<Clause> clause_in(std::size_t paragraph) {
    auto found = find_clause(text_, lexicon_, paragraphs_[paragraph].rest(), first_leads_);
    if (!found) return std::nullopt;
    first_leads_ = first_leads_ || found->says_first_leads;
    return std::move(found->clause);
  }

  /// The first clause closes an entry; a second one tells of an item that lost its number.
  void attach_clauses(std::size_t at) {
    std::vector<std::size_t> paragraphs = std::move(entries_[at].paragraphs);
    std::size_t current = at;
    entries_[at].paragraphs.clear();
    std::size_t since_clause = 0;  // paragraphs behind the clause, perhaps a new item's
    for (const std::size_t paragraph : paragraphs) {
      auto clause = clause_in(paragraph);
      Entry* entry = &entries_[current];
      if (!clause) {
        entry->paragraphs.push_back(paragraph);
        if (entry->clause) ++since_clause;
        continue;
      }
      if (!entry->clause || continues_labels(*entry->clause, *clause, since_clause)) {
        if (entry->clause) {
          join(*entry->clause, *clause);
        } else {
          entry->clause_at = entry->paragraphs.size();
          entry->clause = std::move(clause);
        }
        entry->paragraphs.push_back(paragraph);
        continue;
      }
      if (clause->own_paragraph &&
          since_clause == 0) {  // a second clause without a text of its own
        add_defect(plan_, clause->span, "clause_repeated");
        entry->paragraphs.push_back(paragraph);
        continue;
      }
      current = split(current, entry->paragraphs.size() - since_clause);
      Entry& fresh = entries_[current];
      fresh.clause_at = fresh.paragraphs.size();
      fresh.clause = std::move(clause);
      fresh.paragraphs.push_back(paragraph);
      since_clause = 0;
    }
  }

  /// "牵头单位：…" in one paragraph, "配合单位：…" in the next.
  bool continues_labels(const Clause& first, const Clause& next, std::size_t between) const {
    return between == 0 && first.own_paragraph && next.own_paragraph &&
           lexicon_.beginning("role_label", text_.folded(next.span)) != nullptr;
  }

  static void join(Clause& clause, const Clause& next) {
    clause.span.end = next.span.end;
    clause.form += "+" + next.form;
    clause.open = clause.open || next.open;
    if (next.due) clause.due = next.due;
    const bool led = std::ranges::any_of(
        clause.assignments, [](const Assignment& one) { return one.role == Role::lead; });
    for (Assignment assignment : next.assignments) {
      if (led && assignment.role == Role::responsible) assignment.role = Role::participating;
      clause.assignments.push_back(assignment);
    }
  }

  /// Paragraphs of an entry from `from` on become an entry without a number.
  /// @return  its place: at the end of the list; order is restored when items are written
  std::size_t split(std::size_t at, std::size_t from) {
    Entry fresh{.mark = entries_[at].mark,
                .number = 0,
                .section = entries_[at].section,
                .parent = entries_[at].parent};
    auto& paragraphs = entries_[at].paragraphs;
    fresh.paragraphs.assign(paragraphs.begin() + static_cast<std::ptrdiff_t>(from),
                            paragraphs.end());
    paragraphs.resize(from);
    if (fresh.mark == Mark::section) fresh.mark = Mark::paren;
    entries_.push_back(std::move(fresh));
    return entries_.size() - 1;
  }

  /// An entry whose clause stands in a later paragraph while the number behind it is missing.
  void find_lost_numbers(std::size_t count) {
    for (std::size_t i = 0; i + 1 < count; ++i) {
      const Entry& entry = entries_[i];
      const bool late = entry.clause && entry.clause_at != nobody && entry.clause_at >= 1 &&
                        !entry.clause->own_paragraph;
      if (!late || entry.mark == Mark::section) continue;
      if (entries_[i + 1].mark != entry.mark || entries_[i + 1].number != entry.number + 2)
        continue;
      const std::size_t at = split(i, entry.clause_at);
      entries_[at].clause = std::move(entries_[i].clause);
      entries_[at].clause_at = 0;
      entries_[i].clause.reset();
      entries_[i].clause_at = nobody;
    }
  }

  /// "（一）标题。1.…。2.…。（A负责）": the clause behind the last of the list is the roof's.
  void lift_last_clauses() {
    std::map<std::size_t, std::vector<std::size_t>> children;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (entries_[i].parent != nobody) children[entries_[i].parent].push_back(i);
    }
    for (const auto& [parent, list] : children) {
      Entry& roof = entries_[parent];
      Entry& last = entries_[list.back()];
      const auto with_clause = std::ranges::count_if(
          list, [&](std::size_t child) { return entries_[child].clause.has_value(); });
      if (roof.mark == Mark::section || roof.clause || list.size() < 2 || with_clause != 1 ||
          !last.clause) {
        continue;
      }
      roof.clause = std::move(last.clause);
      last.clause.reset();
    }
  }

  const Lexicon& lexicon_;
  const std::vector<Paragraph>& paragraphs_;
  Plan& plan_;
  const FoldedText& text_;
  std::vector<Entry> entries_;
  std::optional<TaskTable> table_;
  bool first_leads_ = false;
};

}  // namespace

std::vector<Entry> entries_of(const Lexicon& lexicon, const std::vector<Paragraph>& paragraphs,
                              std::size_t first, Plan& plan) {
  return Gatherer(lexicon, paragraphs, plan).gather_all(first);
}

}  // namespace zhiheng::plan
