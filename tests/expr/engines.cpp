#include "expr/engines.h"

#include <duckdb.h>
#include <libpq-fe.h>
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "support/postgres.h"

namespace zhiheng::expr::testing {
namespace {

std::string quoted_text(std::string_view text) { return "'" + std::string(text) + "'"; }

Storage storage_of(Type type) {
  switch (type) {
    case Type::boolean:
      return Storage::boolean;
    case Type::integer:
      return Storage::integer;
    case Type::decimal:
      return Storage::decimal;
    case Type::date:
      return Storage::date;
    case Type::timestamp:
      return Storage::timestamp;
    default:
      return Storage::text;
  }
}

/// INSERT with one `?` per column.
std::string insertion(std::size_t columns) {
  std::string text = "INSERT INTO r VALUES (?";
  for (std::size_t i = 1; i < columns; ++i) text += ", ?";
  return text + ")";
}

class Sqlite : public Engine {
 public:
  Sqlite() { sqlite3_open(":memory:", &database_); }
  ~Sqlite() override { sqlite3_close(database_); }
  Sqlite(const Sqlite&) = delete;
  Sqlite& operator=(const Sqlite&) = delete;
  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }
  [[nodiscard]] std::string name() const override { return "SQLite"; }

  void load(std::span<const Field> fields,
            const std::vector<std::vector<Value>>& records) override {
    std::string table = "DROP TABLE IF EXISTS r; CREATE TABLE r (n INTEGER";
    for (const Field& field : fields) {
      table += ", " + expr::quoted(field.name) + (field.type == Type::text ? " TEXT" : " INTEGER");
    }
    sqlite3_exec(database_, (table + ") STRICT; BEGIN").c_str(), nullptr, nullptr, nullptr);
    for (std::size_t n = 0; n < records.size(); ++n) {
      std::vector<Value> row{static_cast<std::int64_t>(n)};
      row.insert(row.end(), records[n].begin(), records[n].end());
      const auto answer = run({insertion(row.size()), row}, Type::text);
      if (!answer.empty()) throw std::runtime_error(answer.front());
    }
    sqlite3_exec(database_, "COMMIT", nullptr, nullptr, nullptr);
  }

  [[nodiscard]] std::vector<std::string> ask(const Sql& expression, Type type, int) override {
    return run({"SELECT " + expression.text + " FROM r ORDER BY n", expression.values}, type);
  }

 private:
  std::vector<std::string> run(const Sql& sql, Type type) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database_, sql.text.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
      return {std::string("error: ") + sqlite3_errmsg(database_)};
    }
    for (std::size_t i = 0; i < sql.values.size(); ++i) bind(statement, int(i) + 1, sql.values[i]);
    std::vector<std::string> answers;
    int state = 0;
    while ((state = sqlite3_step(statement)) == SQLITE_ROW)
      answers.push_back(word(statement, type));
    if (state != SQLITE_DONE) answers = {std::string("error: ") + sqlite3_errmsg(database_)};
    sqlite3_finalize(statement);
    return answers;
  }

  static void bind(sqlite3_stmt* statement, int at, const Value& value) {
    if (const auto* truth = std::get_if<bool>(&value)) sqlite3_bind_int64(statement, at, *truth);
    if (const auto* n = std::get_if<std::int64_t>(&value)) sqlite3_bind_int64(statement, at, *n);
    if (const auto* d = std::get_if<Decimal>(&value))
      sqlite3_bind_int64(statement, at, d->unscaled);
    if (const auto* d = std::get_if<Date>(&value)) sqlite3_bind_int64(statement, at, d->days);
    if (const auto* t = std::get_if<Timestamp>(&value)) {
      sqlite3_bind_int64(statement, at, t->microseconds);
    }
    if (const auto* s = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(statement, at, s->data(), static_cast<int>(s->size()), SQLITE_TRANSIENT);
    }
  }

  static std::string word(sqlite3_stmt* statement, Type type) {
    const int found = sqlite3_column_type(statement, 0);
    if (found == SQLITE_NULL) return "null";
    const int wanted = type == Type::text   ? SQLITE_TEXT
                       : type == Type::real ? SQLITE_FLOAT
                                            : SQLITE_INTEGER;
    if (found != wanted) return "error: type " + std::to_string(found);
    if (type == Type::real) return canonical(sqlite3_column_double(statement, 0));
    if (type == Type::text) {
      return quoted_text(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
    }
    const std::int64_t number = sqlite3_column_int64(statement, 0);
    if (type == Type::boolean && number >= 0 && number <= 1) return number == 1 ? "true" : "false";
    return std::to_string(number);
  }

  sqlite3* database_ = nullptr;
};

