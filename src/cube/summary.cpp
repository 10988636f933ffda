#include "cube/summary.h"

#include <algorithm>
#include <set>

#include "base/sha256.h"
#include "base/sql_text.h"
#include "cube/counting.h"
#include "expr/expr.h"

namespace zhiheng::cube {
namespace {

using Key = SummaryTable::Key;

std::string in_records(const std::string& name) { return "r." + expr::quoted(name); }

std::string type_of(const catalog::Field* field) {
  return field != nullptr && field->storage() == Storage::boolean ? "BOOLEAN" : "VARCHAR";
}

/// A prefecture tells its province, which costs no line more: both stand in the table.
std::vector<Key> key_columns(const catalog::Register& of, const std::string& key) {
  const auto colon = key.find(':');
  const catalog::Field* field = of.find_field(key.substr(0, colon));
  if (colon == std::string::npos) return {{key, type_of(field), in_records(key)}};
  if (key.substr(colon) == ":month") {
    const bool timestamped = field->storage() == Storage::timestamp;
    return {{key, "INTEGER", month_number(day_in_china(in_records(field->name), timestamped))}};
  }
  std::vector<Key> columns{{key, "INTEGER", in_records(key)}};
  if (key.ends_with(":prefecture")) {
    const std::string province = field->name + ":province";
    columns.push_back({province, "INTEGER", in_records(province)});
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
    // A condition that says `today` changes by itself. The word in a text would do as well, which
    // costs a summary and no answer.
    return !part->text().contains("today") &&
           std::ranges::all_of(part->fields_used(),
                               [&](std::size_t i) { return names_.contains(fields_[i].name); });
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
  std::vector<Sql> filter;
  if (indicator.filter) {
    filter.push_back(indicator.filter->emit(Dialect::duckdb, expr::Environment{Date{}}, "r."));
  }
  const auto add = [&](const std::string& name, const std::string& type, std::vector<Sql> when,
                       const Sql& value = {}) {
    when.insert(when.begin(), filter.begin(), filter.end());
    table.sums.push_back({indicator.name + "." + name, type, std::move(when), value});
  };
  if (indicator.filter) add("records", "BIGINT", {});
  for (const auto& number : counted.numbers) {
    const bool sum = !number.value.text.empty();
    auto when = number.when;
    if (number.product) {
      when.push_back(std::move(SqlText() << "NOT " << counted.too_large).done());
    }
    add(number.name, sum ? "DECIMAL(38, " + std::to_string(number.scale) + ")" : "BIGINT",
        std::move(when), number.value);
  }
  if (!counted.too_large.text.empty()) {
    auto when = counted.numbers.front().when;
    when.push_back(counted.too_large);
    add("too_large", "BIGINT", std::move(when));
  }
  table.indicators.push_back(indicator.name);
}

/// Conditions that several numbers share, each evaluated once: as columns of a relation around the
/// records.
class Conditions {
 public:
  /// The column of the condition.
  Sql column(const Sql& condition) {
    const auto same = [&](const Sql& known) {
      return known.text == condition.text && known.values == condition.values;
    };
    const auto found = std::ranges::find_if(all_, same);
    const auto index = static_cast<std::size_t>(found - all_.begin());
    if (found == all_.end()) all_.push_back(condition);
    return {"r._" + std::to_string(index), {}};
  }
  [[nodiscard]] Sql around(const SummaryTable& table, const std::string& where) const {
    SqlText sql;
    sql << "(SELECT r.*";
    for (std::size_t i = 0; i < all_.size(); ++i) {
      sql << ", (" << all_[i] << ") AS _" << std::to_string(i);
    }
    sql << " FROM " << expr::quoted(table.relation) << " AS r";
    if (!where.empty()) sql << " WHERE " << where;
    return std::move(sql << ") AS r").done();
  }

 private:
  std::vector<Sql> all_;
};

/// For each table the one with the fewest keys beyond its own.
void find_longer(std::vector<SummaryTable>& tables) {
  for (auto& table : tables) {
    const SummaryTable* best = nullptr;
    for (const auto& other : tables) {
      const bool more =
          other.relation == table.relation && other.keys.size() > table.keys.size() &&
          std::ranges::all_of(table.keys, [&](const Key& key) {
            return std::ranges::find(other.keys, key.name, &Key::name) != other.keys.end();
          });
      if (more && (best == nullptr || other.keys.size() < best->keys.size())) best = &other;
    }
    if (best != nullptr) table.longer = best->name;
  }
}

std::string literal(const Value& value) {
  if (is_null(value)) return "NULL";
  if (std::holds_alternative<std::int64_t>(value) || std::holds_alternative<bool>(value)) {
    return to_text(value);
  }
  std::string quoted = "'";
  for (const char c : to_text(value)) quoted.append(c == '\'' ? 2 : 1, c);
  return quoted + "'";
}

/// The same with its values written out: DuckDB reads them before it plans, and is five times
/// faster at long lists. They are the catalog's, not a user's; each stands in a CAST.
Sql written_out(const Sql& sql) {
  std::string text;
  std::size_t next = 0;
  for (const char c : sql.text) {
    if (c == '?') {
      text += literal(sql.values[next++]);
    } else {
      text += c;
    }
  }
  return {std::move(text), {}};
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
          const bool there =
              std::ranges::find(table.keys, column.name, &Key::name) != table.keys.end();
          if (!there) table.keys.push_back(std::move(column));
        }
      }
      table.sums.push_back({"records", "BIGINT"});
      for (const auto& indicator : catalog.indicators) {
        if (indicator.register_name == relation.name && present(indicator)) {
          add_indicator(indicator, table);
        }
      }
      all.push_back(std::move(table));
    }
  }
  find_longer(all);
  return all;
}

