#pragma once
// What became of a plan in the plan of the level below it: which items and sentences answer each
// other, what was kept, changed, lost and gained on the way, and why it is said so.

#include <string>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "plan/compare_rules.h"
#include "plan/plan.h"

namespace zhiheng::plan {

/// What the lower plan made of an item or a sentence; defined in docs/plan-compare.md.
enum class Relation {
  kept,
  localised,
  narrowed,
  extended,
  changed,
  merged,
  split,
  moved,
  dropped,
  added
};

/// A heading or a sentence: the unit in which plans are compared.
struct ComparedUnit {
  Span span = {};
  std::size_t item = 0;   ///< index into ComparedPlan::items
  std::size_t place = 0;  ///< 0 the heading; sentences and bullets from 1
};

/// An item, or a passage of an outline that has no items.
struct ComparedItem {
  std::size_t number = 0;  ///< as printed where each item has its own number, else the place from 1
  std::size_t section = 0;  ///< place in Plan::sections, from 1; 0 outside of all
  Span span = {}, marker = {}, title = {};
  std::size_t first_unit = 0, units = 0;
};

struct ComparedPlan {
  std::vector<ComparedItem> items = {};
  std::vector<ComparedUnit> units = {};
};

/// Who answered above and who answers below, by the names with their places.
struct PartyChange {
  struct Kept {
    std::string upper, lower;  ///< counterparts
  };
  std::vector<Kept> kept = {};
  std::vector<std::string> dropped = {}, added = {};
};

/// Why a relation is said. Spans of `lost` and `shared` are in the upper plan, `gained` in the
/// lower.
struct Reasons {
  double answered = 0;            ///< share of the upper item found below, by weight
  double taken = 0;               ///< share of the lower text that comes from the upper item
  std::vector<Span> shared = {};  ///< the heaviest common wordings
  std::vector<Span> lost = {};    ///< tasks that nothing below answers
  std::vector<Span> gained = {};  ///< tasks below that come from no item above
  std::vector<std::string> local_upper = {}, local_lower = {};      ///< words of place that differ
  std::vector<std::string> numbers_upper = {}, numbers_lower = {};  ///< numbers that differ
  std::vector<std::size_t> together = {};  ///< other upper items that went to the same lower item
  bool heading_replaced = false;           ///< the headings name different objects
  bool heading_lost = false;               ///< the heading of the upper item stands nowhere below
  bool numbers_replaced = false;           ///< other numbers stand in place of those above
  bool responsibility_passed = false;      ///< no body that led above leads or takes part below
  bool theme_only = false;                 ///< one theme, but no sentence answers another
  bool other_section = false;              ///< stands below another section than its own
};

struct ItemPair {
  std::size_t upper = 0;                ///< index into the upper items
  std::vector<std::size_t> lower = {};  ///< indices into the lower items; empty when dropped
  Relation relation = Relation::dropped;
  double similarity = 0;  ///< common weight over mean weight of what answers each other, 0..1
  PartyChange parties = {};
  Reasons reasons = {};
};

struct SentencePair {
  std::size_t upper = 0;
  std::vector<std::size_t> lower = {};
  Relation relation = Relation::dropped;
  double similarity = 0;
};

struct Crosswalk {
  ComparedPlan upper = {}, lower = {};
  std::vector<ItemPair> pairs = {};           ///< one for each upper item, in order
  std::vector<SentencePair> sentences = {};   ///< one for each upper unit, in order
  std::vector<std::size_t> added = {};        ///< lower items that answer no upper item
  std::vector<std::size_t> added_units = {};  ///< lower units that answer no upper unit
};

/// Aligns two plans, many to many. Plans without items are compared by the passages of their
/// outline; where there are none either, everything on the other side is dropped or added.
///
/// Pure and deterministic: the same plans and rules give the same crosswalk.
/// @cost  linear in the texts times a bounded number of candidates per sentence
[[nodiscard]] Crosswalk compare(const Plan& upper, const Plan& lower, const Lexicon& lexicon,
                                const CompareRules& rules);

/// The crosswalk as one JSON document: the members of docs/plan-compare.md.
[[nodiscard]] std::string to_json(const Crosswalk& crosswalk, const Plan& upper, const Plan& lower);

/// One sentence that says why the pair has its relation.
[[nodiscard]] std::string explain(const ItemPair& pair, const Crosswalk& crosswalk,
                                  const Plan& upper, const Plan& lower, Language language);

[[nodiscard]] std::string_view name_of(Relation relation);
[[nodiscard]] Words title_of(Relation relation);

}  // namespace zhiheng::plan
