#pragma once
// What a list demands of single columns, for whoever looks for an index that leads to its records.

#include <optional>
#include <string>
#include <vector>

#include "registry/inside.h"
#include "store/listing.h"

namespace zhiheng::registry {

/// What a filter demands of single fields.
/// @fails  as filter_condition
[[nodiscard]] Result<std::vector<store::Narrowing>> filter_narrowings(const Access& access,
                                                                      const catalog::Register& of,
                                                                      const std::string& text,
                                                                      Dialect dialect);

/// The part of rows_within that is about one column, if there is such a part.
[[nodiscard]] Result<std::optional<store::Narrowing>> narrowed_by_access(
    const Access& access, const catalog::Register& of, Dialect dialect);

}  // namespace zhiheng::registry
