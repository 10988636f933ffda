#pragma once
// The commands `zhiheng code …`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::code {

/// code check, code region, code industry.
[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::code
