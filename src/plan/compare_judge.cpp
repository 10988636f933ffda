#include "plan/compare_judge.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace zhiheng::plan {
namespace {

/// Fewer terms than this are no task: 下同, 等.
constexpr std::size_t shortest_task = 3;
constexpr std::size_t most_shared = 3;
/// Items that went to one lower item are named up to here.
constexpr std::size_t most_together = 50;

/// What stands in `one` and not in `other`, repetitions counted; both sorted.
std::vector<std::string> only_in(const std::vector<std::string>& one,
                                 const std::vector<std::string>& other) {
  std::vector<std::string> rest;
  std::ranges::set_difference(one, other, std::back_inserter(rest));
  return rest;
}

/// Differences of words or numbers between a unit and what answers it.
struct Difference {
  std::vector<std::string> above, below;

  void add(const std::vector<std::string>& upper, const std::vector<std::string>& lower) {
    std::ranges::move(only_in(upper, lower), std::back_inserter(above));
    std::ranges::move(only_in(lower, upper), std::back_inserter(below));
  }
  /// What one sentence lost and another gained is no difference of the item.
  void cancel() {
    std::ranges::sort(above);
    std::ranges::sort(below);
    auto rest = only_in(above, below);
    below = only_in(below, above);
    above = std::move(rest);
  }
  [[nodiscard]] bool replaced() const { return !above.empty() && !below.empty(); }
};

std::vector<std::string> gathered(const std::vector<UnitText>& units,
                                  const std::vector<std::size_t>& which,
                                  std::vector<std::string> UnitText::*words) {
  std::vector<std::string> all;
  for (const std::size_t unit : which) {
    const auto& some = units[unit].*words;
    all.insert(all.end(), some.begin(), some.end());
  }
  std::ranges::sort(all);
  return all;
}

}  // namespace

double Marks::share(const ComparedClause& clause) const {
  if (clause.terms.size() < shortest_task) return 1;
  double all = 0;
  double found = 0;
  for (const Term term : clause.terms) {
    all += texts_.weight(term);
    if (holds(term)) found += texts_.weight(term);
  }
  return found / all;
}

Judge::Judge(const Plan& upper, const Plan& lower, const Lexicon& lexicon,
             const CompareRules& rules)
    : upper_plan_(upper),
      lower_plan_(lower),
      lexicon_(lexicon),
      rules_(rules),
      texts_(upper, lower, lexicon, rules),
      links_(link_units(texts_, rules.bounds)),
      items_(link_items(texts_, links_, rules.bounds)),
      sections_(same_sections(upper, lower, rules.bounds)),
      links_of_upper_(texts_.upper().units.size()),
      links_of_lower_(texts_.lower().units.size()),
      marks_(texts_) {
  for (std::size_t i = 0; i < links_.size(); ++i) {
    links_of_upper_[links_[i].upper].push_back(i);
    links_of_lower_[links_[i].lower].push_back(i);
  }
}

/// What below is to be held against an upper item: where it stands alone, all of the lower item but
/// what comes from other upper items; else what its own sentences found.
std::vector<std::size_t> Judge::lower_units(std::size_t item, const ItemPair& pair) const {
  const PlanText& below = texts_.lower();
  std::vector<std::size_t> units;
  const ComparedItem& self = texts_.upper().plan.items[item];
  for (std::size_t unit = self.first_unit; unit < self.first_unit + self.units; ++unit) {
    for (const std::size_t link : links_of_upper_[unit]) {
      const std::size_t lower = links_[link].lower;
      const std::size_t lower_item = below.plan.units[lower].item;
      if (std::ranges::binary_search(pair.lower, lower_item)) units.push_back(lower);
    }
  }
  if (pair.lower.size() == 1 && pair.reasons.together.empty()) {
    const ComparedItem& other = below.plan.items[pair.lower[0]];
    for (std::size_t unit = other.first_unit; unit < other.first_unit + other.units; ++unit) {
      if (links_of_lower_[unit].empty()) units.push_back(unit);
    }
  }
  std::ranges::sort(units);
  const auto twice = std::ranges::unique(units);
  units.erase(twice.begin(), twice.end());
  return units;
}

