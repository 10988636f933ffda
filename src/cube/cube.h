#pragma once
// Columns for counting: the newest version of every record, kept up with the change feed, in
// DuckDB; or the same tables as views in PostgreSQL.
//
// A register `spot_check` is the relation "spot_check" with the columns id, state, recorded_at and
// its declared fields (personal ones left out). Disposable: anything wrong with it, and it is
// built again from the feed.

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
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

/// Counts and sums kept beside the records of a register, in DuckDB; see docs/decisions/0007. A
/// question that names nothing but its keys gets the same answer from it.
struct Summary {
  std::string table;                    ///< as SQL; may have several lines with the same keys
  std::vector<std::string> keys;        ///< its columns: "motive", "sampled_on:month" …
  std::vector<std::string> indicators;  ///< whose numbers it has, as "NAME.n" and so on
  std::int64_t lines = 0;               ///< about how many
};

enum class Engine { duckdb, postgresql };

class Cube {
 public:
  virtual ~Cube() = default;
  /// Takes in what the store committed since last time. Returns the newest commit included.
  virtual Result<std::int64_t> refresh(const std::atomic<bool>* stop = nullptr) = 0;
  /// Runs a query in the common subset of DuckDB and PostgreSQL; from many threads. Waits for the
  /// first refresh, and heals the cube when its file turns out to be damaged.
  /// @fails  cube.query_refused, cube.number_too_large, cube.out_of_memory, cube.interrupted,
  /// cube.unavailable
  virtual Result<Table> query(const Sql& sql, const std::atomic<bool>* stop = nullptr) = 0;
  /// Throws everything away and reads the feed from its start.
  virtual Result<void> rebuild(const std::atomic<bool>* stop = nullptr) = 0;
  /// What stands beside the records of a register, the shortest first.
  [[nodiscard]] virtual std::vector<Summary> summaries(const std::string& register_name) const {
    static_cast<void>(register_name);
    return {};
  }
  /// Something was put off until commits are further apart; a later `refresh` will do it. Answers
  /// are right meanwhile.
  [[nodiscard]] virtual bool behind() const { return false; }
  [[nodiscard]] virtual Dialect dialect() const = 0;
  [[nodiscard]] virtual std::int64_t position() const = 0;  ///< newest commit included
  /// Where it is kept: the file, or "schema cube".
  [[nodiscard]] virtual std::string place() const = 0;
};

/// Opens the cube of a store and throws it away when it does not fit the store or the catalog any
/// more; `refresh` fills it. DuckDB keeps it in `folder`/cube (another process at the same time
/// gets a copy of its own); with Engine::postgresql the queries run in the store's own database.
///
/// Memory and threads of DuckDB: ZHIHENG_CUBE_MEMORY ("2GB"), ZHIHENG_CUBE_THREADS.
/// @fails  cube.unavailable, cube.engine_not_possible (PostgreSQL asked for, store embedded)
[[nodiscard]] Result<std::unique_ptr<Cube>> open(std::shared_ptr<const catalog::Catalog> catalog,
                                                 store::Store& store,
                                                 const store::Location& location,
                                                 Engine engine = Engine::duckdb);

}  // namespace zhiheng::cube
