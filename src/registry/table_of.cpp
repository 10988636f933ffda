// A register as a table of the store.

#include <algorithm>

#include "registry/inside.h"

namespace zhiheng::registry {

store::Table table_of(const catalog::Register& of) {
  store::Table table{.name = of.name, .columns = {}, .key = of.key, .indexes = of.indexes};
  table.initial_state = of.initial_state();
  for (const auto& field : of.fields) {
    table.columns.push_back({.name = field.name,
                             .storage = field.storage(),
                             .scale = field.storage() == Storage::decimal ? field.scale : 0,
                             .encrypted = field.personal});
  }
  // The parts of a whole are listed by their owner, whether or not the declaration thought of it.
  for (const auto& field : of.fields) {
    const bool is_owner = !of.parent.empty() && field.target == of.parent;
    const bool indexed = std::ranges::any_of(of.indexes, [&](const auto& index) {
      return !index.empty() && index.front() == field.name;
    });
    if (is_owner && !indexed) table.indexes.push_back({field.name});
  }
  return table;
}

}  // namespace zhiheng::registry