/// Fills in shares, similarity, lost and gained tasks.
///
/// @return  share of the lower item that its own new tasks make
double Judge::weigh(std::size_t item, const std::vector<std::size_t>& lower, ItemPair& pair) {
  const PlanText& above = texts_.upper();
  const PlanText& below = texts_.lower();
  std::vector<const Bag*> bags;
  bags.reserve(lower.size());
  for (const std::size_t unit : lower) bags.push_back(&below.units[unit].bag);
  const Bag bag = joined(bags);
  const double weight = texts_.weight(bag);
  const double common = texts_.overlap(above.items[item], bag);
  Reasons& reasons = pair.reasons;
  pair.similarity = alikeness(common, above.item_weights[item], weight);
  reasons.answered = above.item_weights[item] > 0 ? common / above.item_weights[item] : 1;
  reasons.taken = weight > 0 ? common / weight : 1;

  marks_.begin();
  marks_.add(bag);
  const ComparedItem& self = above.plan.items[item];
  for (std::size_t unit = self.first_unit; unit < self.first_unit + self.units; ++unit) {
    for (const ComparedClause& clause : above.units[unit].clauses) {
      if (!clause.qualifier && marks_.share(clause) < rules_.bounds.answered) {
        reasons.lost.push_back(clause.span);
      }
    }
  }
  marks_.begin();
  marks_.add(above.items[item]);
  double fresh = 0;
  for (const std::size_t unit : lower) {
    for (const ComparedClause& clause : below.units[unit].clauses) {
      const double share = marks_.share(clause);
      if (clause.qualifier || share >= rules_.bounds.answered) continue;
      reasons.gained.push_back(clause.span);
      for (const Term term : clause.terms) fresh += marks_.holds(term) ? 0 : texts_.weight(term);
    }
  }
  double whole = 0;
  for (const std::size_t one : pair.lower) whole += below.item_weights[one];
  return whole > 0 ? fresh / whole : 0;
}

/// Words of place and numbers that differ between linked units, and the heaviest common wordings.
void Judge::look_at_wording(std::size_t item, ItemPair& pair) {
  Difference local;
  Difference numbers;
  std::vector<std::pair<double, Span>> shared;
  const ComparedItem& self = texts_.upper().plan.items[item];
  for (std::size_t unit = self.first_unit; unit < self.first_unit + self.units; ++unit) {
    std::vector<std::size_t> answers;
    for (const std::size_t link : links_of_upper_[unit]) {
      if (!links_[link].repeats) answers.push_back(links_[link].lower);
    }
    if (answers.empty()) continue;
    const UnitText& above = texts_.upper().units[unit];
    const auto& below = texts_.lower().units;
    local.add(above.local, gathered(below, answers, &UnitText::local));
    Difference of_unit;
    of_unit.add(above.numbers, gathered(below, answers, &UnitText::numbers));
    pair.reasons.numbers_replaced = pair.reasons.numbers_replaced || of_unit.replaced();
    std::ranges::move(of_unit.above, std::back_inserter(numbers.above));
    std::ranges::move(of_unit.below, std::back_inserter(numbers.below));
    marks_.begin();
    for (const std::size_t answer : answers) marks_.add(below[answer].bag);
    look_at_shared(unit, shared);
  }
  local.cancel();
  numbers.cancel();
  pair.reasons.local_upper = std::move(local.above);
  pair.reasons.local_lower = std::move(local.below);
  pair.reasons.numbers_upper = std::move(numbers.above);
  pair.reasons.numbers_lower = std::move(numbers.below);
  std::ranges::stable_sort(shared, std::greater{}, &std::pair<double, Span>::first);
  for (const auto& [weight, span] : shared) {
    if (pair.reasons.shared.size() == most_shared) break;
    pair.reasons.shared.push_back(span);
  }
}