class Postgres : public Engine {
 public:
  explicit Postgres(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
    PQclear(PQexec(connection_, "SET timezone = 'UTC'"));
    PQclear(PQexec(connection_, "SET client_min_messages = warning"));
  }
  ~Postgres() override { PQfinish(connection_); }
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;
  [[nodiscard]] Dialect dialect() const override { return Dialect::postgresql; }
  [[nodiscard]] std::string name() const override { return "PostgreSQL"; }

  void load(std::span<const Field> fields,
            const std::vector<std::vector<Value>>& records) override {
    std::string table = "CREATE TABLE r (n BIGINT";
    for (const Field& field : fields)
      table += ", " + expr::quoted(field.name) + " " + column_type(field);
    PQclear(PQexec(connection_, "DROP TABLE IF EXISTS r"));
    PQclear(PQexec(connection_, (table + ")").c_str()));
    PQclear(PQexec(connection_, "BEGIN"));
    for (std::size_t n = 0; n < records.size(); ++n) {
      std::vector<Value> row{static_cast<std::int64_t>(n)};
      row.insert(row.end(), records[n].begin(), records[n].end());
      PGresult* result = run({insertion(row.size()), row});
      if (PQresultStatus(result) != PGRES_COMMAND_OK) {
        throw std::runtime_error(PQresultErrorMessage(result));
      }
      PQclear(result);
    }
    PQclear(PQexec(connection_, "COMMIT"));
  }

  [[nodiscard]] std::vector<std::string> ask(const Sql& expression, Type type, int scale) override {
    PGresult* result = run({"SELECT " + expression.text + " FROM r ORDER BY n", expression.values});
    std::vector<std::string> answers;
    if (PQresultStatus(result) != PGRES_TUPLES_OK) {
      answers = {std::string("error: ") + PQresultErrorMessage(result)};
    } else if (PQftype(result, 0) != oid_of(type)) {
      answers = {"error: type " + std::to_string(PQftype(result, 0))};
    } else {
      for (int row = 0; row < PQntuples(result); ++row) {
        answers.push_back(PQgetisnull(result, row, 0) != 0
                              ? "null"
                              : word(PQgetvalue(result, row, 0), type, scale));
      }
    }
    PQclear(result);
    return answers;
  }

 private:
  static std::string column_type(const Field& field) {
    switch (storage_of(field.type)) {
      case Storage::boolean:
        return "BOOLEAN";
      case Storage::integer:
        return "BIGINT";
      case Storage::decimal:
        return "NUMERIC(18, " + std::to_string(field.scale) + ")";
      case Storage::date:
        return "DATE";
      case Storage::timestamp:
        return "TIMESTAMPTZ";
      case Storage::text:
        break;
    }
    return "TEXT";
  }

  static Oid oid_of(Type type) {
    switch (type) {
      case Type::boolean:
        return 16;
      case Type::integer:
        return 20;
      case Type::decimal:
        return 1700;
      case Type::real:
        return 701;
      case Type::date:
        return 1082;
      case Type::timestamp:
        return 1184;
      case Type::text:
        return 25;
    }
    return 0;
  }

  /// The driver's work: `?` becomes $1, $2, …
  PGresult* run(const Sql& sql) {
    std::string text;
    int number = 0;
    for (const char c : sql.text) {
      if (c == '?') {
        text += "$" + std::to_string(++number);
      } else {
        text += c;
      }
    }
    std::vector<std::string> words;
    for (const Value& value : sql.values) words.push_back(to_text(value));
    std::vector<const char*> pointers;
    for (std::size_t i = 0; i < words.size(); ++i) {
      pointers.push_back(is_null(sql.values[i]) ? nullptr : words[i].c_str());
    }
    return PQexecParams(connection_, text.c_str(), number, nullptr, pointers.data(), nullptr,
                        nullptr, 0);
  }

