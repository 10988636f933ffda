#pragma once
// Of which rows somebody is told more than everybody.

#include "registry/registry.h"

namespace zhiheng::registry {

/// Among the rows that `access` covers those of which it tells more than everybody is told, as SQL;
/// empty text: all.
[[nodiscard]] Sql rows_told_of(const Access& access, const catalog::Register& of);

}  // namespace zhiheng::registry
