#pragma once
// What this room offers on the command line.

#include <vector>

#include "base/verb.h"

namespace zhiheng::trace {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::trace
