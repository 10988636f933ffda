#pragma once
// `zhiheng indicator`, `indicator list`, `target status`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::indicator {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::indicator
