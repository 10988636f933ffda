#pragma once
// The commands of this room, as data.

#include <vector>

#include "base/verb.h"

namespace zhiheng::document {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::document
