#pragma once
// The words of a clause taken apart: who leads, who takes part, by when.

#include "plan/clause.h"

namespace zhiheng::plan {

/// No clause is longer; the limit keeps hostile text cheap.
inline constexpr std::uint32_t longest_clause = 2000;

/// Without punctuation and blanks at its end.
[[nodiscard]] Span without_stops(const FoldedText& text, Span span);

/// Names of bodies between 、, with those joined by 及, 和 or 与 taken apart; 等 opens the clause.
void read_names(const FoldedText& text, const Lexicon& lexicon, Span names, Role role,
                Clause& clause);

/// "2018年10月底", "2018年6月30日前", "2018年底": the last day that is meant.
[[nodiscard]] std::optional<Date> due_date(std::u32string_view words);

/// Reads what stands between the brackets of a clause, or behind its first label.
class ClauseReader {
 public:
  ClauseReader(const FoldedText& text, const Lexicon& lexicon) : text_(text), lexicon_(lexicon) {}

  /// @param first_leads  whether an earlier sentence said that the first name leads
  [[nodiscard]] std::optional<FoundClause> read(Span inner, bool first_leads);

  [[nodiscard]] bool has_role() const { return has_role_; }
  /// How many of the names are bodies known to the tables.
  [[nodiscard]] std::size_t known() const;
  /// How many others end like the name of a body: 供销合作社, 某某指挥部.
  [[nodiscard]] std::size_t alike() const;

 private:
  void read_segment(Span segment);
  bool read_label(Span segment);
  void take(Span names, const Word& word);
  void hand_over();
  void settle(bool first_leads);

  const FoldedText& text_;
  const Lexicon& lexicon_;
  FoundClause found_ = {};
  std::vector<Span> waiting_ = {};
  std::optional<Role> label_role_ = {};
  std::string form_ = {};
  bool has_role_ = false;
};

}  // namespace zhiheng::plan
