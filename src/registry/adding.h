#pragma once
// A record that does not wait in its first state: added and taken a step further at once.

#include <span>
#include <string>

#include "registry/registry.h"

namespace zhiheng::registry {

/// Both in one transaction: nobody finds the one without the other, whenever the program ends.
/// @return  what is wrong with the entry or the step in its errors; then nothing was written
/// @fails   as Registry::put and Registry::step; store.stale_version: there is such a record
[[nodiscard]] Result<Answer> add_and_step(Registry& registry, const Person& person,
                                          const catalog::Register& of,
                                          std::span<const std::string> columns, Entry entry,
                                          const std::string& step);

}  // namespace zhiheng::registry
