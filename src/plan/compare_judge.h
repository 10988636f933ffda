#pragma once
// What do the links of the sentences say about items, parties and sections?

#include "plan/compare_links.h"

namespace zhiheng::plan {

/// Which items answer each other, and which links say so.
struct ItemLinks {
  std::vector<std::vector<std::size_t>> lower_of = {};  ///< for each upper item, in order
  std::vector<std::vector<std::size_t>> upper_of = {};
  std::vector<bool> theme_only = {};  ///< for each upper item: no sentence links it to its partner
};
[[nodiscard]] ItemLinks link_items(const TextPair& texts, const std::vector<Link>& links,
                                   const CompareBounds& bounds);

/// The lower section of the same title, for each upper section; both counted from 1, 0 for none.
[[nodiscard]] std::vector<std::size_t> same_sections(const Plan& upper, const Plan& lower,
                                                     const CompareBounds& bounds);

/// Who of the upper item's bodies has a counterpart in the lower items.
[[nodiscard]] PartyChange compare_parties(const Plan& upper, std::size_t item, const Plan& lower,
                                          const std::vector<std::size_t>& items,
                                          const Lexicon& lexicon, const CompareRules& rules);

/// Whether both name somebody and none of those who led above is among those below.
[[nodiscard]] bool responsibility_passed(const Plan& upper, std::size_t item,
                                         const PartyChange& parties);

/// How much of a clause stands in the texts that were marked.
class Marks {
 public:
  explicit Marks(const TextPair& texts) : texts_(texts), marked_(texts.terms(), 0) {}
  void begin() { ++turn_; }
  void add(const Bag& bag) {
    for (const Count& count : bag) marked_[count.term] = turn_;
  }
  /// Share of the clause by weight; 1 for a clause too short to be a task.
  [[nodiscard]] double share(const ComparedClause& clause) const;
  [[nodiscard]] bool holds(Term term) const { return marked_[term] == turn_; }

 private:
  const TextPair& texts_;
  std::vector<std::uint32_t> marked_;
  std::uint32_t turn_ = 0;
};

/// The judgement over one upper item or over one of its units, from its links.
class Judge {
 public:
  Judge(const Plan& upper, const Plan& lower, const Lexicon& lexicon, const CompareRules& rules);

  [[nodiscard]] Crosswalk crosswalk();

 private:
  [[nodiscard]] ItemPair judge_item(std::size_t item);
  [[nodiscard]] SentencePair judge_unit(std::size_t unit, const ItemPair& pair);
  [[nodiscard]] std::vector<std::size_t> lower_units(std::size_t item, const ItemPair& pair) const;
  [[nodiscard]] double weigh(std::size_t item, const std::vector<std::size_t>& lower,
                             ItemPair& pair);
  void look_at_wording(std::size_t item, ItemPair& pair);
  void look_at_headings(std::size_t item, ItemPair& pair) const;
  void look_at_shared(std::size_t unit, std::vector<std::pair<double, Span>>& found);
  [[nodiscard]] Relation relation_of(const ItemPair& pair, double new_share) const;

  const Plan& upper_plan_;
  const Plan& lower_plan_;
  const Lexicon& lexicon_;
  const CompareRules& rules_;
  TextPair texts_;
  std::vector<Link> links_;
  ItemLinks items_;
  std::vector<std::size_t> sections_;
  std::vector<std::vector<std::size_t>> links_of_upper_, links_of_lower_;  ///< indices into links_
  Marks marks_;
};

}  // namespace zhiheng::plan
