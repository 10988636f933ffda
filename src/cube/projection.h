#pragma once
// Which columns of a register are in the cube, and how they are stored there.

#include <cstddef>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "store/store.h"

namespace zhiheng::cube {

struct RelationColumn {
  std::string name;
  Storage storage = Storage::text;
  int scale = 0;
  std::size_t position = 0;  ///< in the store's table
};

/// A register as it stands in the cube: id, state, recorded_at, then these.
struct Relation {
  std::string name;
  std::vector<RelationColumn> columns;
};

/// The relations of all registers that the store knows; personal fields are left out.
[[nodiscard]] std::vector<Relation> relations(const catalog::Catalog& catalog,
                                              const store::Store& store);

/// CREATE TABLE for DuckDB.
[[nodiscard]] std::string create_table(const Relation& relation, const std::string& table);

/// Equal for equal relations: a cube laid out otherwise is built again.
[[nodiscard]] std::string layout(const std::vector<Relation>& relations);

}  // namespace zhiheng::cube
