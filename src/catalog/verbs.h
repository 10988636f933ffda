#pragma once
// The commands of this room.

#include <vector>

#include "base/verb.h"

namespace zhiheng::catalog {

/// `catalog check`, `catalog list`, `coverage`.
[[nodiscard]] std::vector<Verb> verbs();

/// `calendar day`, `calendar end`, `calendar between`.
[[nodiscard]] std::vector<Verb> calendar_verbs();

}  // namespace zhiheng::catalog
