#pragma once
// Does a meeting keep the rules of procedure?

#include "plan/tracking.h"

namespace zhiheng::plan {

/// What the record of a meeting says beyond Meeting itself.
struct MeetingFacts {
  std::string decision = {};
  std::optional<std::int64_t> votes_for = {};
  std::int64_t absent = 0;
};

/// Fills findings and verdict from the rules in force on the day of the meeting.
void judge(Meeting& meeting, const MeetingFacts& more, const Rules& rules,
           const catalog::Catalog& catalog, Date today);

}  // namespace zhiheng::plan
