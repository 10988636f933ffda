#pragma once
// The commands `zhiheng plan …`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::plan {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::plan
