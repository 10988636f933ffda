// Any bytes as an expression: what is accepted evaluates on any record, and SQLite can read its
// SQL; what is refused says where.

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace {

using namespace zhiheng;

void demand(bool kept) {
  if (!kept) std::abort();
}

const std::vector<expr::Field>& fields() {
  static const std::vector<expr::Field> all = {
      {"ok", expr::Type::boolean},
      {"n", expr::Type::integer},
      {"price", expr::Type::decimal, 2},
      {"fine", expr::Type::decimal, 18},
      {"day", expr::Type::date},
      {"seen", expr::Type::timestamp},
      {"name", expr::Type::text},
      {"region", expr::Type::text, 0, false,
       [](std::string_view code) { return std::string(code); }},
      {"list", expr::Type::text, 0, true}};
  return all;
}

const std::vector<std::vector<Value>>& records() {
  static const std::vector<std::vector<Value>> all = {
      std::vector<Value>(fields().size()),
      {true, std::int64_t{7}, Decimal{1250, 2}, Decimal{1, 18}, Date{19'000}, Timestamp{1},
       std::string("质量Abc"), std::string("620102"), std::string("a|b")},
      {false, std::int64_t{-1'000'000'000'000'000}, Decimal{-999'999'999'999'999'999, 2},
       Decimal{999'999'999'999'999'999, 18}, Date{-719'162}, Timestamp{-62'135'596'800'000'000},
       std::string(), std::string("62"), std::string("|")}};
  return all;
}

/// The type that the expression says it has, and the places.
bool is_of(const Value& value, const expr::Expression& expression) {
  using expr::Type;
  switch (expression.type()) {
    case Type::boolean:
      return std::holds_alternative<bool>(value);
    case Type::integer:
      return std::holds_alternative<std::int64_t>(value);
    case Type::decimal:
      return std::holds_alternative<Decimal>(value) &&
             std::get<Decimal>(value).scale == expression.scale();
    case Type::date:
      return std::holds_alternative<Date>(value) && parse_date(to_text(value)).has_value();
    case Type::timestamp:
      return std::holds_alternative<Timestamp>(value);
    case Type::text:
      return std::holds_alternative<std::string>(value);
    case Type::real:
      return false;
  }
  return false;
}

void read_by_sqlite(const Sql& sql) {
  static sqlite3* database = [] {
    sqlite3* opened = nullptr;
    sqlite3_open(":memory:", &opened);
    sqlite3_exec(opened, "CREATE TABLE r (ok, n, price, fine, day, seen, name, region, list)",
                 nullptr, nullptr, nullptr);
    return opened;
  }();
  sqlite3_stmt* statement = nullptr;
  const std::string text = "SELECT 1 FROM r WHERE (n > 0 AND (" + sql.text + "))";
  demand(sqlite3_prepare_v2(database, text.c_str(), -1, &statement, nullptr) == SQLITE_OK);
  demand(static_cast<std::size_t>(sqlite3_bind_parameter_count(statement)) == sql.values.size());
  sqlite3_finalize(statement);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto expression = expr::Expression::parse(text, fields());
  if (!expression) {
    demand(expression.error().failure != nullptr);
    return 0;
  }
  const expr::Environment environment{Date{19'800}};
  for (const auto& record : records()) {
    const Value value = expression->evaluate(record, environment);
    demand(is_null(value) || is_of(value, *expression));
    const auto real = expression->evaluate_real(record, environment);
    demand(!real || std::abs(*real) < 1e300);
  }
  for (const Dialect dialect : {Dialect::sqlite, Dialect::postgresql, Dialect::duckdb}) {
    const Sql sql = expression->emit(dialect, environment, "r.");
    const auto holes = std::count(sql.text.begin(), sql.text.end(), '?');
    demand(static_cast<std::size_t>(holes) == sql.values.size());
    if (dialect == Dialect::sqlite) read_by_sqlite(sql);
  }
  return 0;
}