  static std::string word(const char* text, Type type, int scale) {
    switch (type) {
      case Type::boolean:
        return *text == 't' ? "true" : "false";
      case Type::real:
        return canonical(std::strtod(text, nullptr));
      case Type::decimal: {
        const auto value = parse_decimal(text, scale);
        const auto same = value ? rescale(*value, scale) : value;
        return same ? std::to_string(same->unscaled) : std::string("error: ") + text;
      }
      case Type::date: {
        const auto date = parse_date(text);
        return date ? std::to_string(date->days) : std::string("error: ") + text;
      }
      case Type::timestamp: {
        std::string zoned = text;  // "2024-01-01 00:00:00+00"
        if (zoned.ends_with("+00")) zoned += ":00";
        const auto time = parse_timestamp(zoned);
        return time ? std::to_string(time->microseconds) : std::string("error: ") + text;
      }
      case Type::text:
        return quoted_text(text);
      case Type::integer:
        break;
    }
    return text;
  }

  PGconn* connection_;
};

class Duck : public Engine {
 public:
  Duck() {
    duckdb_open(nullptr, &database_);
    duckdb_connect(database_, &connection_);
  }
  ~Duck() override {
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }
  Duck(const Duck&) = delete;
  Duck& operator=(const Duck&) = delete;
  [[nodiscard]] Dialect dialect() const override { return Dialect::duckdb; }
  [[nodiscard]] std::string name() const override { return "DuckDB"; }

  void load(std::span<const Field> fields,
            const std::vector<std::vector<Value>>& records) override {
    std::string table = "CREATE OR REPLACE TABLE r (n BIGINT";
    for (const Field& field : fields)
      table += ", " + expr::quoted(field.name) + " " + column_type(field);
    duckdb_query(connection_, (table + ")").c_str(), nullptr);
    duckdb_query(connection_, "BEGIN", nullptr);
    for (std::size_t n = 0; n < records.size(); ++n) {
      std::vector<Value> row{static_cast<std::int64_t>(n)};
      row.insert(row.end(), records[n].begin(), records[n].end());
      const auto answer = run({insertion(row.size()), row}, Type::integer, 0);
      if (answer != std::vector<std::string>{"1"}) throw std::runtime_error(answer.front());
    }
    duckdb_query(connection_, "COMMIT", nullptr);
  }

  [[nodiscard]] std::vector<std::string> ask(const Sql& expression, Type type, int scale) override {
    return run({"SELECT " + expression.text + " FROM r ORDER BY n", expression.values}, type,
               scale);
  }

 private:
  static std::string column_type(const Field& field) {
    switch (storage_of(field.type)) {
      case Storage::boolean:
        return "BOOLEAN";
      case Storage::integer:
        return "BIGINT";
      case Storage::decimal:
        return "DECIMAL(18, " + std::to_string(field.scale) + ")";
      case Storage::date:
        return "DATE";
      case Storage::timestamp:
        return "TIMESTAMP";
      case Storage::text:
        break;
    }
    return "VARCHAR";
  }

  static duckdb_type type_id(Type type) {
    switch (type) {
      case Type::boolean:
        return DUCKDB_TYPE_BOOLEAN;
      case Type::integer:
        return DUCKDB_TYPE_BIGINT;
      case Type::decimal:
        return DUCKDB_TYPE_DECIMAL;
      case Type::real:
        return DUCKDB_TYPE_DOUBLE;
      case Type::date:
        return DUCKDB_TYPE_DATE;
      case Type::timestamp:
        return DUCKDB_TYPE_TIMESTAMP;
      case Type::text:
        return DUCKDB_TYPE_VARCHAR;
    }
    return DUCKDB_TYPE_INVALID;
  }

  static void bind(duckdb_prepared_statement statement, idx_t at, const Value& value) {
    if (is_null(value)) duckdb_bind_null(statement, at);
    if (const auto* truth = std::get_if<bool>(&value)) duckdb_bind_boolean(statement, at, *truth);
    if (const auto* n = std::get_if<std::int64_t>(&value)) duckdb_bind_int64(statement, at, *n);
    if (const auto* d = std::get_if<Date>(&value)) duckdb_bind_date(statement, at, {d->days});
    if (const auto* t = std::get_if<Timestamp>(&value)) {
      duckdb_bind_timestamp(statement, at, {t->microseconds});
    }
    if (std::holds_alternative<Decimal>(value) || std::holds_alternative<std::string>(value)) {
      const std::string text = to_text(value);
      duckdb_bind_varchar_length(statement, at, text.data(), text.size());
    }
  }

