#pragma once
// Every command of the program, in the order of the table of contents.

#include <string>
#include <vector>

#include "base/verb.h"
#include "cli/manual.h"

namespace zhiheng::cli {

[[nodiscard]] std::vector<Section> all_sections();
[[nodiscard]] std::vector<Verb> all_verbs();

/// A text as it is, or {"text": …} where one JSON document was asked for.
void print_text(const Invocation& call, const std::string& text);

}  // namespace zhiheng::cli
