#pragma once
// How does each government score in a year, why, and how firm is its place? Schemes are declared in
// catalog/assessments; a score is computed from the records and explains itself.

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/decimal.h"
#include "base/result.h"
#include "base/words.h"
#include "catalog/catalog.h"
#include "cube/cube.h"
#include "registry/registry.h"

namespace zhiheng::assess {

/// What a score is computed from. The cube must have been refreshed.
struct Sources {
  registry::Registry* registry = nullptr;
  cube::Cube* cube = nullptr;
  const std::atomic<bool>* interrupted = nullptr;
};

/// What if …? Everything that a computation should take for granted instead of the records.
struct Supposition {
  struct Value {
    std::string region, node;
    Decimal value;  ///< in the unit in which the indicator is stored
  };
  struct Points {
    std::string node;
    Decimal points;  ///< the most it gives; its siblings share the rest as before
  };
  std::vector<Value> values;
  std::vector<Points> points;
  std::vector<std::string> excluded;  ///< "register/key": records that are left out
  [[nodiscard]] bool empty() const { return values.empty() && points.empty() && excluded.empty(); }
};

/// "620100/food_pass_rate=97.5%", "620100/food_pass_rate=0.975", "weight:food_pass_rate=20". A
/// number over one stands for per cent where the indicator is a share.
/// @fails  assess.what_if_wrong, assess.node_unknown
[[nodiscard]] Result<void> suppose(Supposition& all, const catalog::Catalog& catalog,
                                   const catalog::Scheme& scheme, std::string_view text);

/// One record that a number rests on.
struct Evidence {
  std::string register_name, key, title;
};

/// What the points of a node come from.
enum class Basis {
  parts,       ///< the nodes below
  measured,    ///< the records
  reviewed,    ///< a value that reviewers established
  overridden,  ///< points that reviewers established
  supposed,    ///< a what-if
  missing,     ///< there is no value
};
[[nodiscard]] std::string_view name_of(Basis basis);

/// What the government said of itself.
struct Claim {
  std::optional<Decimal> value, points;
  std::string statement;
  std::vector<std::string> evidence;
  bool differs = false;  ///< from the points given, by more than the scheme tolerates
};

struct Review {
  std::optional<Decimal> value, points;
  std::string finding;
};

struct NodeScore {
  Decimal points, maximum;
  std::optional<Decimal> points_low, points_high;  ///< by the interval of the data alone
  std::optional<Decimal> value, low, high, previous;
  std::int64_t records = 0;
  Basis basis = Basis::missing;
  std::string note;  ///< of the indicator: "too_few", …
  Words how;
  std::string register_name, query;  ///< an expression whose records the value comes from
  std::vector<Evidence> evidence;    ///< for counted records, the first hundred
  std::optional<Claim> claim;
  std::optional<Review> review;
};

struct EventScore {
  std::int64_t records = 0;
  Decimal points;  ///< signed; zero for a veto
  bool applies = false;
  Words how;
  std::string register_name, query;
  std::vector<Evidence> evidence;
};

struct Spread {
  Decimal low, high;              ///< of the total
  Decimal place_low, place_high;  ///< best and worst plausible place
  Decimal mean_place;
  Decimal stability;                 ///< part of the simulations with the same place
  std::vector<Decimal> probability;  ///< of each grade, best first
};

/// The score sheet of one government.
struct Sheet {
  std::string region;
  std::string name;
  std::vector<NodeScore> nodes;     ///< as in Scheme::nodes
  std::vector<EventScore> events;   ///< as in Scheme::events
  Decimal subtotal;                 ///< of the tree
  Decimal bonus, deductions;        ///< after their caps
  Decimal total;                    ///< what counts; after the limit of a veto
  Decimal graded_total;             ///< rounded to grade_places
  std::size_t grade = 0;            ///< position in Scheme::grades
  std::vector<std::string> vetoes;  ///< ids of those that apply
  int place = 0;                    ///< 1: the highest total; equal totals share the best place
  std::optional<Spread> spread;
};

struct Assessment {
  const catalog::Scheme* scheme = nullptr;
  int year = 0;
  Date from, to;
  std::int64_t position = 0;  ///< newest commit that was counted
  std::vector<Sheet> sheets;  ///< by region code
  std::vector<Words> remarks;
  bool supposed = false;

  [[nodiscard]] const Sheet* find(std::string_view region) const;
};

/// The version of the scheme in force on the first day of the assessment year.
/// @fails  assess.scheme_unknown
[[nodiscard]] Result<const catalog::Scheme*> scheme_of(const catalog::Catalog& catalog,
                                                       const std::string& name, int year);

/// Scores every government right below the assessor.
/// @fails  assess.nobody_assessed, and what indicators and registers refuse
[[nodiscard]] Result<Assessment> score(const Sources& sources, const catalog::Scheme& scheme,
                                       int year, const Supposition& supposition = {},
                                       bool with_spread = true);

/// Where two computations of the same scheme differ: a node, an event, or the total.
struct NodeDifference {
  std::string region;
  std::string node;  ///< id; empty: the total
  Decimal before, after;
  std::optional<Decimal> value_before, value_after;
};
[[nodiscard]] std::vector<NodeDifference> differences(const Assessment& before,
                                                      const Assessment& after);

/// Whether somebody may see any score at all.
/// @fails  registry.not_allowed
[[nodiscard]] Result<void> may_see(const registry::Registry& registry,
                                   const registry::Person& person);
/// Takes away the sheets that the person may not see; places and their uncertainty too, unless all
/// sheets stay: they tell about the others.
/// @fails  registry.not_allowed
[[nodiscard]] Result<void> limit_to_visible(Assessment& made, const registry::Registry& registry,
                                            const registry::Person& person);
/// Whether somebody may freeze and publish: writes sheets for the whole area of the assessor.
/// @fails  registry.not_allowed
[[nodiscard]] Result<void> may_freeze(const registry::Registry& registry,
                                      const registry::Person& person,
                                      const catalog::Scheme& scheme);

enum class Detail { totals, whole };
/// @param region  only this sheet; empty: all
[[nodiscard]] std::string to_json(const Assessment& assessment, const catalog::Catalog& catalog,
                                  std::string_view region = {}, Detail detail = Detail::whole);
[[nodiscard]] std::string to_json(const std::vector<NodeDifference>& all);
[[nodiscard]] std::string list_json(const catalog::Catalog& catalog);

}  // namespace zhiheng::assess
