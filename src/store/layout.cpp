#include "store/layout.h"

#include <set>

#include "store/failures.h"

namespace zhiheng::store {
namespace {

constexpr std::string_view storage_names[] = {"boolean", "integer",   "decimal",
                                              "date",    "timestamp", "text"};

// Names that every table has for its own use.
const std::set<std::string_view> system_columns = {
    "seq",         "id",    "version", "state",      "deleted",   "reason", "recorded_at",
    "recorded_by", "batch", "row",     "superseded", "prev_hash", "hash"};

bool is_name(std::string_view name) {
  // PostgreSQL cuts names at 63 bytes; "r_", "_current" and index names need some of them.
  if (name.empty() || name.size() > 48 || name[0] < 'a' || name[0] > 'z') return false;
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool has_column(const Table& table, std::string_view name) {
  return std::any_of(table.columns.begin(), table.columns.end(),
                     [&](const Column& column) { return column.name == name; });
}

}  // namespace

std::size_t Layout::position(std::string_view column) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == column) return i;
  }
  return npos;
}

const Column* Layout::by_column_number(int number) const {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (numbers[i] == number) return &columns[i];
  }
  return nullptr;
}

const Layout* Schema::find(std::string_view table) const {
  const auto found = tables.find(table);
  return found == tables.end() ? nullptr : found->second.get();
}

Layout make_layout(const Table& table, std::span<const StoredColumn> stored) {
  Layout layout;
  layout.table = table;
  layout.columns = table.columns;
  layout.relation = "r_" + table.name;
  layout.current = layout.relation + "_current";
  for (const Column& column : table.columns) {
    for (const StoredColumn& one : stored) {
      if (one.column.name == column.name) layout.numbers.push_back(one.number);
    }
  }
  for (const StoredColumn& one : stored) {
    if (has_column(table, one.column.name)) continue;
    layout.columns.push_back(one.column);
    layout.numbers.push_back(one.number);
  }
  for (std::size_t i = 0; i < layout.columns.size(); ++i) layout.by_number.push_back(i);
  std::sort(layout.by_number.begin(), layout.by_number.end(),
            [&](std::size_t a, std::size_t b) { return layout.numbers[a] < layout.numbers[b]; });
  for (const std::string& name : table.key) layout.key.push_back(layout.position(name));
  layout.encrypted = std::any_of(layout.columns.begin(), layout.columns.end(),
                                 [](const Column& column) { return column.encrypted; });
  return layout;
}

Result<void> check_declaration(const Table& table) {
  if (!is_name(table.name)) {
    return fail(migration_refused, "table", table.name, "[a-z][a-z0-9_]{0,47}");
  }
  std::set<std::string_view> seen;
  for (const Column& column : table.columns) {
    const std::string where = table.name + "." + column.name;
    if (!is_name(column.name))
      return fail(migration_refused, where, column.name, "[a-z][a-z0-9_]{0,47}");
    if (system_columns.contains(column.name)) {
      return fail(migration_refused, where, column.name,
                  "a name that the store does not use itself");
    }
    if (!seen.insert(column.name).second)
      return fail(migration_refused, where, "declared twice", "once");
    if (column.scale < 0 || column.scale > 18) {
      return fail(migration_refused, where, std::to_string(column.scale), "0..18 decimal places");
    }
    if (column.encrypted && column.storage != Storage::text) {
      return fail(migration_refused, where, std::string(storage_name(column.storage)),
                  "text, because it is encrypted");
    }
  }
  std::vector<std::vector<std::string>> lists = table.indexes;
  lists.push_back(table.key);
  for (const auto& list : lists) {
    for (const std::string& name : list) {
      if (has_column(table, name) || name == "state" || name == "recorded_at" || name == "id")
        continue;
      return fail(migration_refused, table.name, name, "a declared column");
    }
  }
  for (const std::string& name : table.key) {
    if (!has_column(table, name))
      return fail(migration_refused, table.name, name, "a declared column");
  }
  return {};
}

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  text.append(name).append("\"");
  return text;
}

std::string_view storage_name(Storage storage) {
  return storage_names[static_cast<std::size_t>(storage)];
}

std::optional<Storage> storage_named(std::string_view name) {
  for (std::size_t i = 0; i < std::size(storage_names); ++i) {
    if (storage_names[i] == name) return static_cast<Storage>(i);
  }
  return std::nullopt;
}

std::string sql_type(const Column& column, Dialect dialect) {
  if (dialect == Dialect::sqlite) return column.storage == Storage::text ? "TEXT" : "INTEGER";
  switch (column.storage) {
    case Storage::boolean:
      return "BOOLEAN";
    case Storage::integer:
      return "BIGINT";
    case Storage::decimal:
      return "NUMERIC(18," + std::to_string(column.scale) + ")";
    case Storage::date:
      return "DATE";
    case Storage::timestamp:
      return "TIMESTAMPTZ";
    case Storage::text:
      break;
  }
  return "TEXT COLLATE \"C\"";  // bytewise, as SQLite sorts
}

