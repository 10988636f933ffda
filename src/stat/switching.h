#pragma once
// Normal, tightened or reduced inspection for the next lot? The switching rules of a series of
// lots.

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "stat/acceptance_tables.h"

namespace zhiheng::stat {

/// The numbers in the rules; editions differ, so they are read from the catalog.
struct SwitchingRules {
  int tighten_at = 0;      ///< lots not accepted, among ...
  int tighten_within = 0;  ///< ... so many consecutive ones or fewer: normal to tightened
  int normal_after = 0;    ///< consecutive lots accepted: tightened to normal
  int discontinue_at = 0;  ///< lots not accepted on tightened, cumulative: stop
  int reduce_at = 0;       ///< switching score that allows reduced inspection
};

/// Columns "rule value", one row for each member above by its name.
/// @fails table_malformed
[[nodiscard]] Result<SwitchingRules> parse_switching_rules(std::string_view text);

/// Where a series of lots stands.
struct SwitchingState {
  Severity severity = Severity::normal;
  bool discontinued = false;  ///< no acceptance inspection until the supplier has improved
  std::uint32_t recent = 0;   ///< last lots on normal, one bit each, 1: not accepted
  int accepted_in_row = 0;    ///< on tightened
  int refused_on_tightened = 0;
  int score = 0;  ///< on normal

  friend bool operator==(const SwitchingState&, const SwitchingState&) = default;
};

/// What the original inspection of one lot said (resubmitted lots do not count).
struct LotResult {
  bool accepted = true;
  bool in_gap = false;  ///< reduced plans with a gap: accepted, but above the acceptance number
  int points = 0;       ///< earned for the switching score; 0 resets it. See switching_points
  bool steady = true;  ///< production is regular and nothing else speaks against reduced inspection
  bool reduced_agreed = false;  ///< the responsible authority agrees to reduced inspection
};

/// Points of a single plan: three if the lot would also have passed at the AQL one step tighter
/// (for an acceptance number of two or more), two if it passed (for zero and one), else none.
///
/// @param found             nonconforming in the sample
/// @param accept            acceptance number of the plan used
/// @param tighter_accept    acceptance number at the next tighter AQL, same letter
[[nodiscard]] int switching_points(std::int64_t found, std::int64_t accept,
                                   std::int64_t tighter_accept);

/// The state after one more lot. A discontinued series stays so.
///
/// @source ISO 2859-1:1999 and GB/T 2828.1-2012, clause 9.3
[[nodiscard]] SwitchingState after_lot(const SwitchingState& state, const LotResult& lot,
                                       const SwitchingRules& rules);

}  // namespace zhiheng::stat
