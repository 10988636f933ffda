#include "cube/summary.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "cube/counting.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

using Column = SummaryTable::Column;

std::string in_records(const std::string& name) { return "r." + expr::quoted(name); }

std::string type_of(const catalog::Field* field) {
  return field != nullptr && field->storage() == Storage::boolean ? "BOOLEAN" : "VARCHAR";
}

/// A prefecture tells its province, which costs no line more: both stand in the table.
std::vector<Column> key_columns(const catalog::Register& of, const std::string& key) {
  const auto colon = key.find(':');
  const catalog::Field* field = of.find_field(key.substr(0, colon));
  if (colon == std::string::npos) return {{key, type_of(field), {in_records(key), {}}}};
  if (key.substr(colon) == ":month") {
    const bool timestamped = field->storage() == Storage::timestamp;
    return {
        {key, "INTEGER", {month_number(day_in_china(in_records(field->name), timestamped)), {}}}};
  }
  std::vector<Column> columns{{key, "INTEGER", {in_records(key), {}}}};
  if (key.ends_with(":prefecture")) {
    const std::string province = field->name + ":province";
    columns.push_back({province, "INTEGER", {in_records(province), {}}});
  }
  return columns;
}

/// Whether all fields that an expression names are in the cube.
class Present {
 public:
  Present(const catalog::Register& of, const Relation& relation) : fields_(of.expression_fields()) {
    names_ = {"state", "recorded_at"};
    for (const auto& column : relation.columns) names_.insert(column.name);
  }
  [[nodiscard]] bool operator()(const std::string& key) const {
    return names_.contains(key.substr(0, key.find(':')));
  }
  [[nodiscard]] bool operator()(const std::optional<expr::Expression>& part) const {
    if (!part) return true;
    return !part->uses_today() && std::ranges::all_of(part->fields_used(), [&](std::size_t i) {
      return names_.contains(fields_[i].name);
    });
  }
  [[nodiscard]] bool operator()(const catalog::Indicator& indicator) const {
    return (*this)(indicator.filter) && (*this)(indicator.numerator) &&
           (*this)(indicator.denominator) && (*this)(indicator.value) && (*this)(indicator.base);
  }

 private:
  std::vector<expr::Field> fields_;
  std::set<std::string> names_;
};

void add_indicator(const catalog::Indicator& indicator, SummaryTable& table) {
  const auto counted = counting(indicator, Dialect::duckdb, Date{});
  if (!counted.exact) return;
  const Sql filter =
      indicator.filter ? indicator.filter->emit(Dialect::duckdb, expr::Environment{Date{}}, "r.")
                       : Sql{};
  const auto add = [&](const std::string& name, const std::string& type, Sql from) {
    table.sums.push_back({indicator.name + "." + name, type, std::move(from)});
  };
  if (indicator.filter) add("records", "BIGINT", aggregate({filter}, {}));
  const Sql small = counted.too_large.text.empty()
                        ? Sql{}
                        : std::move(SqlText() << "NOT " << counted.too_large).done();
  for (const auto& number : counted.numbers) {
    const bool sum = !number.value.text.empty();
    const std::string type =
        sum ? "DECIMAL(38, " + std::to_string(number.scale) + ")" : std::string("BIGINT");
    add(number.name, type,
        aggregate({filter, number.when, number.product ? small : Sql{}}, number.value));
  }
  if (!small.text.empty()) {
    add("too_large", "BIGINT",
        aggregate({filter, counted.numbers.front().when, counted.too_large}, {}));
  }
  table.indicators.push_back(indicator.name);
}

}  // namespace

std::string SummaryTable::sql_name() const { return "own." + expr::quoted(name); }

std::vector<SummaryTable> summary_tables(const catalog::Catalog& catalog,
                                         const std::vector<Relation>& relations) {
  std::vector<SummaryTable> all;
  for (const auto& relation : relations) {
    const catalog::Register* of = catalog.find_register(relation.name);
    const Present present(*of, relation);
    std::size_t number = 0;
    for (const auto& declared : of->summaries) {
      ++number;
      if (!std::ranges::all_of(declared.keys, present)) continue;
      SummaryTable table{relation.name + "." + std::to_string(number), relation.name, {}, {}, {}};
      for (const auto& key : declared.keys) {
        for (auto& column : key_columns(*of, key)) {
          const bool there = std::ranges::find(table.keys, column.name, &Column::name) !=
                             table.keys.end();
          if (!there) table.keys.push_back(std::move(column));
        }
      }
      table.sums.push_back({"records", "BIGINT", {"count(*)", {}}});
      for (const auto& indicator : catalog.indicators) {
        if (indicator.register_name == relation.name && present(indicator)) {
          add_indicator(indicator, table);
        }
      }
      all.push_back(std::move(table));
    }
  }
  return all;
}

std::string create_summary(const SummaryTable& table) {
  std::string columns;
  for (const auto* part : {&table.keys, &table.sums}) {
    for (const auto& column : *part) {
      columns += (columns.empty() ? "\n  " : ",\n  ") + expr::quoted(column.name) + " " + column.type;
    }
  }
  return "CREATE TABLE " + table.sql_name() + " (" + columns + "\n)";
}

Sql counted(const SummaryTable& table, const std::string& where, bool taken_off) {
  SqlText sql;
  sql << "SELECT ";
  for (const auto& key : table.keys) sql << key.from << ", ";
  for (std::size_t i = 0; i < table.sums.size(); ++i) {
    sql << (i > 0 ? ", " : "") << (taken_off ? "-" : "") << "coalesce(" << table.sums[i].from
        << ", 0)";
  }
  sql << " FROM " << expr::quoted(table.relation) << " AS r";
  if (!where.empty()) sql << " WHERE " << where;
  return std::move(sql << " GROUP BY ALL").done();
}

std::string compacted(const SummaryTable& table) {
  std::string sql = "SELECT ";
  for (const auto& key : table.keys) sql += expr::quoted(key.name) + ", ";
  for (const auto& sum : table.sums) {
    const std::string column = expr::quoted(sum.name);
    sql += "CAST(sum(" + column + ") AS " + sum.type + ") AS " + column;
    if (&sum != &table.sums.back()) sql += ", ";
  }
  return sql + " FROM " + table.sql_name() + " GROUP BY ALL HAVING sum(\"records\") <> 0";
}

std::string definition(const SummaryTable& table) {
  const Sql all = counted(table, {});
  std::string text = create_summary(table) + "\n" + all.text;
  for (const auto& value : all.values) text += "\n" + to_text(value);
  return to_hex(sha256(text));
}

}  // namespace zhiheng::cube
