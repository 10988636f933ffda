#pragma once
// How far is the procedure of each government, and what is due? Terms are those of the scheme.

#include <string>
#include <vector>

#include "assess/assess.h"

namespace zhiheng::assess {

struct Due {
  const catalog::AssessmentTerm* term = nullptr;
  Date since;
  std::optional<Date> due;  ///< none: the calendar has no notice for that year yet
  std::optional<Date> done;
  std::string standing;  ///< "open", "overdue", "in_time", "late", "unknown"
};

struct Case {
  std::string region, name, state;
  Words state_title;
  std::vector<Due> dues;  ///< terms that have begun
};

/// The procedures that the person may see, by region.
/// @fails  registry.not_allowed
[[nodiscard]] Result<std::vector<Case>> cases(registry::Registry& registry,
                                              const registry::Person& person,
                                              const catalog::Scheme& scheme, int year, Date today);

[[nodiscard]] std::string to_json(const std::vector<Case>& cases);

}  // namespace zhiheng::assess
