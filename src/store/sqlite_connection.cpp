// SQLite behind store::Connection: WAL, durable commits, prepared statements.

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <list>
#include <thread>

#include "store/failures.h"
#include "store/sqlite_statement.h"

namespace zhiheng::store {
namespace {

constexpr std::size_t kept_statements = 64;

/// Of this thread: a busy machine does not make a way of finding records look longer than it is.
std::int64_t processor_time_us() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::int64_t{time.tv_sec} * 1'000'000 + time.tv_nsec / 1000;
}

// uuid('018f…') gives the 16 bytes that stand in the tables, as the same words do in PostgreSQL.
void uuid_function(sqlite3_context* context, int, sqlite3_value** values) {
  const auto* const text = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (text == nullptr) return sqlite3_result_null(context);
  const auto id = parse_uuid(text);
  if (!id) return sqlite3_result_error(context, "not a UUID", -1);
  sqlite3_result_blob(context, id->bytes.data(), static_cast<int>(id->bytes.size()),
                      SQLITE_TRANSIENT);
}

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
  ~SqliteConnection() override {
    statements_.clear();
    tables_.clear();
    sqlite3_close_v2(database_);
    if (turn_ >= 0) ::close(turn_);
  }

  /// From now on this connection and others that wait for it take turns at writing.
  void take_turns(const std::string& file) {
    turn_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  }

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

Result<void> SqliteConnection::run(const std::string& script) {
  const int code = sqlite3_exec(database_, script.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(database_, code, script);
  return {};
}

Result<SqliteStatement> SqliteConnection::take(const std::string& sql) {
  if (auto node = statements_.extract(sql); !node.empty()) return std::move(node.mapped());
  return SqliteStatement::prepare(database_, sql);
}

void SqliteConnection::give_back(const std::string& sql, SqliteStatement statement) {
  sqlite3_reset(statement.get());
  sqlite3_clear_bindings(statement.get());
  if (statements_.size() >= kept_statements) statements_.clear();
  statements_.emplace(sql, std::move(statement));
}

Result<void> SqliteConnection::query(const std::string& sql, std::span<const Parameter> values,
                                     const EachRow& row) {
  ZH_TRY(SqliteStatement statement, take(sql));
  for (std::size_t i = 0; i < values.size(); ++i) {
    statement.bind(static_cast<int>(i + 1), values[i]);
  }
  const SqliteCursor cursor(statement.get());
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(statement.get())) == SQLITE_ROW) {
    ZH_TRY(const bool more, row(cursor));
    if (!more) break;
  }
  if (code != SQLITE_ROW && code != SQLITE_DONE) return sqlite_error(database_, code, sql);
  give_back(sql, std::move(statement));
  return {};
}

Result<bool> SqliteConnection::query_within(const std::string& sql,
                                            std::span<const Parameter> values, int milliseconds,
                                            const EachRow& row) {
  constexpr int steps_between_looks = 5'000;
  // Lists look records up all over the file: what is mapped is found in half the time.
  if (!mapped_whole_) {
    ZH_DO(run("PRAGMA mmap_size=2147418112"));
    mapped_whole_ = true;
  }
  if (milliseconds <= 0) {
    ZH_DO(query(sql, values, row));
    return true;
  }
  std::int64_t end = processor_time_us() + std::int64_t{milliseconds} * 1000;
  sqlite3_progress_handler(
      database_, steps_between_looks,
      [](void* at) { return processor_time_us() > *static_cast<std::int64_t*>(at) ? 1 : 0; }, &end);
  const auto done = query(sql, values, row);
  sqlite3_progress_handler(database_, 0, nullptr, nullptr);
  if (done) return true;
  if (sqlite3_extended_errcode(database_) == SQLITE_INTERRUPT && processor_time_us() > end) {
    return false;
  }
  return std::unexpected(done.error());
}

// An import begins its next transaction at once, and whoever else wants to write only looks every
// tenth of a second whether the place is free. So those who wait say so by a lock, and who has just
// written waits until one of them has got in.
void SqliteConnection::let_others_go_first() const {
  using std::chrono::milliseconds;
  constexpr milliseconds just_now{100}, look_again{2}, longest{300};
  const auto now = std::chrono::steady_clock::now();
  if (turn_ < 0 || now - wrote_ > just_now) return;
  while (::flock(turn_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK || std::chrono::steady_clock::now() - now > longest) return;
    std::this_thread::sleep_for(look_again);
  }
  ::flock(turn_, LOCK_UN);
}

Result<void> SqliteConnection::begin_write() {
  let_others_go_first();
  sqlite3_busy_timeout(database_, 0);
  auto begun = run("BEGIN IMMEDIATE");
  sqlite3_busy_timeout(database_, patience_ms_);
  if (begun || begun.error().failure != &busy) return begun;
  if (turn_ >= 0) ::flock(turn_, LOCK_SH);
  begun = run("BEGIN IMMEDIATE");
  if (turn_ >= 0) ::flock(turn_, LOCK_UN);
  return begun;
}