std::string create_summary(const SummaryTable& table) {
  std::string columns;
  const auto add = [&](const auto& column) {
    columns += (columns.empty() ? "\n  " : ",\n  ") + expr::quoted(column.name) + " " + column.type;
  };
  for (const auto& key : table.keys) add(key);
  for (const auto& sum : table.sums) add(sum);
  return "CREATE TABLE " + table.sql_name() + " (" + columns + "\n)";
}

Sql counted(const SummaryTable& table, const std::string& where, bool taken_off) {
  Conditions conditions;
  SqlText sql;
  sql << "SELECT ";
  for (const auto& key : table.keys) sql << key.from << ", ";
  for (std::size_t i = 0; i < table.sums.size(); ++i) {
    std::vector<Sql> when;
    for (const auto& condition : table.sums[i].when) when.push_back(conditions.column(condition));
    sql << (i > 0 ? ", " : "") << (taken_off ? "-" : "") << "coalesce("
        << aggregate(when, table.sums[i].value) << ", 0)";
  }
  sql << " FROM " << conditions.around(table, where);
  return written_out(std::move(sql << " GROUP BY ALL").done());
}

std::string with_waiting(const SummaryTable& table, std::int64_t commit) {
  // Beside the number, which lets DuckDB skip the others unread, the one of the moment when the
  // question is answered: records counted since then are in the table.
  const std::string number = std::to_string(commit);
  const Sql waiting = counted(table, "_commit > " + number +
                                         " AND _commit > (SELECT counted FROM own.records "
                                         "WHERE name = '" +
                                         table.relation + "')");
  return "(SELECT * FROM " + table.sql_name() + " UNION ALL " + waiting.text + ")";
}

std::string added_up(const SummaryTable& table, const std::string& from) {
  std::string sql = "SELECT ";
  for (const auto& key : table.keys) sql.append(expr::quoted(key.name)).append(", ");
  for (const auto& sum : table.sums) {
    const std::string column = expr::quoted(sum.name);
    sql += "CAST(sum(" + column + ") AS " + sum.type + ") AS " + column;
    if (&sum != &table.sums.back()) sql += ", ";
  }
  return sql + " FROM " + from + " GROUP BY ALL";
}

std::string compacted(const SummaryTable& table) {
  return added_up(table, table.sql_name()) + " HAVING sum(\"records\") <> 0";
}

std::string definition(const SummaryTable& table) {
  const Sql all = counted(table, {});
  std::string text = create_summary(table) + "\n" + all.text;
  for (const auto& value : all.values) text += "\n" + to_text(value);
  return to_hex(sha256(text));
}

}  // namespace zhiheng::cube
