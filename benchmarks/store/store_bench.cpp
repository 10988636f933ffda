// Bulk load of spot checks into the store, beside plain INSERTs of the same rows into a plain
// SQLite table without versions, hashes, keys or indexes. ZHIHENG_BENCH_ROWS sets the number.

#include <benchmark/benchmark.h>
#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <iostream>

#include "store/store.h"

namespace {

using namespace zhiheng;
using namespace zhiheng::store;

constexpr std::size_t per_append = 4096;
constexpr std::size_t per_commit = 200'000;

std::size_t row_count() {
  const char* const text = ::getenv("ZHIHENG_BENCH_ROWS");
  return text == nullptr ? 200'000 : static_cast<std::size_t>(std::atoll(text));
}

/// The shape of the register: 32 columns, of which a file fills 18.
Table spot_check() {
  Table table;
  table.name = "spot_check";
  table.columns = {{"sample_number", Storage::text}, {"sampled_on", Storage::date},
                   {"motive", Storage::text},        {"level", Storage::text},
                   {"task", Storage::text},          {"product_name", Storage::text},
                   {"category", Storage::text},      {"product", Storage::text},
                   {"specification", Storage::text}, {"trademark", Storage::text},
                   {"lot", Storage::text},           {"producer_name", Storage::text},
                   {"producer", Storage::text},      {"seller_name", Storage::text},
                   {"region", Storage::text},        {"batch_value", Storage::decimal, 2},
                   {"result", Storage::text},        {"reported_on", Storage::date}};
  for (int i = 0; i < 14; ++i) table.columns.push_back({"more_" + std::to_string(i)});
  table.key = {"sample_number"};
  table.indexes = {
      {"sampled_on"}, {"region", "sampled_on"}, {"result", "sampled_on"}, {"producer"}};
  table.initial_state = "recorded";
  return table;
}

constexpr std::size_t filled = 18;

std::string padded(std::size_t number, std::size_t width) {
  std::string text = std::to_string(number);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

void fill(Draft& draft, std::size_t i) {
  static const char* const products[] = {"电热水壶", "儿童玩具", "食用植物油", "家用燃气灶"};
  static const char* const regions[] = {"620102", "620103", "620104", "620105", "620402",
                                        "620502", "620602", "620702", "620802", "620902"};
  const std::size_t mixed = i * 2'654'435'761U % 1'000'003;
  draft.row = static_cast<std::int64_t>(i + 2);
  draft.values = {"SC2024" + padded(i, 9),
                  Date{static_cast<std::int32_t>(19'000 + mixed % 700)},
                  std::string("random"),
                  std::string("province"),
                  std::string("2024年省级产品质量监督抽查"),
                  std::string(products[mixed % 4]),
                  std::string("日用消费品"),
                  "69" + padded(mixed * 37, 11),
                  std::string("1.8L"),
                  std::string("/"),
                  std::string("20240115"),
                  "某某市制造有限公司" + std::to_string(mixed % 5000),
                  "91620100M" + padded(mixed % 5000, 8) + "X",
                  "某某商场" + std::to_string(mixed % 900),
                  std::string(regions[mixed % 10]),
                  Decimal{static_cast<std::int64_t>(mixed * 100), 2},
                  std::string(mixed % 20 == 0 ? "fail" : "pass"),
                  Date{static_cast<std::int32_t>(19'030 + mixed % 700)}};
}

struct Folder {
  std::string path;
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "zhiheng-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    path = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
};

template <class T>
T value_of(Result<T> result) {
  if (!result) {
    std::cerr << describe(result.error()) << '\n';
    std::abort();
  }
  return *std::move(result);
}

void check(const Result<void>& result) {
  if (result) return;
  std::cerr << describe(result.error()) << '\n';
  std::abort();
}

void bind_value(sqlite3_stmt* statement, int index, const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) {
    sqlite3_bind_text(statement, index, text->data(), static_cast<int>(text->size()),
                      SQLITE_STATIC);
  } else if (const auto* const date = std::get_if<Date>(&value)) {
    sqlite3_bind_int64(statement, index, date->days);
  } else if (const auto* const decimal = std::get_if<Decimal>(&value)) {
    sqlite3_bind_int64(statement, index, decimal->unscaled);
  }
}

void plain_insert(benchmark::State& state) {
  const std::size_t rows = row_count();
  for (auto _ : state) {
    const Folder folder;
    sqlite3* database = nullptr;
    sqlite3_open((folder.path + "/plain.sqlite").c_str(), &database);
    std::string columns;
    std::string places;
    for (std::size_t i = 0; i < filled; ++i) {
      columns += (i == 0 ? "c" : ", c") + std::to_string(i);
      places += i == 0 ? "?" : ", ?";
    }
    sqlite3_exec(database, ("CREATE TABLE t (" + columns + "); BEGIN").c_str(), nullptr, nullptr,
                 nullptr);
    sqlite3_stmt* insert = nullptr;
    sqlite3_prepare_v2(database, ("INSERT INTO t VALUES (" + places + ")").c_str(), -1, &insert,
                       nullptr);
    Draft draft;
    for (std::size_t i = 0; i < rows; ++i) {
      fill(draft, i);
      for (std::size_t c = 0; c < filled; ++c) {
        bind_value(insert, static_cast<int>(c + 1), draft.values[c]);
      }
      sqlite3_step(insert);
      sqlite3_reset(insert);
    }
    sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
    sqlite3_finalize(insert);
    sqlite3_close(database);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(rows) * state.iterations());
}
BENCHMARK(plain_insert)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

std::vector<std::string> filled_names(const Table& table) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < filled; ++i) names.push_back(table.columns[i].name);
  return names;
}

void load(Store& store, const Table& table) {
  const auto names = filled_names(table);
  const std::size_t rows = row_count();
  std::vector<Draft> drafts(per_append);
  for (std::size_t start = 0; start < rows;) {
    auto unit = value_of(store.begin({"bench", "batch-2024-0001"}));
    const std::size_t end = std::min(rows, start + per_commit);
    while (start < end) {
      const std::size_t size = std::min(per_append, end - start);
      for (std::size_t i = 0; i < size; ++i) fill(drafts[i], start + i);
      benchmark::DoNotOptimize(
          value_of(unit->append(table.name, names, std::span(drafts).first(size))));
      start += size;
    }
    check(unit->commit());
  }
}

void store_load(benchmark::State& state, bool settled, bool again) {
  const Table table = spot_check();
  for (auto _ : state) {
    state.PauseTiming();
    const Folder folder;
    Location location;
    location.folder = folder.path;
    auto store = value_of(open(location));
    check(store->declare({&table, 1}));
    if (again) load(*store, table);
    state.ResumeTiming();
    load(*store, table);
    if (settled) store->settle();
    state.PauseTiming();
    store.reset();
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(row_count()) * state.iterations());
}
BENCHMARK_CAPTURE(store_load, indexes_put_off, false, false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(store_load, until_indexes_are_built, true, false)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);
BENCHMARK_CAPTURE(store_load, same_rows_again, false, true)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Iterations(1);

}  // namespace

BENCHMARK_MAIN();
