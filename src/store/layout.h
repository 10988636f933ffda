#pragma once
// A declared table as it lies in the database: numbered columns, names of relations, SQL types.

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "store/store.h"

namespace zhiheng::store {

/// Columns keep the number they got when they were first declared; hashes are over numbers, so a
/// column may be renamed in nothing, reordered freely, added later, or vanish from a declaration.
struct Layout {
  Table table;                  ///< as declared; what callers see
  std::vector<Column> columns;  ///< table.columns, then those that vanished from the declaration
  std::vector<int> numbers;     ///< one per column
  std::vector<std::size_t> by_number;  ///< positions in `columns`, ascending number
  std::vector<std::size_t> key;        ///< positions of the natural key
  bool encrypted = false;              ///< any column is
  std::string relation;                ///< r_<name>
  std::string current;                 ///< r_<name>_current

  /// Position in `columns`, or npos.
  [[nodiscard]] std::size_t position(std::string_view column) const;
  [[nodiscard]] const Column* by_column_number(int number) const;
};

inline constexpr std::size_t npos = static_cast<std::size_t>(-1);

/// All tables that the database has, by name.
struct Schema {
  std::map<std::string, std::shared_ptr<const Layout>, std::less<>> tables;

  [[nodiscard]] const Layout* find(std::string_view table) const;
};

/// A column as `schema_columns` keeps it.
struct StoredColumn {
  int number = 0;
  Column column;
};

/// Puts declared and stored columns together; every declared column must be among the stored.
[[nodiscard]] Layout make_layout(const Table& table, std::span<const StoredColumn> stored);

/// Names, types and keys that cannot become a table.
/// @fails  store.migration_refused
[[nodiscard]] Result<void> check_declaration(const Table& table);

/// "name" with quotes; names are checked to be [a-z][a-z0-9_]*.
[[nodiscard]] std::string quoted_name(std::string_view name);
[[nodiscard]] std::string_view storage_name(Storage storage);
[[nodiscard]] std::optional<Storage> storage_named(std::string_view name);
[[nodiscard]] std::string sql_type(const Column& column, Dialect dialect);

/// The statements that make a table with its columns and its first indexes.
[[nodiscard]] std::string create_table_sql(const Layout& layout, Dialect dialect);
[[nodiscard]] std::string add_column_sql(const Layout& layout, const Column& column,
                                         Dialect dialect);
[[nodiscard]] std::string index_name(const Layout& layout, std::span<const std::string> columns);
[[nodiscard]] std::string create_index_sql(const Layout& layout,
                                           std::span<const std::string> columns, Dialect dialect);
/// What stands in every store beside the registers.
[[nodiscard]] std::string create_system_sql(Dialect dialect);

}  // namespace zhiheng::store
