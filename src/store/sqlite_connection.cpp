// A session with SQLite: WAL, durable commits, turns at writing, questions by prepared statements.

#include "store/sqlite_connection.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <ctime>
#include <thread>

#include "store/failures.h"

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

// The housekeeping folds the log into the database while others write; a commit does it itself only
// from 512 MB on.
constexpr int folded_by_commit_from = 65'536;

// Called after each commit, in place of what SQLite would do then.
int after_commit(void* log_pages, sqlite3* database, const char* name, int pages) {
  static_cast<std::atomic<std::uint32_t>*>(log_pages)->store(static_cast<std::uint32_t>(pages));
  if (pages >= folded_by_commit_from) sqlite3_wal_checkpoint(database, name);
  return SQLITE_OK;
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

SqliteConnection::~SqliteConnection() {
  statements_.clear();
  tables_.clear();
  sqlite3_close_v2(database_);
  if (turn_ >= 0) ::close(turn_);
}

void SqliteConnection::take_turns(const std::string& file) {
  turn_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

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

Result<std::unique_ptr<Connection>> connect_sqlite(const std::string& file, Use use,
                                                   int patience_ms,
                                                   std::atomic<std::uint32_t>* log_pages) {
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
  // Durable at every commit (synchronous=FULL, kept in WAL).
  std::string settings;
  if (use != Use::look) {
    settings =
        "PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=" +
        std::to_string(folded_by_commit_from) + ";";
  }
  // Only now: what is said in bytes is counted in pages of the size known at that moment.
  settings += cache_settings(use);
  ZH_DO(connection->run(settings));
  if (use == Use::write) connection->take_turns(file + "-turn");
  if (use == Use::write && log_pages != nullptr) {
    sqlite3_wal_hook(database, after_commit, log_pages);
  }
  return connection;
}

}  // namespace zhiheng::store
