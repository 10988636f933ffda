#pragma once
// `zhiheng assess …`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::assess {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::assess
