#pragma once
// What this room offers on the command line.

#include <vector>

#include "base/verb.h"

namespace zhiheng::trace {

[[nodiscard]] std::vector<Verb> verbs();

/// Those that ask the chain of events; part of verbs().
[[nodiscard]] std::vector<Verb> chain_verbs();

}  // namespace zhiheng::trace
