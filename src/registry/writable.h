#pragma once
// May this record be written at all, in its present state?

#include "base/result.h"
#include "catalog/register.h"
#include "registry/access.h"
#include "store/store.h"

namespace zhiheng::registry {

/// @fails  registry.not_own, registry.handed_in, registry.outside_region
[[nodiscard]] Result<void> check_place(const Access& access, const catalog::Register& of,
                                       const store::Version& present);

}  // namespace zhiheng::registry
