#pragma once
// The commands of this room.

#include <vector>

#include "base/verb.h"

namespace zhiheng::openid {

[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::openid
