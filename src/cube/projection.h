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
  /// Not 0: made here from the first digits of a code, as an INTEGER. Grouping by numbers is
  /// several times faster than by parts of texts.
  std::size_t digits = 0;
};

/// A register as it stands in the cube: id, state, recorded_at, then _commit (which brought the
/// record, or 0 when it was counted in the summaries as it came), then these. Beside a region stand
/// "region:province" and "region:prefecture" (62, 6201), beside an industry "industry:division".
struct Relation {
  std::string name;
  std::vector<RelationColumn> columns;
};

/// The relations of all registers that the store knows and an indicator counts; personal fields are
/// left out.
[[nodiscard]] std::vector<Relation> relations(const catalog::Catalog& catalog,
                                              const store::Store& store);

/// The column as SQL over the store's own: itself, or the number made from its first digits.
[[nodiscard]] std::string source_sql(const RelationColumn& column);

/// CREATE TABLE for DuckDB.
[[nodiscard]] std::string create_table(const Relation& relation, const std::string& table);

/// Equal for equal relations: a cube laid out otherwise is built again.
[[nodiscard]] std::string layout(const std::vector<Relation>& relations);

}  // namespace zhiheng::cube