/// Runs of terms that are marked.
void Judge::look_at_shared(std::size_t unit, std::vector<std::pair<double, Span>>& found) {
  for (const ComparedClause& clause : texts_.upper().units[unit].clauses) {
    std::pair<double, Span> run{0, {}};
    for (std::size_t i = 0; i <= clause.terms.size(); ++i) {
      const bool in_run = i < clause.terms.size() && marks_.holds(clause.terms[i]);
      if (in_run && run.first == 0) run.second.begin = clause.places[i].begin;
      if (in_run) {
        run.first += texts_.weight(clause.terms[i]);
        run.second.end = clause.places[i].end;
      } else if (run.first > 0) {
        found.push_back(run);
        run = {0, {}};
      }
    }
  }
}

void Judge::look_at_headings(std::size_t item, ItemPair& pair) const {
  const std::size_t heading = texts_.upper().plan.items[item].first_unit;
  pair.reasons.heading_lost = links_of_upper_[heading].empty();
  if (pair.lower.size() != 1) return;
  const UnitText& above = texts_.upper().units[heading];
  const UnitText& below = texts_.lower().units[texts_.lower().plan.items[pair.lower[0]].first_unit];
  const double common = texts_.overlap(above.bag, below.bag);
  pair.reasons.heading_replaced = common < rules_.bounds.heading * above.weight &&
                                  common < rules_.bounds.heading * below.weight;
  const std::size_t section = texts_.upper().plan.items[item].section;
  const std::size_t same = section > 0 ? sections_[section - 1] : 0;
  pair.reasons.other_section = same > 0 && texts_.lower().plan.items[pair.lower[0]].section != same;
}

Relation Judge::relation_of(const ItemPair& pair, double new_share) const {
  const CompareBounds& bounds = rules_.bounds;
  const Reasons& reasons = pair.reasons;
  if (pair.lower.size() > 1) return Relation::split;
  if (!reasons.together.empty()) return reasons.heading_lost ? Relation::moved : Relation::merged;
  if (reasons.heading_replaced || reasons.numbers_replaced || reasons.responsibility_passed ||
      reasons.theme_only) {
    return Relation::changed;
  }
  const bool lost = !reasons.lost.empty();
  const bool gained = new_share >= bounds.new_share;
  if (lost || gained) {
    return lost && gained ? Relation::changed : lost ? Relation::narrowed : Relation::extended;
  }
  if (reasons.other_section) return Relation::moved;
  if (!reasons.local_upper.empty() || !reasons.local_lower.empty()) return Relation::localised;
  const bool short_above = reasons.answered < bounds.substance;
  const bool short_below = reasons.taken < bounds.substance;
  if (short_above) return short_below ? Relation::changed : Relation::narrowed;
  return short_below ? Relation::extended : Relation::kept;
}

ItemPair Judge::judge_item(std::size_t item) {
  ItemPair pair{.upper = item, .lower = items_.lower_of[item]};
  pair.parties = compare_parties(upper_plan_, item, lower_plan_, pair.lower, lexicon_, rules_);
  if (pair.lower.empty()) {
    pair.reasons.heading_lost = true;
    return pair;
  }
  if (pair.lower.size() == 1) {
    for (const std::size_t other : items_.upper_of[pair.lower[0]]) {
      if (other == item || items_.lower_of[other].size() != 1) continue;
      pair.reasons.together.push_back(other);
      if (pair.reasons.together.size() == most_together) break;
    }
  }
  pair.reasons.theme_only = items_.theme_only[item];
  pair.reasons.responsibility_passed = responsibility_passed(upper_plan_, item, pair.parties);
  look_at_headings(item, pair);
  look_at_wording(item, pair);
  const double new_share = weigh(item, lower_units(item, pair), pair);
  pair.relation = relation_of(pair, new_share);
  return pair;
}

