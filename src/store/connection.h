#pragma once
// One connection to a database: the thin part that differs between SQLite and PostgreSQL.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "store/chunk.h"
#include "store/digest.h"
#include "store/layout.h"

namespace zhiheng::store {

struct Bytes {
  std::string bytes;
};

/// A value of a statement; beyond a field's value, raw bytes and record ids.
using Parameter = std::variant<Value, Bytes, Uuid>;

/// A row of an answer. Views are valid until the next row.
class Cursor {
 public:
  virtual ~Cursor() = default;
  [[nodiscard]] virtual bool null(int column) const = 0;
  [[nodiscard]] virtual std::int64_t integer(int column) const = 0;    ///< booleans too
  [[nodiscard]] virtual std::string_view bytes(int column) const = 0;  ///< text, bytes, ids
  [[nodiscard]] virtual Timestamp timestamp(int column) const = 0;
  [[nodiscard]] virtual Value value(int column, const Column& type) const = 0;
};

/// False stops the query.
using EachRow = std::function<Result<bool>(const Cursor&)>;

/// Where the newest version of a record stands, as `<table>_current` keeps it.
struct Current {
  std::string key;
  Uuid id;
  std::int64_t seq = 0;  ///< 0: no such entry
  int version = 0;
  std::string state;
  bool deleted = false;
  Fingerprint fingerprint{};
};

class Connection {
 public:
  virtual ~Connection() = default;

  /// Statements without values.
  virtual Result<void> run(const std::string& script) = 0;
  virtual Result<void> query(const std::string& sql, std::span<const Parameter> values,
                             const EachRow& row) = 0;
  /// As query, but broken off when it takes longer than so many milliseconds (0: never): then
  /// false.
  virtual Result<bool> query_within(const std::string& sql, std::span<const Parameter> values,
                                    int milliseconds, const EachRow& row) = 0;
  Result<void> execute(const std::string& sql, std::span<const Parameter> values);

  /// Starts a transaction and takes the one writer's place of the database.
  /// @fails  store.busy, store.unavailable
  virtual Result<void> begin_write() = 0;
  /// A snapshot: later reads see the same state.
  virtual Result<void> begin_read() = 0;
  virtual Result<void> commit() = 0;
  virtual void rollback() = 0;
  /// From another thread: what runs now fails soon.
  virtual void interrupt() {}
  /// Whether the connection can still be used.
  [[nodiscard]] virtual bool usable() const = 0;

  /// One entry per key, in their order; seq 0 where there is none.
  virtual Result<std::vector<Current>> find_current(const Layout& layout,
                                                    std::span<const std::string_view> keys) = 0;
  /// Whole rows by seq, or the newest by id, in any order (columns as in select_list).
  virtual Result<void> load_by_seq(const Layout& layout, std::span<const std::int64_t> seqs,
                                   const EachRow& row) = 0;
  virtual Result<void> load_newest(const Layout& layout, std::span<const Uuid> ids,
                                   const EachRow& row) = 0;
  /// Writes the versions, marks the ones they supersede, and points `current` at the newest.
  virtual Result<void> store(const Layout& layout, const Chunk& chunk) = 0;
  /// Adds entries to `current` that are known to be missing.
  virtual Result<void> add_current(const Layout& layout, std::span<const Current> entries) = 0;

  [[nodiscard]] virtual Dialect dialect() const = 0;
};

/// Columns of `layout.relation` in the order that `read_version` takes them; all columns of the
/// database, or only the declared ones.
[[nodiscard]] std::string select_list(const Layout& layout, bool all, std::string_view alias = "");
[[nodiscard]] Version read_version(const Cursor& row, const Layout& layout, bool all);
/// How many columns select_list has.
[[nodiscard]] int select_width(const Layout& layout, bool all);

[[nodiscard]] Uuid read_uuid(std::string_view bytes);
/// The entry of a key from six columns, beginning at `first`: id, seq, version, state, deleted,
/// fingerprint.
[[nodiscard]] Current read_current(const Cursor& row, int first, std::string_view key);
[[nodiscard]] Digest read_digest(std::string_view bytes);

/// What a connection is for.
enum class Use {
  write,  ///< the writer's: many pages kept in memory
  read,   ///< one of the pool's
  fold,   ///< folds the log and reads nothing
  look    ///< of a store that was opened for reading only
};

/// @param log_pages  where a writer says after each commit how many pages the log has then; may be
///                   null
Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& file, Use use,
                                                   int patience_ms,
                                                   std::atomic<std::uint32_t>* log_pages);
Result<std::unique_ptr<Connection>> connect_postgres(const Location& location);

}  // namespace zhiheng::store
