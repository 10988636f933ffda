#pragma once
// Every command of the program, in the order of the table of contents.

#include <vector>

#include "base/verb.h"
#include "cli/manual.h"

namespace zhiheng::cli {

[[nodiscard]] std::vector<Section> all_sections();
[[nodiscard]] std::vector<Verb> all_verbs();

}  // namespace zhiheng::cli
