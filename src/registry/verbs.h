#pragma once
// Commands of this room: list, show, user.

#include <vector>

#include "base/verb.h"

namespace zhiheng::registry {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::registry
