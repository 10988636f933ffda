#pragma once
// One box for everything: in which registers something is found, as far as somebody may see it.

#include <string_view>
#include <vector>

#include "registry/names.h"

namespace zhiheng::portal {

struct FoundIn {
  const catalog::Register* of = nullptr;
  registry::Page page;         ///< `next` is empty when these are all
  registry::Names names = {};  ///< of what these records point to, as far as the person may see it
};

/// A credit code, a product code or a number is looked for as it stands, and only where it stands
/// nowhere, like a name, anywhere in the searchable fields. Registers about firms and products come
/// first.
///
/// @param text  2 to 100 characters
/// @param each  records of each register, newest first
/// @fails  portal.look_up_wrong
/// @cost   a code: one look into an index for each field; a name: one pass over each register
[[nodiscard]] Result<std::vector<FoundIn>> look_up(registry::Registry& registry,
                                                   const registry::Person& person,
                                                   std::string_view text, int each);

}  // namespace zhiheng::portal
