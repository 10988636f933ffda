#pragma once
// What this room offers on the command line.

#include <vector>

#include "base/verb.h"

namespace zhiheng::analysis {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::analysis
