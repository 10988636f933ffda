#pragma once
// Which body does a name mean? Places before names, inherited places, collective parties.

#include <map>

#include "plan/plan.h"

namespace zhiheng::plan {

/// A name taken apart: "省政府国资委" is 省政府 + 国资委.
struct NameParts {
  std::u32string place;                  ///< "省", "省政府", "河南"; "" when none is printed
  const Authority* authority = nullptr;  ///< null when the tables do not know it
};
[[nodiscard]] NameParts name_parts(const Lexicon& lexicon, std::u32string_view name);

/// Whether a name stands for several bodies: 国务院有关部门, 成员单位.
[[nodiscard]] bool is_collective(const Lexicon& lexicon, std::u32string_view name);

/// Fills plan.parties and the party of each assignment; reports clauses that begin without a place.
void resolve_parties(const Lexicon& lexicon, Plan& plan);

}  // namespace zhiheng::plan