SentencePair Judge::judge_unit(std::size_t unit, const ItemPair& pair) {
  SentencePair judged{.upper = unit};
  const UnitText& above = texts_.upper().units[unit];
  const PlanText& below = texts_.lower();
  std::vector<std::size_t> partners;
  std::vector<const Bag*> bags;
  bool shares_partner = false;
  bool elsewhere = false;
  for (const std::size_t index : links_of_upper_[unit]) {
    const Link& link = links_[index];
    judged.lower.push_back(link.lower);
    bags.push_back(&below.units[link.lower].bag);
    if (link.repeats) continue;
    partners.push_back(link.lower);
    const auto own = [&](std::size_t other) {
      return !links_[other].repeats && links_[other].upper != unit;
    };
    shares_partner = shares_partner || std::ranges::any_of(links_of_lower_[link.lower], own);
    const std::size_t item = below.plan.units[link.lower].item;
    elsewhere = elsewhere || std::ranges::find(pair.lower, item) == pair.lower.end();
  }
  if (judged.lower.empty()) return judged;
  const Bag bag = joined(bags);
  const double weight = texts_.weight(bag);
  const double common = texts_.overlap(above.bag, bag);
  judged.similarity = alikeness(common, above.weight, weight);
  if (partners.size() > 1) {
    judged.relation = Relation::split;
  } else if (shares_partner) {
    judged.relation = Relation::merged;
  } else if (elsewhere || pair.relation == Relation::moved) {
    judged.relation = Relation::moved;
  } else {
    ItemPair wording{.lower = {0}};
    wording.reasons.answered = above.weight > 0 ? common / above.weight : 1;
    wording.reasons.taken = weight > 0 ? common / weight : 1;
    const auto lower_words = [&](auto member) {
      return gathered(below.units, judged.lower, member);
    };
    Difference local;
    local.add(above.local, lower_words(&UnitText::local));
    Difference numbers;
    numbers.add(above.numbers, lower_words(&UnitText::numbers));
    wording.reasons.local_upper = std::move(local.above);
    wording.reasons.local_lower = std::move(local.below);
    wording.reasons.numbers_replaced = numbers.replaced();
    const double bound = rules_.bounds.answered;
    marks_.begin();
    marks_.add(bag);
    for (const ComparedClause& clause : above.clauses) {
      if (marks_.share(clause) < bound) wording.reasons.lost.push_back(clause.span);
    }
    marks_.begin();
    marks_.add(above.bag);
    bool gained = false;
    for (const std::size_t lower : judged.lower) {
      for (const ComparedClause& clause : below.units[lower].clauses) {
        gained = gained || marks_.share(clause) < bound;
      }
    }
    judged.relation = relation_of(wording, gained ? 1 : 0);
  }
  return judged;
}

Crosswalk Judge::crosswalk() {
  Crosswalk crosswalk{.upper = texts_.upper().plan, .lower = texts_.lower().plan};
  for (std::size_t item = 0; item < crosswalk.upper.items.size(); ++item) {
    crosswalk.pairs.push_back(judge_item(item));
  }
  for (std::size_t unit = 0; unit < crosswalk.upper.units.size(); ++unit) {
    crosswalk.sentences.push_back(
        judge_unit(unit, crosswalk.pairs[crosswalk.upper.units[unit].item]));
  }
  for (std::size_t item = 0; item < crosswalk.lower.items.size(); ++item) {
    if (items_.upper_of[item].empty()) crosswalk.added.push_back(item);
  }
  for (std::size_t unit = 0; unit < crosswalk.lower.units.size(); ++unit) {
    if (links_of_lower_[unit].empty()) crosswalk.added_units.push_back(unit);
  }
  return crosswalk;
}

Crosswalk compare(const Plan& upper, const Plan& lower, const Lexicon& lexicon,
                  const CompareRules& rules) {
  return Judge(upper, lower, lexicon, rules).crosswalk();
}

}  // namespace zhiheng::plan
