#pragma once
// `zhiheng cube status` and `zhiheng cube rebuild`.

#include <vector>

#include "base/verb.h"

namespace zhiheng::cube {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::cube
