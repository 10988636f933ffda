#pragma once
// The commands of this room.

#include <vector>

#include "base/verb.h"

namespace zhiheng::api {

/// `serve`, `openapi`.
[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::api
