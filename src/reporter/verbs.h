#pragma once
// The commands of this room.

#include <vector>

#include "base/verb.h"

namespace zhiheng::reporter {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::reporter
