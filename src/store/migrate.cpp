// Forward migrations: what the declarations have and the database has not.

#include "base/log.h"
#include "store/database.h"
#include "store/failures.h"
#include "store/key_check.h"

namespace zhiheng::store {
namespace {

constexpr std::int64_t schema_version = 1;

std::string join(std::span<const std::string> names, char separator) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += separator;
    text += name;
  }
  return text;
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    names.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return names;
}

std::string join_lists(std::span<const std::vector<std::string>> lists) {
  std::vector<std::string> names;
  for (const auto& list : lists) names.push_back(join(list, ','));
  return join(names, ';');
}

std::vector<std::vector<std::string>> split_lists(std::string_view text) {
  std::vector<std::vector<std::string>> lists;
  for (const std::string& one : split(text, ';')) lists.push_back(split(one, ','));
  return lists;
}

std::vector<StoredColumn> stored_columns(const Layout& layout) {
  std::vector<StoredColumn> stored;
  stored.reserve(layout.columns.size());
  for (std::size_t i = 0; i < layout.columns.size(); ++i) {
    stored.push_back({layout.numbers[i], layout.columns[i]});
  }
  return stored;
}

Result<void> insert_column(Connection& connection, const std::string& table,
                           const StoredColumn& stored) {
  const Column& column = stored.column;
  const Parameter values[] = {Value(table),
                              Value(std::int64_t{stored.number}),
                              Value(column.name),
                              Value(std::string(storage_name(column.storage))),
                              Value(std::int64_t{column.scale}),
                              Value(column.encrypted)};
  return connection.execute(
      "INSERT INTO schema_columns (table_name, number, name, storage, scale, encrypted) "
      "VALUES (?, ?, ?, ?, ?, ?)",
      values);
}

std::string described(const Column& column) {
  std::string text(storage_name(column.storage));
  if (column.storage == Storage::decimal) text += "(" + std::to_string(column.scale) + ")";
  return column.encrypted ? text + " encrypted" : text;
}

// The columns that the declaration has and the database has not; a changed type is refused.
Result<std::vector<StoredColumn>> missing_columns(const Table& table, const Layout* stored) {
  std::vector<StoredColumn> missing;
  int next = 1;
  if (stored != nullptr) {
    for (const int number : stored->numbers) next = std::max(next, number + 1);
  }
  for (const Column& column : table.columns) {
    const std::size_t position = stored == nullptr ? npos : stored->position(column.name);
    if (position == npos) {
      missing.push_back({next++, column});
      continue;
    }
    const std::string found = described(stored->columns[position]);
    if (found != described(column)) {
      return fail(migration_refused, table.name + "." + column.name, described(column), found);
    }
  }
  return missing;
}

std::vector<std::vector<std::string>> missing_indexes(const Table& table, const Layout* stored) {
  std::vector<std::vector<std::string>> missing;
  for (const auto& index : table.indexes) {
    const bool known =
        stored != nullptr && std::find(stored->table.indexes.begin(), stored->table.indexes.end(),
                                       index) != stored->table.indexes.end();
    if (!known && std::find(missing.begin(), missing.end(), index) == missing.end()) {
      missing.push_back(index);
    }
  }
  return missing;
}

}  // namespace

Result<bool> Database::has_system_tables(Connection& connection) const {
  const std::string sql = dialect() == Dialect::sqlite
                              ? "SELECT count(*) FROM sqlite_master WHERE name = 'store_facts'"
                              : "SELECT (to_regclass('store_facts') IS NOT NULL)::int";
  bool there = false;
  ZH_DO(connection.query(sql, {}, [&](const Cursor& row) -> Result<bool> {
    there = row.integer(0) != 0;
    return false;
  }));
  return there;
}

