#pragma once
// A plan from a file.

#include "plan/plan.h"

namespace zhiheng::plan {

/// Reads and parses a plain text file, UTF-8 or GB 18030, which is recognised. Errors name the
/// file.
///
/// @fails  file_unreadable, not_text, text_empty, text_too_large
[[nodiscard]] Result<Plan> read_plan(const std::string& path, const Lexicon& lexicon);

}  // namespace zhiheng::plan
