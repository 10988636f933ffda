// A filter over a million records in memory, beside the same condition written by hand in C++ and
// asked of SQLite; and what it costs to read an expression.

#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <random>
#include <stdexcept>

#include "expr/expr.h"

namespace {

using namespace zhiheng;

constexpr std::size_t rows = 1'000'000;
constexpr std::string_view filter =
    "result = 'fail' and region under '62' and sampled_on >= today - 90 days and price > 12.5";
const expr::Environment environment{make_date(2024, 3, 31)};

std::vector<expr::Field> fields() {
  return {{"result", expr::Type::text},
          {"region", expr::Type::text, 0, false,
           [](std::string_view code) { return std::string(code.substr(0, 2)); }},
          {"sampled_on", expr::Type::date},
          {"price", expr::Type::decimal, 2}};
}

const std::vector<std::vector<Value>>& records() {
  static const std::vector<std::vector<Value>> all = [] {
    std::mt19937 random(1);
    std::vector<std::vector<Value>> made(rows);
    for (auto& record : made) {
      record = {std::string(random() % 2 != 0 ? "fail" : "pass"),
                std::to_string(600'000 + random() % 50'000),
                Date{static_cast<std::int32_t>(19'600 + random() % 220)},
                Decimal{static_cast<std::int64_t>(random() % 5'000), 2}};
      if (random() % 20 == 0) record[random() % 4] = std::monostate{};
    }
    return made;
  }();
  return all;
}

expr::Expression parsed(std::string_view text) {
  auto expression = expr::Expression::parse(text, fields());
  if (!expression) throw std::runtime_error(describe(expression.error()));
  return *expression;
}

/// What the optimiser could make of it at best.
bool by_hand_holds(const std::vector<Value>& record) {
  const auto* result = std::get_if<std::string>(&record[0]);
  const auto* region = std::get_if<std::string>(&record[1]);
  const auto* day = std::get_if<Date>(&record[2]);
  const auto* price = std::get_if<Decimal>(&record[3]);
  return result != nullptr && *result == "fail" && region != nullptr && region->starts_with("62") &&
         day != nullptr && day->days >= environment.today.days - 90 && price != nullptr &&
         price->unscaled > 1'250;
}

std::size_t count_by_hand() {
  return static_cast<std::size_t>(std::count_if(records().begin(), records().end(), by_hand_holds));
}

void by_hand(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(count_by_hand());
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(by_hand)->Unit(benchmark::kMillisecond);

void evaluated(benchmark::State& state) {
  const auto expression = parsed(filter);
  std::size_t found = 0;
  for (auto _ : state) {
    found = 0;
    for (const auto& record : records()) found += expression.holds(record, environment) ? 1 : 0;
  }
  if (found != count_by_hand()) state.SkipWithError("differs from the condition written by hand");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(evaluated)->Unit(benchmark::kMillisecond);

sqlite3* filled_database() {
  sqlite3* database = nullptr;
  sqlite3_open(":memory:", &database);
  sqlite3_exec(
      database,
      "CREATE TABLE r (result TEXT, region TEXT, sampled_on INTEGER, price INTEGER) STRICT;"
      "BEGIN",
      nullptr, nullptr, nullptr);
  sqlite3_stmt* insert = nullptr;
  sqlite3_prepare_v2(database, "INSERT INTO r VALUES (?, ?, ?, ?)", -1, &insert, nullptr);
  for (const auto& record : records()) {
    sqlite3_clear_bindings(insert);
    for (int i = 0; i < 2; ++i) {
      const auto* text = std::get_if<std::string>(&record[static_cast<std::size_t>(i)]);
      if (text != nullptr) sqlite3_bind_text(insert, i + 1, text->c_str(), -1, SQLITE_STATIC);
    }
    if (const auto* day = std::get_if<Date>(&record[2])) sqlite3_bind_int64(insert, 3, day->days);
    if (const auto* price = std::get_if<Decimal>(&record[3])) {
      sqlite3_bind_int64(insert, 4, price->unscaled);
    }
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
  return database;
}

void asked_of_sqlite(benchmark::State& state) {
  sqlite3* database = filled_database();
  const Sql sql = parsed(filter).emit(Dialect::sqlite, environment);
  sqlite3_stmt* query = nullptr;
  sqlite3_prepare_v2(database, ("SELECT count(*) FROM r WHERE " + sql.text).c_str(), -1, &query,
                     nullptr);
  for (int i = 0; i < static_cast<int>(sql.values.size()); ++i) {
    const Value& value = sql.values[static_cast<std::size_t>(i)];
    if (const auto* text = std::get_if<std::string>(&value)) {
      sqlite3_bind_text(query, i + 1, text->c_str(), -1, SQLITE_TRANSIENT);
    } else if (const auto* day = std::get_if<Date>(&value)) {
      sqlite3_bind_int64(query, i + 1, day->days);
    } else {
      sqlite3_bind_int64(query, i + 1, std::get<std::int64_t>(value));
    }
  }
  std::int64_t found = 0;
  for (auto _ : state) {
    sqlite3_step(query);
    found = sqlite3_column_int64(query, 0);
    sqlite3_reset(query);
  }
  sqlite3_finalize(query);
  sqlite3_close(database);
  if (found != static_cast<std::int64_t>(count_by_hand())) state.SkipWithError("SQLite differs");
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}
BENCHMARK(asked_of_sqlite)->Unit(benchmark::kMillisecond);

void parse(benchmark::State& state) {
  const auto known = fields();
  for (auto _ : state) benchmark::DoNotOptimize(expr::Expression::parse(filter, known));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(parse);

void parse_64_kib(benchmark::State& state) {
  const auto known = fields();
  std::string text = "result in ('a'";
  while (text.size() < 64'000) text += ", 'abcdef" + std::to_string(text.size()) + "'";
  text += ")";
  for (auto _ : state) benchmark::DoNotOptimize(expr::Expression::parse(text, known));
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(parse_64_kib);

void emit(benchmark::State& state) {
  const auto expression = parsed(filter);
  for (auto _ : state) {
    benchmark::DoNotOptimize(expression.emit(Dialect::postgresql, environment, "r."));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(emit);

}  // namespace

BENCHMARK_MAIN();
