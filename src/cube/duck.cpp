#include "cube/duck.h"

#define DUCKDB_API_NO_DEPRECATED
#include <duckdb.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "cube/duck_cells.h"
#include "cube/failures.h"

namespace zhiheng::cube {
namespace {

using namespace std::chrono_literals;

const char* setting(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0' ? value : otherwise;
}

/// What DuckDB's kinds of errors mean to us. A full disk is no damage: nothing is thrown away.
const Failure& failure_of(duckdb_error_type type, std::string_view message) {
  if (message.contains("No space left on device")) return unavailable;
  switch (type) {
    case DUCKDB_ERROR_IO:
    case DUCKDB_ERROR_FATAL:
    case DUCKDB_ERROR_INTERNAL:
    case DUCKDB_ERROR_SERIALIZATION:
      return damaged;
    case DUCKDB_ERROR_OUT_OF_MEMORY:
      return out_of_memory;
    case DUCKDB_ERROR_OUT_OF_RANGE:
      return number_too_large;
    case DUCKDB_ERROR_INTERRUPT:
      return interrupted;
    default:
      return query_refused;
  }
}

/// Looks at the caller's flag while DuckDB works, and stops it.
class Watch {
 public:
  Watch(duckdb_connection connection, const std::atomic<bool>* flag) {
    if (flag == nullptr) return;
    thread_ = std::jthread([this, connection, flag](const std::stop_token& stop) {
      std::unique_lock lock(mutex_);
      while (!stop.stop_requested()) {
        if (flag->load()) duckdb_interrupt(connection);
        ended_.wait_for(lock, stop, 20ms, [] { return false; });
      }
    });
  }

 private:
  std::mutex mutex_;
  std::condition_variable_any ended_;
  std::jthread thread_;  // last: it is joined before the others go
};

/// A prepared statement that is given back whatever happens.
struct Statement {
  duckdb_prepared_statement handle = nullptr;
  ~Statement() { duckdb_destroy_prepare(&handle); }
};

struct Answer {
  duckdb_result handle{};
  ~Answer() { duckdb_destroy_result(&handle); }
};

std::string said(const char* message) { return message == nullptr ? "" : message; }

std::unexpected<Error> refusal(Answer& answer, const std::string& where) {
  const std::string message = said(duckdb_result_error(&answer.handle));
  return fail(failure_of(duckdb_result_error_type(&answer.handle), message), where, message);
}

}  // namespace

DuckConnection::~DuckConnection() {
  for (auto& [text, statement] : kept_) duckdb_destroy_prepare(&statement);
  auto* connection = static_cast<duckdb_connection>(connection_);
  duckdb_disconnect(&connection);
}

Result<void> DuckConnection::run(const std::string& sql) {
  Answer answer;
  if (duckdb_query(connection_, sql.c_str(), &answer.handle) == DuckDBSuccess) return {};
  return refusal(answer, "DuckDB");
}

Result<_duckdb_prepared_statement*> DuckConnection::prepared(const Sql& sql) {
  Statement statement;
  if (duckdb_prepare(connection_, sql.text.c_str(), &statement.handle) != DuckDBSuccess) {
    return fail(query_refused, sql.text, said(duckdb_prepare_error(statement.handle)));
  }
  return std::exchange(statement.handle, nullptr);
}

Result<Table> DuckConnection::query(const Sql& sql, const std::atomic<bool>* stop) {
  Statement statement;
  ZH_TRY(statement.handle, prepared(sql));
  return execute(statement.handle, sql, stop);
}

Result<Table> DuckConnection::query_again(const Sql& sql) {
  auto& kept = kept_[sql.text];
  if (kept == nullptr) {
    ZH_TRY(kept, prepared(sql));
  }
  return execute(kept, sql, nullptr);
}

Result<Table> DuckConnection::execute(_duckdb_prepared_statement* statement, const Sql& sql,
                                      const std::atomic<bool>* stop) {
  for (std::size_t i = 0; i < sql.values.size(); ++i) {
    if (!bind(statement, i + 1, sql.values[i])) {
      return fail(query_refused, sql.text, to_text(sql.values[i]));
    }
  }
  Answer answer;
  {
    const Watch watch(connection_, stop);
    if (duckdb_execute_prepared(statement, &answer.handle) != DuckDBSuccess) {
      return refusal(answer, sql.text);
    }
  }
  Table table;
  const idx_t columns = duckdb_column_count(&answer.handle);
  for (idx_t i = 0; i < columns; ++i) {
    table.columns.emplace_back(duckdb_column_name(&answer.handle, i));
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(answer.handle)) {
    append_cells(chunk, table);
    duckdb_destroy_data_chunk(&chunk);
  }
  return table;
}

Result<std::unique_ptr<DuckFile>> DuckFile::open(const std::string& file) {
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  duckdb_set_config(config, "memory_limit", setting("ZHIHENG_CUBE_MEMORY", "4GB"));
  if (const char* threads = setting("ZHIHENG_CUBE_THREADS", nullptr); threads != nullptr) {
    duckdb_set_config(config, "threads", threads);
  }
  // Every checkpoint compresses the last rows of a table again, so not after each commit of an
  // import; but whoever waits for the next commit waits for the checkpoint, so not too rarely.
  duckdb_set_config(config, "checkpoint_threshold", "32MB");
  duckdb_set_config(config, "temp_directory", (file + ".tmp").c_str());
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  duckdb_database database = nullptr;
  char* message = nullptr;
  const auto state = duckdb_open_ext(file.c_str(), &database, config, &message);
  duckdb_destroy_config(&config);
  const std::string text = said(message);
  duckdb_free(message);
  if (state != DuckDBSuccess) return fail(damaged, file, text);
  return std::make_unique<DuckFile>(database);
}

DuckFile::~DuckFile() {
  auto* database = static_cast<duckdb_database>(database_);
  duckdb_close(&database);
}

Result<std::unique_ptr<DuckConnection>> DuckFile::connect() {
  duckdb_connection connection = nullptr;
  if (duckdb_connect(database_, &connection) != DuckDBSuccess) return fail(damaged, "connect");
  return std::make_unique<DuckConnection>(connection);
}

}  // namespace zhiheng::cube
