#pragma once
// The commands `zhiheng code …` and `zhiheng gs1 …`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::code {

/// code check, code region, code industry; gs1 parse, gs1 normalise, gs1 translate.
[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::code
