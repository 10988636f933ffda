#include "plan/compare_text.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "plan/compare_units.h"

namespace zhiheng::plan {
namespace {

/// Gives each pair of characters its number.
class Terms {
 public:
  Term of(char32_t first, char32_t second) {
    const std::uint64_t key = (static_cast<std::uint64_t>(first) << 32) | second;
    return numbers_.try_emplace(key, static_cast<Term>(numbers_.size())).first->second;
  }
  [[nodiscard]] std::size_t size() const { return numbers_.size(); }

 private:
  std::unordered_map<std::uint64_t, Term> numbers_;
};

Bag bag_of(std::vector<Term>&& terms) {
  std::ranges::sort(terms);
  Bag bag;
  for (const Term term : terms) {
    if (bag.empty() || bag.back().term != term) bag.push_back({term, 0});
    ++bag.back().count;
  }
  return bag;
}

/// The stretches between commas, semicolons and full stops.
std::vector<Span> clauses_of(const FoldedText& text, Span span) {
  constexpr std::u32string_view stops = U",;:。!?";
  std::vector<Span> clauses;
  std::uint32_t begin = span.begin;
  for (std::uint32_t at = span.begin; at <= span.end; ++at) {
    if (at < span.end && stops.find(text.folded()[at]) == std::u32string_view::npos) continue;
    const Span clause = trimmed(text, {begin, at});
    if (!clause.empty()) clauses.push_back(clause);
    begin = at + 1;
  }
  return clauses;
}

UnitText read_unit(const Plan& plan, Span span, const ComparableForm& form,
                   const CompareRules& rules, Terms& terms) {
  const FoldedText& text = plan.text;
  UnitText unit;
  std::vector<Term> all;
  for (const Span span_of_clause : clauses_of(text, span)) {
    ComparedClause clause{.span = span_of_clause};
    ComparableText read = form.read(text, span_of_clause);
    const auto& characters = read.characters;
    for (std::size_t i = 0; i + 1 < characters.size(); ++i) {
      clause.terms.push_back(terms.of(characters[i].sign, characters[i + 1].sign));
      clause.places.push_back({characters[i].place.begin, characters[i + 1].place.end});
    }
    if (characters.size() == 1) {
      clause.terms.push_back(terms.of(characters[0].sign, 0));
      clause.places.push_back(characters[0].place);
    }
    const auto folded = text.folded(span_of_clause);
    clause.qualifier = std::ranges::any_of(
        rules.qualifiers, [&](const std::u32string& word) { return folded.starts_with(word); });
    all.insert(all.end(), clause.terms.begin(), clause.terms.end());
    std::ranges::move(read.local, std::back_inserter(unit.local));
    unit.clauses.push_back(std::move(clause));
  }
  unit.bag = bag_of(std::move(all));
  unit.numbers = numbers_in(plan, span);
  std::ranges::sort(unit.local);
  return unit;
}

PlanText read_plan_text(const Plan& plan, const ComparableForm& form, const CompareRules& rules,
                        Terms& terms) {
  PlanText read{.plan = compared_plan(plan)};
  for (const ComparedUnit& unit : read.plan.units) {
    read.units.push_back(read_unit(plan, unit.span, form, rules, terms));
  }
  for (const ComparedItem& item : read.plan.items) {
    std::vector<const Bag*> bags;
    bags.reserve(item.units);
    for (std::size_t i = 0; i < item.units; ++i) {
      bags.push_back(&read.units[item.first_unit + i].bag);
    }
    read.items.push_back(joined(bags));
  }
  return read;
}

}  // namespace

Bag joined(std::span<const Bag* const> bags) {
  Bag all;
  for (const Bag* bag : bags) all.insert(all.end(), bag->begin(), bag->end());
  std::ranges::sort(all, {}, &Count::term);
  Bag sum;
  for (const Count& count : all) {
    if (sum.empty() || sum.back().term != count.term) sum.push_back({count.term, 0});
    sum.back().count += count.count;
  }
  return sum;
}

double alikeness(double common, double one, double other) {
  const double both = one + other;
  return both > 0 ? std::min(1.0, 2 * common / both) : 1.0;
}

TextPair::TextPair(const Plan& upper, const Plan& lower, const Lexicon& lexicon,
                   const CompareRules& rules) {
  std::vector<std::u32string> places = places_of(upper);
  std::ranges::move(places_of(lower), std::back_inserter(places));
  const ComparableForm form(lexicon, rules, places);
  Terms terms;
  upper_ = read_plan_text(upper, form, rules, terms);
  lower_ = read_plan_text(lower, form, rules, terms);

  std::vector<double> units_with(terms.size(), 0);
  for (const PlanText* plan : {&upper_, &lower_}) {
    for (const UnitText& unit : plan->units) {
      for (const Count& count : unit.bag) units_with[count.term] += 1;
    }
  }
  const auto units = static_cast<double>(upper_.units.size() + lower_.units.size());
  for (const double with : units_with) weights_.push_back(std::log1p(units / with));
  heaviest_ = std::log1p(units);
  weigh(upper_);
  weigh(lower_);
}

void TextPair::weigh(PlanText& plan) const {
  for (UnitText& unit : plan.units) unit.weight = weight(unit.bag);
  for (const Bag& item : plan.items) plan.item_weights.push_back(weight(item));
}

double TextPair::weight(const Bag& bag) const {
  double sum = 0;
  for (const Count& count : bag) sum += weights_[count.term] * count.count;
  return sum;
}

double TextPair::items_alike(std::size_t above, std::size_t below) const {
  const double whole = alikeness(overlap(upper_.items[above], lower_.items[below]),
                                 upper_.item_weights[above], lower_.item_weights[below]);
  const UnitText& one = upper_.units[upper_.plan.items[above].first_unit];
  const UnitText& other = lower_.units[lower_.plan.items[below].first_unit];
  const double headings = alikeness(overlap(one.bag, other.bag), one.weight, other.weight);
  return std::max(whole, (whole + headings) / 2);
}

double TextPair::overlap(const Bag& one, const Bag& other) const {
  double common = 0;
  auto left = one.begin();
  auto right = other.begin();
  while (left != one.end() && right != other.end()) {
    if (left->term < right->term) {
      ++left;
    } else if (right->term < left->term) {
      ++right;
    } else {
      common += weights_[left->term] * std::min(left->count, right->count);
      ++left;
      ++right;
    }
  }
  return common;
}

}  // namespace zhiheng::plan
