#pragma once
// A question, checked against the catalog and taken apart: what is counted, by what, where, when.

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "indicator/indicator.h"

namespace zhiheng::indicator {

/// How much of a hierarchical code a dimension keeps.
enum class Level {
  whole,  ///< the value as it stands
  province,
  prefecture,
  county,
  section,
  division,
  group,
  industry_class,
};

[[nodiscard]] inline bool is_region(Level level) {
  return level == Level::province || level == Level::prefecture || level == Level::county;
}

struct Dimension {
  std::string name;                       ///< as asked: "region:province", "motive"
  std::string column;                     ///< of the register
  const catalog::Field* field = nullptr;  ///< null for `state`
  Level level = Level::whole;
  bool each = false;  ///< a list, its values one by one
  [[nodiscard]] bool of_region() const;
};

struct Plan {
  const catalog::Catalog* catalog = nullptr;
  const catalog::Indicator* indicator = nullptr;
  const catalog::Register* of = nullptr;
  std::vector<Dimension> by;      ///< as asked
  std::vector<Dimension> strata;  ///< of a stratified proportion, those not in `by`
  Grain grain = Grain::none;
  std::optional<Date> from, to;
  std::optional<Date> read_from;  ///< earlier than `from`: what changes are measured against
  std::string region;             ///< subtree, as its prefix: "62"
  std::optional<Date> regions_on;
  double confidence = 0.95;
  Date today;
  std::optional<expr::Expression> asked;        ///< a condition beside the declared one
  std::optional<catalog::Separation> separate;  ///< in force: only the counted values
};

/// @fails  as indicator::ask
[[nodiscard]] Result<Plan> make_plan(const catalog::Catalog& catalog, const Question& question);

/// A further condition over the register's public and not personal fields.
[[nodiscard]] Result<expr::Expression> parse_filter(const catalog::Register& of,
                                                    const std::string& text);

/// The digits that all codes of a subtree share: "62" for 620000.
[[nodiscard]] std::string region_prefix(std::string_view code);
/// A code of a level from its digits: "62" -> "620000".
[[nodiscard]] std::string region_code(std::string_view prefix);
/// Digits that a region code keeps at a level: 2, 4, 6.
[[nodiscard]] std::size_t region_digits(Level level);

}  // namespace zhiheng::indicator
