#pragma once
// What did the user perhaps mean?

#include <span>
#include <string>
#include <string_view>

#include "expr/expr.h"

namespace zhiheng::expr {

/// Names of fields that look like what was typed: at most two letters differ. When there is none,
/// the typed word as a text, which is what people forget to quote, and the first few fields.
[[nodiscard]] std::string suggestions(std::string_view typed, std::span<const Field> fields);

}  // namespace zhiheng::expr
