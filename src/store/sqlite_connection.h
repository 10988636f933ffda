#pragma once
// SQLite behind store::Connection. Only for sqlite_*.cpp: sessions, transactions and questions
// stand in sqlite_connection.cpp, look-ups by key and new versions in sqlite_writing.cpp.

#include <chrono>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/sqlite_statement.h"

namespace zhiheng::store {

/// The statements that write into one table.
struct TableStatements {
  const Layout* layout = nullptr;
  mutable std::vector<bool> bound;  ///< columns that `insert` holds a value of
  SqliteStatement insert, supersede, find, point, repoint, erase;
};

class SqliteConnection final : public Connection {
 public:
  SqliteConnection(sqlite3* database, int patience_ms)
      : database_(database), patience_ms_(patience_ms) {}
  ~SqliteConnection() override;

  /// From now on this connection and others that wait for it take turns at writing.
  void take_turns(const std::string& file);

  Result<void> run(const std::string& script) override;
  Result<void> query(const std::string& sql, std::span<const Parameter> values,
                     const EachRow& row) override;
  Result<bool> query_within(const std::string& sql, std::span<const Parameter> values,
                            int milliseconds, const EachRow& row) override;
  Result<void> begin_write() override;
  Result<void> begin_read() override { return run("BEGIN"); }
  Result<void> commit() override;
  void rollback() override;
  void interrupt() override { sqlite3_interrupt(database_); }
  [[nodiscard]] bool usable() const override { return true; }

  Result<std::vector<Current>> find_current(const Layout& layout,
                                            std::span<const std::string_view> keys) override;
  Result<void> load_by_seq(const Layout& layout, std::span<const std::int64_t> seqs,
                           const EachRow& row) override;
  Result<void> load_newest(const Layout& layout, std::span<const Uuid> ids,
                           const EachRow& row) override;
  Result<void> store(const Layout& layout, const Chunk& chunk) override;
  Result<void> add_current(const Layout& layout, std::span<const Current> entries) override;
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }

 private:
  void let_others_go_first() const;
  Result<TableStatements*> statements_of(const Layout& layout);
  Result<SqliteStatement> take(const std::string& sql);
  void give_back(const std::string& sql, SqliteStatement statement);
  Result<void> insert(const TableStatements& use, const Chunk& chunk, const NewVersion& version);
  Result<void> point(const TableStatements& use, const Chunk& chunk, const NewVersion& version);

  sqlite3* database_;
  int patience_ms_;
  bool mapped_whole_ = false;
  int turn_ = -1;  ///< locked, shared, by whoever waits to write
  std::chrono::steady_clock::time_point wrote_;
  std::unordered_map<std::string, SqliteStatement> statements_;  ///< idle ones
  std::list<TableStatements> tables_;
};

}  // namespace zhiheng::store
