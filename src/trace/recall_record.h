#pragma once
// The record of a recall, kept in the register `recall`, says what its scope was.

#include <string>

#include "registry/registry.h"
#include "trace/recall_scope.h"

namespace zhiheng::trace {

/// The register of recalls.
inline constexpr std::string_view recall_register = "recall";

/// Writes lots, number of things and receivers into the recall with this source and number, or
/// begins one; its other fields stay as they are.
/// @return  id of the record
/// @fails   registry.register_unknown, registry.not_allowed, and the first that the register
/// refuses
[[nodiscard]] Result<std::string> record_scope(registry::Registry& registry,
                                               const registry::Person& person,
                                               const std::string& source, const std::string& number,
                                               const Chain& chain, const RecallScope& scope);

}  // namespace zhiheng::trace
