#pragma once
// The apostrophe that keeps a spreadsheet from running a text of a CSV file as a formula.
//
// An export sets it before what looks like a formula, apostrophes that stand there already not
// counted; an import of such a file takes one away from the same cells. So each text comes back as
// it was, "'=1" too.

#include <string_view>

namespace zhiheng::intake {

/// Whether a spreadsheet might run this text as a formula: it starts with = + - @, their
/// full-width forms, a tab or a line end, and is no plain number.
/// @source  OWASP, CSV Injection
[[nodiscard]] bool looks_like_formula(std::string_view text);

/// Whether an export sets the guard: a formula behind any number of apostrophes.
[[nodiscard]] bool wants_guard(std::string_view text);

/// Whether this is a text with its guard.
[[nodiscard]] bool is_guarded(std::string_view text);

}  // namespace zhiheng::intake
