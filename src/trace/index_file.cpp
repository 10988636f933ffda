#include "trace/index_file.h"

#include <sqlite3.h>

#include <filesystem>

#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

constexpr int patience_ms = 60'000;

}  // namespace

Statement::Statement(sqlite3* database, const std::string& sql) {
  sqlite3_prepare_v2(database, sql.c_str(), static_cast<int>(sql.size()), &handle_, nullptr);
}
Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::bind(int index, std::int64_t value) { sqlite3_bind_int64(handle_, index, value); }
void Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

Step Statement::step() {
  const int step = handle_ == nullptr ? SQLITE_ERROR : sqlite3_step(handle_);
  return step == SQLITE_ROW ? Step::row : step == SQLITE_DONE ? Step::done : Step::broken;
}
void Statement::reset() { sqlite3_reset(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return bytes == nullptr ? "" : bytes;
}

EventIndex::File::~File() { sqlite3_close_v2(database); }

std::unexpected<Error> EventIndex::File::broken() const {
  return fail(index_unusable, path, database == nullptr ? "" : sqlite3_errmsg(database));
}

Result<void> EventIndex::File::run(const char* sql) {
  if (sqlite3_exec(database, sql, nullptr, nullptr, nullptr) != SQLITE_OK) return broken();
  return {};
}

Result<void> EventIndex::File::open() {
  std::error_code ignored;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), ignored);
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) return broken();
  sqlite3_busy_timeout(database, patience_ms);
  const std::string layout =
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
      "CREATE TABLE IF NOT EXISTS postings (term INTEGER NOT NULL, seq INTEGER NOT NULL,"
      " PRIMARY KEY (term, seq)) WITHOUT ROWID, STRICT;"
      "CREATE TABLE IF NOT EXISTS listed (about INTEGER NOT NULL, term INTEGER NOT NULL,"
      " seq INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (about, term)) WITHOUT ROWID, "
      "STRICT;"
      "CREATE TABLE IF NOT EXISTS seen (reader INTEGER NOT NULL, about INTEGER NOT NULL,"
      " term INTEGER NOT NULL, seq INTEGER NOT NULL,"
      " PRIMARY KEY (reader, about, term)) WITHOUT ROWID, STRICT;"
      "CREATE TABLE IF NOT EXISTS regions (code TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;"
      "CREATE TABLE IF NOT EXISTS position (generation INTEGER PRIMARY KEY, number INTEGER NOT "
      "NULL, chain TEXT NOT NULL) STRICT;";
  return run(layout.c_str());
}

Result<void> EventIndex::File::clear() {
  return run(
      "DELETE FROM postings; DELETE FROM listed; DELETE FROM seen; DELETE FROM regions;"
      "DELETE FROM position;");
}

}  // namespace zhiheng::trace
