#pragma once
// DuckDB as this room needs it: a file, connections that answer queries, an appender for versions.

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "base/value.h"
#include "cube/cube.h"
#include "cube/projection.h"
#include "store/store.h"

// NOLINTBEGIN(bugprone-reserved-identifier, readability-identifier-naming): DuckDB's names
struct _duckdb_database;
struct _duckdb_connection;
struct _duckdb_prepared_statement;
// NOLINTEND(bugprone-reserved-identifier, readability-identifier-naming)

namespace zhiheng::cube {

/// One connection; for one thread at a time.
class DuckConnection {
 public:
  explicit DuckConnection(_duckdb_connection* connection) : connection_(connection) {}
  ~DuckConnection();
  DuckConnection(const DuckConnection&) = delete;
  DuckConnection& operator=(const DuckConnection&) = delete;

  /// @fails  cube.damaged, cube.query_refused, cube.out_of_memory, cube.interrupted
  Result<Table> query(const Sql& sql, const std::atomic<bool>* stop = nullptr);
  /// The same, with the plan kept for the next time.
  Result<Table> query_again(const Sql& sql);
  Result<void> run(const std::string& sql);

  [[nodiscard]] _duckdb_connection* handle() const { return connection_; }

 private:
  Result<_duckdb_prepared_statement*> prepared(const Sql& sql);
  Result<Table> execute(_duckdb_prepared_statement* statement, const Sql& sql,
                        const std::atomic<bool>* stop);

  _duckdb_connection* connection_;
  std::map<std::string, _duckdb_prepared_statement*> kept_;
};

/// An open database file.
class DuckFile {
 public:
  /// @fails  cube.damaged when the file is there and cannot be read
  static Result<std::unique_ptr<DuckFile>> open(const std::string& file);
  explicit DuckFile(_duckdb_database* database) : database_(database) {}
  ~DuckFile();
  DuckFile(const DuckFile&) = delete;
  DuckFile& operator=(const DuckFile&) = delete;

  Result<std::unique_ptr<DuckConnection>> connect();

 private:
  _duckdb_database* database_;
};

/// Appends versions to a table made by `create_table`, in chunks; part of the connection's
/// transaction.
class DuckAppender {
 public:
  static Result<DuckAppender> open(DuckConnection& connection, const Relation& relation,
                                   const std::string& table);
  ~DuckAppender();
  DuckAppender(DuckAppender&&) noexcept;

  /// @param commit  for the column _commit: see Relation
  Result<void> append(const store::Version& version, std::int64_t commit);
  /// Hands over what is left. Nothing may be appended after it.
  Result<void> finish();

 private:
  struct Inside;
  explicit DuckAppender(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace zhiheng::cube
