#include "store/sqlite_statement.h"

#include "store/failures.h"

namespace zhiheng::store {
namespace {

const Failure& failure_of(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
      return disk_full;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return busy;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return damaged;
    case SQLITE_READONLY:
      return read_only;
    case SQLITE_CONSTRAINT:
      return duplicate_key;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_NOMEM:
      return unavailable;
    default:
      return query_failed;
  }
}

/// The user is told which file it is; the statement tells us what of ours was refused.
std::string where(sqlite3* database, const Failure& failure, std::string_view what) {
  const char* const file = sqlite3_db_filename(database, "main");
  const bool ours = &failure == &query_failed || &failure == &duplicate_key;
  return ours || file == nullptr || *file == '\0' ? std::string(what.substr(0, 300)) : file;
}

}  // namespace

std::unexpected<Error> sqlite_error(sqlite3* database, int code, std::string_view what) {
  // A full disk shows as an I/O error when it is the shared-memory file that cannot grow.
  const bool no_space = (code & 0xff) == SQLITE_IOERR && sqlite3_system_errno(database) == ENOSPC;
  const Failure& failure = no_space ? disk_full : failure_of(code);
  return fail(failure, where(database, failure, what),
              std::string(sqlite3_errmsg(database)) + " (" + std::to_string(code) + ")");
}

Result<SqliteStatement> SqliteStatement::prepare(sqlite3* database, std::string_view sql) {
  SqliteStatement statement;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement.handle_, nullptr);
  if (code != SQLITE_OK) return sqlite_error(database, code, sql);
  return statement;
}

void SqliteStatement::bind_text(int index, std::string_view text) const {
  sqlite3_bind_text(handle_, index, text.data() == nullptr ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
}

void SqliteStatement::bind_bytes(int index, std::string_view bytes) const {
  sqlite3_bind_blob(handle_, index, bytes.data() == nullptr ? "" : bytes.data(),
                    static_cast<int>(bytes.size()), SQLITE_STATIC);
}

void SqliteStatement::bind_id(int index, const Uuid& id) const {
  sqlite3_bind_blob(handle_, index, id.bytes.data(), static_cast<int>(id.bytes.size()),
                    SQLITE_STATIC);
}

void SqliteStatement::bind(int index, const Parameter& parameter) const {
  if (const auto* const raw = std::get_if<Bytes>(&parameter)) return bind_bytes(index, raw->bytes);
  if (const auto* const id = std::get_if<Uuid>(&parameter)) return bind_id(index, *id);
  const Value& value = std::get<Value>(parameter);
  switch (value.index()) {
    case 1:
      return bind(index, std::int64_t{std::get<bool>(value)});
    case 2:
      return bind(index, std::get<std::int64_t>(value));
    case 3:
      return bind(index, std::get<Decimal>(value).unscaled);
    case 4:
      return bind(index, std::int64_t{std::get<Date>(value).days});
    case 5:
      return bind(index, std::get<Timestamp>(value).microseconds);
    case 6:
      return bind_text(index, std::get<std::string>(value));
    default:
      return bind_null(index);
  }
}

Result<void> SqliteStatement::run_once() const {
  const int code = sqlite3_step(handle_);
  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    auto error = sqlite_error(sqlite3_db_handle(handle_), code, sqlite3_sql(handle_));
    sqlite3_reset(handle_);
    return error;
  }
  sqlite3_reset(handle_);
  return {};
}

bool SqliteCursor::null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t SqliteCursor::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string_view SqliteCursor::bytes(int column) const {
  const auto* const start = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const int size = sqlite3_column_bytes(statement_, column);
  return start == nullptr ? std::string_view() : std::string_view(start, static_cast<size_t>(size));
}

Timestamp SqliteCursor::timestamp(int column) const { return Timestamp{integer(column)}; }

Value SqliteCursor::value(int column, const Column& type) const {
  switch (type.storage) {
    case Storage::boolean:
      return integer(column) != 0;
    case Storage::integer:
      return integer(column);
    case Storage::decimal:
      return Decimal{integer(column), static_cast<std::uint8_t>(type.scale)};
    case Storage::date:
      return Date{static_cast<std::int32_t>(integer(column))};
    case Storage::timestamp:
      return Timestamp{integer(column)};
    case Storage::text:
      break;
  }
  return std::string(bytes(column));
}

}  // namespace zhiheng::store
