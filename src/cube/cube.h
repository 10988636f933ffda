#pragma once
// Columns for counting: the newest version of every record, kept up with the change feed, in
// DuckDB; or the same tables as views in PostgreSQL.
//
// A register `spot_check` is the relation "spot_check" with the columns id, state, recorded_at and
// its declared fields (personal ones left out). Disposable: anything wrong with it, and it is
// built again from the feed.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "catalog/catalog.h"
#include "store/store.h"

namespace zhiheng::cube {

/// The answer to a query: a cell per column; reals are doubles here, unlike in a record.
using Cell =
    std::variant<std::monostate, bool, std::int64_t, double, Decimal, Date, Timestamp, std::string>;
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
};

enum class Engine { duckdb, postgresql };

class Cube {
 public:
  virtual ~Cube() = default;
  /// Takes in what the store committed since last time. Returns the newest commit included.
  virtual Result<std::int64_t> refresh() = 0;
  /// Runs a query in the common subset of DuckDB and PostgreSQL; from many threads.
  virtual Result<Table> query(const Sql& sql, const std::atomic<bool>* interrupted = nullptr) = 0;
  /// Throws everything away and reads the feed from its start.
  virtual Result<void> rebuild() = 0;
  [[nodiscard]] virtual Dialect dialect() const = 0;
  [[nodiscard]] virtual std::int64_t position() const = 0;  ///< newest commit included
};

/// Opens the cube of a store. DuckDB keeps it in `folder`/cube (another process at the same time
/// gets a copy of its own); with Engine::postgresql the queries run in the store's own database.
[[nodiscard]] Result<std::unique_ptr<Cube>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                                 store::Store& store,
                                                 const store::Location& location,
                                                 Engine engine = Engine::duckdb);

}  // namespace zhiheng::cube
