#pragma once
// Commands of this room: deliver.

#include <vector>

#include "base/verb.h"

namespace zhiheng::deliver {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::deliver
