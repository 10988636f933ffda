#pragma once
// The conditions that people write over a register, as far as they may see it.

#include <string>

#include "base/sql.h"
#include "registry/access.h"

namespace zhiheng::registry {

/// Over the register's columns; empty text for an empty filter. What cannot be seen cannot be asked
/// about, and what is encrypted cannot be compared.
/// @fails  registry.wrong_type: no condition; the refusals of the expression
[[nodiscard]] Result<Sql> filter_condition(const Access& access, const catalog::Register& of,
                                           const std::string& text, Dialect dialect);

}  // namespace zhiheng::registry
