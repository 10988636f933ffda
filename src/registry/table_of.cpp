// A register as a table of the store.

#include <algorithm>

#include "registry/inside.h"

namespace zhiheng::registry {
namespace {

/// Behind the columns that an index is for stands the id, which settles the order of pages, and
/// then what most lists are limited by: so they are gone through without a look at the records.
std::vector<std::string> with_what_limits_lists(std::vector<std::string> index,
                                                const catalog::Register& of) {
  for (const std::string& column : {std::string("id"), of.region_field, std::string("state")}) {
    if (!column.empty() && std::ranges::find(index, column) == index.end()) {
      index.push_back(column);
    }
  }
  return index;
}

}  // namespace

store::Table table_of(const catalog::Register& of) {
  store::Table table{.name = of.name, .columns = {}, .key = of.key, .indexes = of.indexes};
  table.initial_state = of.initial_state();
  for (const auto& field : of.fields) {
    table.columns.push_back({.name = field.name,
                             .storage = field.storage(),
                             .scale = field.storage() == Storage::decimal ? field.scale : 0,
                             .encrypted = field.personal});
  }
  // Which step led to a version: "accept@4". The number tells it from versions that only kept it.
  table.columns.push_back({.name = std::string(taken_step), .storage = Storage::text});
  // What points to a record is listed by it, whether or not the declaration thought of it; so is
  // what belongs to a firm or an officer.
  for (const auto& field : of.fields) {
    const bool points = field.type == catalog::FieldType::record && !field.list;
    const bool belongs = field.name == of.holder || field.name == of.handler;
    const bool indexed = std::ranges::any_of(of.indexes, [&](const auto& index) {
      return !index.empty() && index.front() == field.name;
    });
    if ((points || belongs) && !indexed) table.indexes.push_back({field.name});
  }
  for (auto& index : table.indexes) index = with_what_limits_lists(std::move(index), of);
  return table;
}

}  // namespace zhiheng::registry
