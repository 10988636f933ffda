#pragma once
// A tree as SQL that gives on every engine what evaluate() gives.

#include <string_view>

#include "base/sql.h"
#include "expr/node.h"

namespace zhiheng::expr {

/// Literals and whatever does not depend on the record are bound; only names that the register
/// declares, operators and numbers of our own stand in the text.
/// @cost  at most proportional to Node::weight
[[nodiscard]] Sql emit(const Node& root, Dialect dialect, Date today, std::string_view prefix);

}  // namespace zhiheng::expr