  std::vector<std::string> run(const Sql& sql, Type type, int scale) {
    duckdb_prepared_statement statement = nullptr;
    std::vector<std::string> answers;
    if (duckdb_prepare(connection_, sql.text.c_str(), &statement) != DuckDBSuccess) {
      answers = {std::string("error: ") + duckdb_prepare_error(statement)};
      duckdb_destroy_prepare(&statement);
      return answers;
    }
    for (std::size_t i = 0; i < sql.values.size(); ++i) bind(statement, i + 1, sql.values[i]);
    duckdb_result result;
    if (duckdb_execute_prepared(statement, &result) != DuckDBSuccess) {
      answers = {std::string("error: ") + duckdb_result_error(&result)};
    } else if (duckdb_column_type(&result, 0) != type_id(type) || !has_scale(result, type, scale)) {
      answers = {"error: type " + std::to_string(duckdb_column_type(&result, 0))};
    } else {
      while (duckdb_data_chunk chunk = duckdb_fetch_chunk(result)) {
        append_words(answers, chunk, type);
        duckdb_destroy_data_chunk(&chunk);
      }
    }
    duckdb_destroy_result(&result);
    duckdb_destroy_prepare(&statement);
    return answers;
  }

  static bool has_scale(duckdb_result& result, Type type, int scale) {
    if (type != Type::decimal) return true;
    duckdb_logical_type found = duckdb_column_logical_type(&result, 0);
    const bool same = duckdb_decimal_width(found) == 18 && duckdb_decimal_scale(found) == scale;
    duckdb_destroy_logical_type(&found);
    return same;
  }

  static void append_words(std::vector<std::string>& answers, duckdb_data_chunk chunk, Type type) {
    duckdb_vector column = duckdb_data_chunk_get_vector(chunk, 0);
    const void* data = duckdb_vector_get_data(column);
    uint64_t* validity = duckdb_vector_get_validity(column);
    for (idx_t row = 0; row < duckdb_data_chunk_get_size(chunk); ++row) {
      const bool known = validity == nullptr || duckdb_validity_row_is_valid(validity, row);
      answers.push_back(known ? word(data, row, type) : "null");
    }
  }

  static std::string word(const void* data, idx_t row, Type type) {
    switch (type) {
      case Type::boolean:
        return static_cast<const bool*>(data)[row] ? "true" : "false";
      case Type::real:
        return canonical(static_cast<const double*>(data)[row]);
      case Type::date:
        return std::to_string(static_cast<const std::int32_t*>(data)[row]);
      case Type::text: {
        duckdb_string_t text = static_cast<const duckdb_string_t*>(data)[row];
        const auto size = duckdb_string_t_length(text);
        return quoted_text({duckdb_string_t_data(&text), size});
      }
      default:
        return std::to_string(static_cast<const std::int64_t*>(data)[row]);
    }
  }

  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
};

}  // namespace

std::vector<std::unique_ptr<Engine>> all_engines() {
  std::vector<std::unique_ptr<Engine>> engines;
  engines.push_back(std::make_unique<Sqlite>());
  engines.push_back(std::make_unique<Duck>());
  if (auto* server = support::PostgresServer::shared()) {
    engines.push_back(std::make_unique<Postgres>(server->create_database()));
  }
  return engines;
}

std::string canonical(double real) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%a", real + 0.0);  // engines differ in the sign of zero
  return buffer;
}

std::string canonical(const Value& value) {
  if (is_null(value)) return "null";
  if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* decimal = std::get_if<Decimal>(&value)) return std::to_string(decimal->unscaled);
  if (const auto* date = std::get_if<Date>(&value)) return std::to_string(date->days);
  if (const auto* time = std::get_if<Timestamp>(&value)) return std::to_string(time->microseconds);
  return quoted_text(std::get<std::string>(value));
}

}  // namespace zhiheng::expr::testing