Result<void> Database::make_system_tables(Connection& connection) {
  ZH_DO(connection.begin_write());
  auto made = connection.run(create_system_sql(dialect()));
  if (made) {
    const Parameter values[] = {Value(std::string("schema_version")),
                                Value(std::to_string(schema_version))};
    made = connection.execute(
        "INSERT INTO store_facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        values);
  }
  if (made) made = connection.commit();
  if (!made) connection.rollback();
  return made;
}

Result<void> Database::start() {
  ZH_TRY(writer_, connect(Use::write));
  start_housekeeping();
  ZH_TRY(const bool there, has_system_tables(*writer_));
  if (!there) {
    if (location_.read_only) return fail(cannot_open, location_.folder, "no store", "a store");
    ZH_DO(make_system_tables(*writer_));
  }
  std::string version;
  ZH_DO(writer_->query("SELECT value FROM store_facts WHERE name = 'schema_version'", {},
                       [&](const Cursor& row) -> Result<bool> {
                         version = row.bytes(0);
                         return false;
                       }));
  if (version != std::to_string(schema_version)) {
    return fail(newer_schema, "schema_version", version, std::to_string(schema_version));
  }
  ZH_TRY(Schema schema, read_schema(*writer_));
  adopt(std::move(schema));
  ZH_DO(note_distribution());
  return load_key(*writer_, false);
}

Result<Schema> Database::read_schema(Connection& connection) const {
  std::map<std::string, std::vector<StoredColumn>> columns;
  std::vector<Table> tables;
  ZH_DO(connection.query(
      "SELECT table_name, number, name, storage, scale, encrypted FROM schema_columns "
      "ORDER BY table_name, number",
      {}, [&](const Cursor& row) -> Result<bool> {
        const auto storage = storage_named(row.bytes(3));
        if (!storage) return fail(newer_schema, "schema_columns", std::string(row.bytes(3)));
        columns[std::string(row.bytes(0))].push_back(
            {static_cast<int>(row.integer(1)),
             {std::string(row.bytes(2)), *storage, static_cast<int>(row.integer(4)),
              row.integer(5) != 0}});
        return true;
      }));
  ZH_DO(connection.query("SELECT name, natural_key, indexes FROM schema_tables", {},
                         [&](const Cursor& row) -> Result<bool> {
                           tables.push_back({.name = std::string(row.bytes(0)),
                                             .columns = {},
                                             .key = split(row.bytes(1), ','),
                                             .indexes = split_lists(row.bytes(2))});
                           return true;
                         }));
  Schema schema;
  for (Table& table : tables) {
    const auto& stored = columns[table.name];
    for (const StoredColumn& one : stored) table.columns.push_back(one.column);
    schema.tables[table.name] = std::make_shared<const Layout>(make_layout(table, stored));
  }
  return schema;
}

void Database::adopt(Schema schema) {
  const std::lock_guard lock(schema_mutex_);
  schemas_.push_back(std::make_shared<const Schema>(std::move(schema)));
}

Result<std::string> key_check(Connection& connection) {
  std::string check;
  ZH_DO(connection.query("SELECT value FROM store_facts WHERE name = 'key_check'", {},
                         [&](const Cursor& row) -> Result<bool> {
                           check = row.bytes(0);
                           return false;
                         }));
  return check;
}

Result<void> Database::load_key(Connection& connection, bool make) {
  bool needed = false;
  {
    const std::lock_guard lock(schema_mutex_);
    for (const auto& [name, layout] : schemas_.back()->tables) needed |= layout->encrypted;
    needed = needed && cipher_ == nullptr;
  }
  if (!needed) return {};
  ZH_TRY(const std::string check, key_check(connection));
  // A key is only made for a store that never had one: otherwise its data could not be read.
  auto cipher = load_cipher(location_.folder, make && check.empty());
  // Without its key a store can still be opened, verified and backed up.
  if (!cipher && !make) {
    log(Level::warning, "store.key_missing", {{"where", cipher.error().where}});
    return {};
  }
  if (!cipher) return std::unexpected(std::move(cipher).error());
  if (!check.empty() && check != (*cipher)->check_text()) return fail(key_wrong);
  if (check.empty() && make) {
    const std::string text = (*cipher)->check_text();
    ZH_DO(as_writer([&](Connection& writer) {
      const Parameter values[] = {Value(std::string("key_check")), Value(text)};
      return writer.execute("INSERT INTO store_facts (name, value) VALUES (?, ?)", values);
    }));
  }
  const std::lock_guard lock(schema_mutex_);
  cipher_ = *std::move(cipher);
  return {};
}

Result<void> Database::migrate(Connection& connection, const Table& table, const Schema& schema) {
  const Layout* const stored = schema.find(table.name);
  ZH_TRY(const std::vector<StoredColumn> missing, missing_columns(table, stored));
  std::vector<StoredColumn> all;
  if (stored != nullptr) all = stored_columns(*stored);
  all.insert(all.end(), missing.begin(), missing.end());
  const Layout layout = make_layout(table, all);
  if (stored == nullptr) {
    ZH_DO(connection.run(create_table_sql(layout, dialect())));
    ZH_DO(distribute_new(connection, table.name));
  } else {
    for (const StoredColumn& one : missing) {
      ZH_DO(connection.run(add_column_sql(layout, one.column, dialect())));
    }
  }
  for (const StoredColumn& one : missing) ZH_DO(insert_column(connection, table.name, one));
  for (const auto& index : missing_indexes(table, stored)) {
    ZH_DO(connection.run(create_index_sql(layout, index, dialect())));
  }
  for (const auto& index : missing_indexes(stored == nullptr ? Table{} : stored->table, &layout)) {
    ZH_DO(connection.run("DROP INDEX IF EXISTS " + quoted_name(index_name(layout, index))));
  }
  const Parameter values[] = {Value(table.name), Value(join(table.key, ',')),
                              Value(join_lists(table.indexes))};
  ZH_DO(connection.execute(
      "INSERT INTO schema_tables (name, natural_key, indexes) VALUES (?, ?, ?) ON CONFLICT (name) "
      "DO UPDATE SET natural_key = excluded.natural_key, indexes = excluded.indexes",
      values));
  if (stored != nullptr && stored->table.key != table.key) {
    return rebuild_current(connection, layout);
  }
  return {};
}

Result<void> Database::declare(std::span<const Table> tables) {
  for (const Table& table : tables) ZH_DO(check_declaration(table));
  const auto changes = [&](const Schema& schema) -> Result<bool> {
    bool any = false;
    for (const Table& table : tables) {
      const Layout* const stored = schema.find(table.name);
      ZH_TRY(const auto missing, missing_columns(table, stored));
      any = any || stored == nullptr || !missing.empty() || stored->table.key != table.key ||
            !missing_indexes(table, stored).empty() ||
            stored->table.indexes.size() != table.indexes.size();
    }
    return any;
  };
  Schema schema;
  {
    ZH_TRY(const Lease connection, lease());
    ZH_TRY(schema, read_schema(*connection));
  }
  ZH_TRY(const bool needed, changes(schema));
  if (needed) {
    ZH_DO(as_writer([&](Connection& connection) -> Result<void> {
      ZH_TRY(const Schema present, read_schema(connection));
      for (const Table& table : tables) ZH_DO(migrate(connection, table, present));
      return {};
    }));
    ZH_TRY(const Lease connection, lease());
    ZH_TRY(schema, read_schema(*connection));
  }
  for (const Table& table : tables) {
    auto& layout = schema.tables[table.name];
    layout = std::make_shared<const Layout>(make_layout(table, stored_columns(*layout)));
  }
  adopt(std::move(schema));
  if (needed) ZH_DO(note_distribution());
  ZH_DO(note_missing_indexes());
  ZH_TRY(const Lease connection, lease());
  return load_key(*connection, !location_.read_only);
}

}  // namespace zhiheng::store
