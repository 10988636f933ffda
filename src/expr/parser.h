#pragma once
// From text to a checked tree, by recursive descent. Grammar: docs/expression-language.md.

#include <span>
#include <string_view>

#include "base/result.h"
#include "expr/node.h"

namespace zhiheng::expr {

/// Bytes that an expression may have.
inline constexpr std::size_t length_limit = 65'536;

/// @fails  all of failures.h, base.text_not_utf8
/// @cost   linear in the text, times the number of fields
[[nodiscard]] Result<NodePtr> parse_tree(std::string_view text, std::span<const Field> fields);

}  // namespace zhiheng::expr