std::string create_table_sql(const Layout& layout, Dialect dialect) {
  const bool lite = dialect == Dialect::sqlite;
  std::string sql = "CREATE TABLE " + quoted_name(layout.relation);
  sql += lite
             ? " (seq INTEGER PRIMARY KEY, id BLOB NOT NULL, version INTEGER NOT NULL,"
               " state TEXT NOT NULL, deleted INTEGER NOT NULL, reason TEXT NOT NULL,"
               " recorded_at INTEGER NOT NULL, recorded_by TEXT NOT NULL, batch TEXT NOT NULL,"
               " \"row\" INTEGER NOT NULL, superseded INTEGER, prev_hash BLOB, hash BLOB NOT NULL"
             : " (seq BIGINT NOT NULL, id UUID NOT NULL, version INTEGER NOT NULL,"
               " state TEXT COLLATE \"C\" NOT NULL, deleted BOOLEAN NOT NULL, reason TEXT NOT NULL,"
               " recorded_at TIMESTAMPTZ NOT NULL, recorded_by TEXT NOT NULL, batch TEXT NOT NULL,"
               " \"row\" BIGINT NOT NULL, superseded BIGINT, prev_hash BYTEA, hash BYTEA NOT NULL";
  for (const Column& column : layout.columns) {
    sql += ", " + quoted_name(column.name) + " " + sql_type(column, dialect);
  }
  // With Citus a primary key must hold the distribution column, hence not seq there.
  sql += lite ? ") STRICT;" : ", PRIMARY KEY (id, version));";
  if (lite) {
    sql += "CREATE UNIQUE INDEX " + quoted_name("i_" + layout.table.name + "__id") + " ON " +
           quoted_name(layout.relation) + " (id, version);";
  } else {
    sql += "CREATE INDEX " + quoted_name("i_" + layout.table.name + "__seq") + " ON " +
           quoted_name(layout.relation) + " (seq);";
  }
  sql += "CREATE TABLE " + quoted_name(layout.current);
  sql += lite ? " (key BLOB PRIMARY KEY, id BLOB NOT NULL, seq INTEGER NOT NULL,"
                " version INTEGER NOT NULL, state TEXT NOT NULL, deleted INTEGER NOT NULL,"
                " fingerprint BLOB NOT NULL) STRICT, WITHOUT ROWID;"
              : " (key BYTEA PRIMARY KEY, id UUID NOT NULL, seq BIGINT NOT NULL,"
                " version INTEGER NOT NULL, state TEXT NOT NULL, deleted BOOLEAN NOT NULL,"
                " fingerprint BYTEA NOT NULL);";
  return sql;
}

std::string add_column_sql(const Layout& layout, const Column& column, Dialect dialect) {
  return "ALTER TABLE " + quoted_name(layout.relation) + " ADD COLUMN " + quoted_name(column.name) +
         " " + sql_type(column, dialect) + ";";
}

std::string index_name(const Layout& layout, std::span<const std::string> columns) {
  std::string name = "i_" + layout.table.name;
  for (const std::string& column : columns) name += "_" + column;
  if (name.size() <= 60) return name;
  return name.substr(0, 40) + "_" + to_hex(sha256(name)).substr(0, 16);
}

std::string create_index_sql(const Layout& layout, std::span<const std::string> columns,
                             Dialect dialect) {
  std::string sql = "CREATE INDEX IF NOT EXISTS " + quoted_name(index_name(layout, columns)) +
                    " ON " + quoted_name(layout.relation) + " (";
  // Nulls sort first in SQLite; told to PostgreSQL so that pages are the same and use the index.
  // What stands behind the id is there to be read from the index, which PostgreSQL gains little by
  // and an import would pay for.
  const bool postgres = dialect == Dialect::postgresql;
  const char* const nulls = postgres ? " NULLS FIRST, " : ", ";
  bool with_id = false;
  for (const std::string& column : columns) {
    if (with_id && postgres) break;
    sql += quoted_name(column) + (column == "id" ? ", " : nulls);
    with_id = with_id || column == "id";
  }
  sql.resize(sql.size() - 2);
  return sql + (with_id ? "" : ", id") + ") WHERE superseded IS NULL AND NOT deleted;";
}

std::string create_system_sql(Dialect dialect) {
  const bool lite = dialect == Dialect::sqlite;
  const std::string end = lite ? ") STRICT;" : ");";
  const std::string end_keyed = lite ? ") STRICT, WITHOUT ROWID;" : ");";
  const std::string bytes = lite ? " BLOB" : " BYTEA";
  const std::string integer = lite ? " INTEGER" : " BIGINT";
  const std::string time = lite ? " INTEGER" : " TIMESTAMPTZ";
  const std::string truth = lite ? " INTEGER" : " BOOLEAN";
  return "CREATE TABLE IF NOT EXISTS store_facts (name TEXT PRIMARY KEY, value TEXT NOT NULL" +
         end_keyed +
         "CREATE TABLE IF NOT EXISTS schema_tables (name TEXT PRIMARY KEY, natural_key TEXT NOT "
         "NULL, indexes TEXT NOT NULL" +
         end_keyed +
         "CREATE TABLE IF NOT EXISTS schema_columns (table_name TEXT NOT NULL, number INTEGER NOT "
         "NULL, name TEXT NOT NULL, storage TEXT NOT NULL, scale INTEGER NOT NULL, encrypted" +
         truth + " NOT NULL, PRIMARY KEY (table_name, number)" + end_keyed +
         "CREATE TABLE IF NOT EXISTS commits (number" + integer + " PRIMARY KEY, recorded_at" +
         time + " NOT NULL, author TEXT NOT NULL, batch TEXT NOT NULL, root" + bytes +
         " NOT NULL, chain" + bytes + " NOT NULL" + end +
         "CREATE TABLE IF NOT EXISTS commit_ranges (number" + integer +
         " NOT NULL, table_name TEXT NOT NULL, first_seq" + integer + " NOT NULL, last_seq" +
         integer + " NOT NULL, PRIMARY KEY (number, table_name)" + end_keyed +
         "CREATE INDEX IF NOT EXISTS i_commit_ranges_last ON commit_ranges (table_name, last_seq);"
         "CREATE TABLE IF NOT EXISTS pairs (space TEXT NOT NULL, key TEXT NOT NULL, value " +
         std::string(lite ? "BLOB" : "BYTEA") + " NOT NULL, PRIMARY KEY (space, key)" + end_keyed;
}

}  // namespace zhiheng::store