Result<void> SqliteConnection::commit() {
  auto done = run("COMMIT");
  wrote_ = std::chrono::steady_clock::now();
  if (!done) rollback();
  return done;
}

void SqliteConnection::rollback() {
  // Some errors (disk full) have rolled back already.
  if (sqlite3_get_autocommit(database_) != 0) return;
  sqlite3_exec(database_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Result<TableStatements*> SqliteConnection::statements_of(const Layout& layout) {
  for (TableStatements& one : tables_) {
    if (one.layout == &layout) return &one;
  }
  std::string columns;
  std::string places;
  for (const Column& column : layout.columns) {
    columns += ", " + quoted(column.name);
    places += ", ?";
  }
  TableStatements made;
  made.layout = &layout;
  made.bound.assign(layout.columns.size(), false);
  const std::string relation = quoted(layout.relation);
  const std::string current = quoted(layout.current);
  const auto prepare = [&](SqliteStatement& into, const std::string& sql) -> Result<void> {
    ZH_TRY(into, SqliteStatement::prepare(database_, sql));
    return {};
  };
  ZH_DO(prepare(made.insert, "INSERT INTO " + relation +
                                 " (seq, id, version, state, deleted, reason, recorded_at, "
                                 "recorded_by, batch, \"row\", superseded, prev_hash, hash" +
                                 columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?" +
                                 places + ")"));
  ZH_DO(prepare(made.supersede, "UPDATE " + relation + " SET superseded = ? WHERE seq = ?"));
  ZH_DO(prepare(made.find, "SELECT id, seq, version, state, deleted, fingerprint FROM " + current +
                               " WHERE key = ?"));
  ZH_DO(prepare(made.point, "INSERT INTO " + current +
                                " (key, id, seq, version, state, deleted, fingerprint) "
                                "VALUES (?, ?, ?, ?, ?, ?, ?)"));
  ZH_DO(prepare(made.repoint, "UPDATE " + current +
                                  " SET id = ?2, seq = ?3, version = ?4, state = ?5, deleted = ?6, "
                                  "fingerprint = ?7 WHERE key = ?1"));
  ZH_DO(prepare(made.erase, "DELETE FROM " + current + " WHERE key = ?"));
  tables_.push_back(std::move(made));
  return &tables_.back();
}

Result<std::vector<Current>> SqliteConnection::find_current(
    const Layout& layout, std::span<const std::string_view> keys) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  std::vector<Current> entries(keys.size());
  const SqliteCursor row(use->find.get());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    use->find.bind_bytes(1, keys[i]);
    const int code = sqlite3_step(use->find.get());
    if (code == SQLITE_ROW) {
      Current& entry = entries[i];
      entry.key = keys[i];
      entry.id = read_uuid(row.bytes(0));
      entry.seq = row.integer(1);
      entry.version = static_cast<int>(row.integer(2));
      entry.state = row.bytes(3);
      entry.deleted = row.integer(4) != 0;
      const std::string_view print = row.bytes(5);
      std::memcpy(entry.fingerprint.data(), print.data(),
                  std::min(print.size(), entry.fingerprint.size()));
    }
    sqlite3_reset(use->find.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      return sqlite_error(database_, code, "current entry");
    }
  }
  return entries;
}

Result<void> SqliteConnection::load_by_seq(const Layout& layout, std::span<const std::int64_t> seqs,
                                           const EachRow& row) {
  const std::string sql =
      "SELECT " + select_list(layout, true) + " FROM " + quoted(layout.relation) + " WHERE seq = ?";
  for (const std::int64_t seq : seqs) {
    const Parameter values[] = {Value(seq)};
    ZH_DO(query(sql, values, row));
  }
  return {};
}

Result<void> SqliteConnection::load_newest(const Layout& layout, std::span<const Uuid> ids,
                                           const EachRow& row) {
  const std::string sql = "SELECT " + select_list(layout, true) + " FROM " +
                          quoted(layout.relation) + " WHERE id = ? ORDER BY version DESC LIMIT 1";
  for (const Uuid& id : ids) {
    const Parameter values[] = {id};
    ZH_DO(query(sql, values, row));
  }
  return {};
}

