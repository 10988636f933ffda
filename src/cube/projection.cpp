#include "cube/projection.h"

#include <algorithm>

#include "base/sha256.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

/// Raised when this room itself stores something in another way.
constexpr std::string_view generation = "4";

std::string column_type(const RelationColumn& column) {
  if (column.digits > 0) return "INTEGER";
  switch (column.storage) {
    case Storage::boolean:
      return "BOOLEAN";
    case Storage::integer:
      return "BIGINT";
    case Storage::decimal:
      return "DECIMAL(18, " + std::to_string(column.scale) + ")";
    case Storage::date:
      return "DATE";
    case Storage::timestamp:
      return "TIMESTAMP";
    case Storage::text:
      return "VARCHAR";
  }
  return "VARCHAR";
}

/// The levels of a hierarchical code that are kept as numbers.
std::vector<RelationColumn> levels(const catalog::Field& field, std::size_t position) {
  const auto level = [&](const char* name, std::size_t digits) {
    return RelationColumn{field.name + ":" + name, Storage::integer, 0, position, digits};
  };
  if (field.list) return {};
  if (field.type == catalog::FieldType::region) {
    return {level("province", 2), level("prefecture", 4)};
  }
  if (field.type == catalog::FieldType::industry) return {level("division", 2)};
  return {};
}

/// Nobody but an indicator asks the cube. What none counts is not worth reading again and keeping
/// twice: events of the supply chain, documents, messages.
bool is_counted(const catalog::Catalog& catalog, const std::string& register_name) {
  return std::ranges::find(catalog.indicators, register_name, &catalog::Indicator::register_name) !=
         catalog.indicators.end();
}

}  // namespace

std::vector<Relation> relations(const catalog::Catalog& catalog, const store::Store& store) {
  std::vector<Relation> all;
  for (const auto& declared : catalog.registers) {
    const store::Table* table = store.table(declared.name);
    if (table == nullptr || !is_counted(catalog, declared.name)) continue;
    Relation relation{declared.name, {}};
    for (std::size_t i = 0; i < table->columns.size(); ++i) {
      const auto& column = table->columns[i];
      const catalog::Field* field = declared.find_field(column.name);
      if (field == nullptr || field->personal || column.encrypted) continue;
      // What only some roles see at all is no dimension for everybody.
      if (!field->visible.empty()) continue;
      relation.columns.push_back({column.name, column.storage, column.scale, i, 0});
      for (auto& level : levels(*field, i)) relation.columns.push_back(std::move(level));
    }
    all.push_back(std::move(relation));
  }
  return all;
}

std::string source_sql(const RelationColumn& column) {
  if (column.digits == 0) return expr::quoted(column.name);
  const std::string field = expr::quoted(column.name.substr(0, column.name.find(':')));
  const std::string n = std::to_string(column.digits);
  return "CASE WHEN " + field + " ~ '^[0-9]{" + n + "}' THEN CAST(substr(" + field + ", 1, " + n +
         ") AS INTEGER) END AS " + expr::quoted(column.name);
}

std::string create_table(const Relation& relation, const std::string& table) {
  std::string sql = "CREATE TABLE " + expr::quoted(table) +
                    " (\n  \"id\" UUID,\n  \"state\" VARCHAR,\n  \"recorded_at\" TIMESTAMP"
                    ",\n  \"_commit\" BIGINT";
  for (const auto& column : relation.columns) {
    sql += ",\n  " + expr::quoted(column.name) + " " + column_type(column);
  }
  return sql + "\n)";
}

std::string layout(const std::vector<Relation>& relations) {
  std::string text(generation);
  for (const auto& relation : relations) {
    text += "\n" + create_table(relation, relation.name);
    for (const auto& column : relation.columns) text += " " + std::to_string(column.position);
  }
  return to_hex(sha256(text));
}

}  // namespace zhiheng::cube
