#pragma once
// Two plans as weighted terms, so that wording can be held against wording.

#include <cstdint>
#include <span>

#include "plan/compare.h"

namespace zhiheng::plan {

using Term = std::uint32_t;

struct Count {
  Term term = 0;
  std::uint32_t count = 0;
};

/// Terms with how often they occur, by term.
using Bag = std::vector<Count>;

/// A stretch between commas. Terms are two neighbouring characters of its comparable form.
struct ComparedClause {
  Span span = {};
  std::vector<Term> terms = {};
  std::vector<Span> places = {};  ///< of each term
  bool qualifier = false;         ///< says how or why, not what is to be done
};

struct UnitText {
  std::vector<ComparedClause> clauses = {};
  Bag bag = {};
  double weight = 0;
  std::vector<std::string> local = {};    ///< words of place and level, sorted
  std::vector<std::string> numbers = {};  ///< with their units, years excepted, sorted
};

struct PlanText {
  ComparedPlan plan = {};
  std::vector<UnitText> units = {};
  std::vector<Bag> items = {};
  std::vector<double> item_weights = {};
};

/// Both plans over one table of terms.
class TextPair {
 public:
  TextPair(const Plan& upper, const Plan& lower, const Lexicon& lexicon, const CompareRules& rules);

  [[nodiscard]] const PlanText& upper() const { return upper_; }
  [[nodiscard]] const PlanText& lower() const { return lower_; }
  /// log(1 + units / units with the term).
  [[nodiscard]] double weight(Term term) const { return weights_[term]; }
  [[nodiscard]] double weight(const Bag& bag) const;
  /// The weight that two bags have in common, repetitions counted.
  [[nodiscard]] double overlap(const Bag& one, const Bag& other) const;
  /// Likeness of two items: of their whole texts, or the mean of that and of their headings.
  [[nodiscard]] double items_alike(std::size_t above, std::size_t below) const;
  [[nodiscard]] std::size_t terms() const { return weights_.size(); }
  /// Weight of a term that occurs in one unit only.
  [[nodiscard]] double heaviest() const { return heaviest_; }

 private:
  void weigh(PlanText& plan) const;

  PlanText upper_, lower_;
  std::vector<double> weights_;
  double heaviest_ = 0;
};

/// What two weights have in common over their mean; 1 for two texts that say nothing.
[[nodiscard]] double alikeness(double common, double one, double other);

/// The sum of several bags.
[[nodiscard]] Bag joined(std::span<const Bag* const> bags);

}  // namespace zhiheng::plan
