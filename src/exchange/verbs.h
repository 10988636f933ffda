#pragma once
// Commands of this room: import, export, example.

#include <vector>

#include "base/verb.h"

namespace zhiheng::exchange {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::exchange
