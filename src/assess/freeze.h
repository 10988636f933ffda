#pragma once
// Score sheets that stay as they are: written as records with the digest of the scheme and the
// position of the feed, made known to those entitled, and compared with what came later.

#include <string>
#include <vector>

#include "assess/assess.h"

namespace zhiheng::assess {

/// Writes every sheet as a new round of assessment_sheet and assessment_score, all or nothing.
/// @return  the number of the round, from 1
/// @fails   registry.not_allowed, assess.not_written
[[nodiscard]] Result<int> freeze(const Sources& sources, const Assessment& assessment,
                                 const registry::Person& person, Date today);

/// Makes the newest round known: its sheets take the step to `published`, and assessment_result
/// gets total, grade and place of each. Again changes nothing.
/// @return  how many governments
/// @fails   assess.not_frozen, registry.not_allowed, assess.not_written
[[nodiscard]] Result<int> publish(registry::Registry& registry, const catalog::Scheme& scheme,
                                  int year, const registry::Person& person, Date today);

/// The frozen sheets that the person may see; only points, values, totals and places are filled.
struct Frozen {
  int round = 0;
  std::int64_t position = 0;
  std::string digest;  ///< of the scheme then
  Assessment assessment;
};
/// @param round  0: the newest
/// @fails  assess.not_frozen; also when the person may not see any
[[nodiscard]] Result<Frozen> frozen(registry::Registry& registry, const registry::Person& person,
                                    const catalog::Scheme& scheme, int year, int round = 0);

}  // namespace zhiheng::assess
