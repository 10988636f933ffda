#pragma once
// Every command of the program, in the order of the table of contents.

#include <vector>

#include "base/verb.h"

namespace zhiheng::cli {

[[nodiscard]] std::vector<Verb> all_verbs();

}  // namespace zhiheng::cli
