// What the registry adds to an import beside the store: judging rows, and the whole way from a file
// to durable records. The comparison with the sqlite3 shell is benchmarks/whole/import.sh.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <memory>
#include <string>

#include "code/credit_code.h"
#include "exchange/example.h"
#include "exchange/exchange.h"
#include "registry/registry.h"
#include "store/store.h"

namespace {

using namespace zhiheng;

constexpr int rows = 50'000;

std::shared_ptr<const catalog::Catalog> shipped() {
  static const auto loaded = catalog::load(std::string(ZHIHENG_SOURCE_DIR) + "/catalog").catalog;
  return loaded;
}

struct Folder {
  std::string path;
  Folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "zhiheng-bench-XXXXXX").string();
    path = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
};

const std::vector<std::string> columns = {
    "sample_number", "sampled_on", "motive",        "product_name", "product_category",
    "specification", "lot",        "producer_name", "producer",     "seller_name",
    "region",        "place",      "industry",      "trade",        "batch_value",
    "result",        "remark",     "announced_on"};

std::vector<registry::Entry> entries() {
  std::vector<registry::Entry> made;
  for (int i = 0; i < rows; ++i) {
    std::string code = "91620102MA" + std::to_string(1'000'000 + i % 5000);
    code += code::credit_code_check_character(code);
    made.push_back(
        {.values = {"XBJ" + std::to_string(100'000'000 + i), Date{19'000 + i % 900},
                    std::string("random"), std::string("小麦粉"), std::string("粮食加工品"),
                    std::string("25kg/袋"), std::string("2024-01-02"),
                    "甘肃陇原粮食加工品有限公司" + std::to_string(i % 900), code,
                    std::string("城关区兴盛综合超市"), std::string("620102"),
                    std::string("circulation"), std::string("1312"), std::string("domestic"),
                    Decimal{123'400, 2}, std::string("pass"), std::string("合成数据"), Value{}},
         .line = i + 2});
  }
  return made;
}

void copying_rows(benchmark::State& state) {
  const auto prepared = entries();
  for (auto _ : state) {
    auto copy = prepared;
    benchmark::DoNotOptimize(copy.data());
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(copying_rows)->Unit(benchmark::kMillisecond);

void judging_rows_after_copying(benchmark::State& state) {
  const Folder folder;
  std::shared_ptr<store::Store> store = *store::open({.folder = folder.path, .database = {}});
  const auto registry = *registry::Registry::open(shipped(), store);
  const auto& of = *registry->catalog().find_register("spot_check");
  const auto prepared = entries();
  for (auto _ : state) {
    const auto errors = registry->check(of, columns, prepared);
    if (!errors.front().empty()) state.SkipWithError("the rows are not good");
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(judging_rows_after_copying)->Unit(benchmark::kMillisecond);

void importing_a_file(benchmark::State& state) {
  const Folder files;
  exchange::ExampleOptions options{.rows = rows, .only = "spot_check"};
  options.folder = files.path;
  const auto written = *exchange::write_example(*shipped(), options);
  for (auto _ : state) {
    state.PauseTiming();
    const Folder folder;
    std::shared_ptr<store::Store> store = *store::open({.folder = folder.path, .database = {}});
    const auto registry = *registry::Registry::open(shipped(), store);
    state.ResumeTiming();
    const auto report = exchange::import_file(*registry, registry::local_operator(), "spot_check",
                                              written.front().path, {});
    if (!report || report->added != rows) state.SkipWithError("the import refused rows");
  }
  state.SetItemsProcessed(state.iterations() * rows);
}
BENCHMARK(importing_a_file)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