Result<void> SqliteConnection::insert(const TableStatements& use, const Chunk& chunk,
                                      const NewVersion& version) {
  const SqliteStatement& into = use.insert;
  into.bind(1, version.seq);
  into.bind_id(2, version.id);
  into.bind(3, std::int64_t{version.version});
  into.bind_text(4, chunk.view(version.state));
  into.bind(5, std::int64_t{version.deleted});
  into.bind_text(6, chunk.view(version.reason));
  into.bind(7, chunk.recorded_at.microseconds);
  into.bind_text(8, chunk.recorded_by);
  into.bind_text(9, chunk.batch);
  into.bind(10, version.row);
  version.superseded != 0 ? into.bind(11, version.superseded) : into.bind_null(11);
  version.version > 1 ? into.bind_bytes(12, as_bytes(version.previous)) : into.bind_null(12);
  into.bind_bytes(13, as_bytes(version.hash));
  ImageReader reader(chunk.view(version.content));
  Field field;
  bool left = reader.next(field);
  for (const std::size_t position : use.layout->by_number) {
    const int index = static_cast<int>(14 + position);
    if (!left || field.number != use.layout->numbers[position]) {
      if (use.bound[position]) into.bind_null(index);
      use.bound[position] = false;
      continue;
    }
    use.bound[position] = true;
    field.storage == Storage::text ? into.bind_text(index, field.text)
                                   : into.bind(index, field.integer);
    left = reader.next(field);
  }
  return into.run_once();
}

Result<void> SqliteConnection::point(const TableStatements& use, const Chunk& chunk,
                                     const NewVersion& version) {
  const SqliteStatement& into = version.known_key ? use.repoint : use.point;
  into.bind_bytes(1, chunk.view(version.key));
  into.bind_id(2, version.id);
  into.bind(3, version.seq);
  into.bind(4, std::int64_t{version.version});
  into.bind_text(5, chunk.view(version.state));
  into.bind(6, std::int64_t{version.deleted});
  into.bind_bytes(7, as_bytes(version.fingerprint));
  return into.run_once();
}

Result<void> SqliteConnection::store(const Layout& layout, const Chunk& chunk) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  for (const NewVersion& version : chunk.versions) {
    ZH_DO(insert(*use, chunk, version));
    if (version.supersedes != 0) {
      use->supersede.bind(1, version.seq);
      use->supersede.bind(2, version.supersedes);
      ZH_DO(use->supersede.run_once());
    }
  }
  // First take keys away: a record of this chunk may get the key that another one gave up.
  for (const NewVersion& version : chunk.versions) {
    if (!version.newest || version.old_key.size == 0) continue;
    use->erase.bind_bytes(1, chunk.view(version.old_key));
    ZH_DO(use->erase.run_once());
  }
  for (const NewVersion& version : chunk.versions) {
    if (version.newest) ZH_DO(point(*use, chunk, version));
  }
  return {};
}

Result<void> SqliteConnection::add_current(const Layout& layout, std::span<const Current> entries) {
  ZH_TRY(const TableStatements* const use, statements_of(layout));
  for (const Current& entry : entries) {
    use->point.bind_bytes(1, entry.key);
    use->point.bind_id(2, entry.id);
    use->point.bind(3, entry.seq);
    use->point.bind(4, std::int64_t{entry.version});
    use->point.bind_text(5, entry.state);
    use->point.bind(6, std::int64_t{entry.deleted});
    use->point.bind_bytes(7, as_bytes(entry.fingerprint));
    ZH_DO(use->point.run_once());
  }
  return {};
}

// Memory is what an import is short of: the writer keeps the pages of its commits and the hot ones
// of its indexes, readers map a part of the file, which counts as theirs once they have read it,
// and folding needs neither.
std::string cache_settings(Use use) {
  switch (use) {
    case Use::write:
      return "PRAGMA mmap_size=0; PRAGMA cache_size=-131072;";
    case Use::fold:
      return "PRAGMA mmap_size=0; PRAGMA cache_size=-1024;";
    case Use::read:
    case Use::look:
      break;
  }
  return "PRAGMA mmap_size=268435456; PRAGMA cache_size=-16384;";
}

}  // namespace

Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& file, Use use,
                                                   int patience_ms) {
  // Counting every allocation under one lock costs each row a few percent.
  [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  sqlite3* database = nullptr;
  const int flags =
      (use == Use::look ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
      SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &database, flags, nullptr);
  auto connection = std::make_unique<SqliteConnection>(database, patience_ms);
  if (code != SQLITE_OK) return fail(cannot_open, file, sqlite3_errmsg(database));
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, patience_ms);
  sqlite3_create_function_v2(database, "uuid", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr,
                             uuid_function, nullptr, nullptr, nullptr);
  // Durable at every commit (synchronous=FULL, kept in WAL). The housekeeping folds the log into
  // the database while others write; a commit does it itself only from 512 MB on.
  std::string settings;
  if (use != Use::look) {
    settings =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=65536;";
  }
  // Only now: what is said in bytes is counted in pages of the size known at that moment.
  settings += cache_settings(use);
  ZH_DO(connection->run(settings));
  if (use == Use::write) connection->take_turns(file + "-turn");
  return connection;
}

}  // namespace zhiheng::store
