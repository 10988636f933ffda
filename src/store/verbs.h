#pragma once
// The commands that look after a store.

#include <vector>

#include "base/verb.h"

namespace zhiheng::store {

/// backup, restore, audit verify, store status, store rebuild.
[[nodiscard]] std::vector<Verb> verbs();

}  // namespace zhiheng::store
