// Reading a file of spot checks with 18 columns: bytes to cells beside getline and find, and the
// whole way to typed rows.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "catalog/catalog.h"
#include "code/credit_code.h"
#include "intake/csv.h"
#include "intake/intake.h"

namespace {

using namespace zhiheng;

constexpr int rows = 100'000;

std::string party(int number) {
  std::string code = "91620100M0" + std::to_string(1'000'000 + number % 50'000);
  code.push_back(code::credit_code_check_character(code));
  return code;
}

/// Made once, removed at the end of the program.
struct File {
  std::string name = (std::filesystem::temp_directory_path() / "zhiheng_bench_intake.csv").string();
  File() {
    std::ofstream out(name, std::ios::binary);
    out << "抽样编号,抽样日期,抽样目的,抽查级别,任务来源,产品名称,产品类别,规格型号,商标,生产日期/"
           "批号,"
           "标称生产企业名称,生产企业信用代码,标称生产企业地址,被抽样单位名称,抽样地区,批货值,"
           "检验结论,"
           "检验机构\n";
    const char* regions[] = {"620102", "620103", "620402", "甘肃省兰州市", "620502"};
    const char* motives[] = {"随机抽查", "专项抽查", "跟踪抽查"};
    for (int at = 0; at < rows; ++at) {
      out << "GC24620000" << at << ",2024-0" << 1 + at % 9 << '-' << 10 + at % 18 << ','
          << motives[at % 3] << ",省级,2024年省级监督抽查,儿童服装（连衣裙）" << at % 97
          << ",纺织服装,120/60 A类,某某牌,2024-01-0" << 1 + at % 9 << ",甘肃某某服饰有限公司"
          << at % 5000 << ',' << party(at) << ",甘肃省兰州市城关区某某路" << at % 300
          << "号,兰州某某百货商场" << at % 800 << ',' << regions[at % 5] << ',' << at % 9000
          << ".50," << (at % 14 == 0 ? "不合格" : "合格") << ",甘肃省产品质量监督检验研究院\n";
    }
  }
  ~File() { std::filesystem::remove(name); }
  [[nodiscard]] std::int64_t size() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(name));
  }
};

const File& file() {
  static const File made;
  return made;
}

void getline_and_find(benchmark::State& state) {
  for (auto _ : state) {
    std::ifstream in(file().name);
    std::size_t cells = 0;
    for (std::string line; std::getline(in, line);) {
      std::vector<std::string> texts;
      std::size_t at = 0;
      for (std::size_t end = 0; end != std::string::npos; at = end + 1) {
        end = line.find(',', at);
        texts.push_back(line.substr(at, end - at));
      }
      cells += texts.size();
    }
    benchmark::DoNotOptimize(cells);
  }
  state.SetBytesProcessed(state.iterations() * file().size());
}
BENCHMARK(getline_and_find)->Unit(benchmark::kMillisecond);

void csv_to_cells(benchmark::State& state) {
  std::size_t cells = 0;
  for (auto _ : state) {
    auto source = intake::open_csv(file().name, "", 0).value();
    intake::Line line;
    cells = 0;
    while (source->next(line).value()) cells += line.cells.size();
  }
  if (cells != (rows + 1) * std::size_t{18}) state.SkipWithError("cells were lost");
  state.SetBytesProcessed(state.iterations() * file().size());
}
BENCHMARK(csv_to_cells)->Unit(benchmark::kMillisecond);

void csv_to_typed_rows(benchmark::State& state) {
  static const catalog::Loaded loaded = catalog::load(ZHIHENG_SOURCE_DIR "/catalog");
  if (!loaded.catalog) return state.SkipWithError("the catalog cannot be read");
  std::size_t good = 0;
  for (auto _ : state) {
    good = 0;
    const auto outcome = intake::read_file(
        *loaded.catalog, "spot_check", file().name, {},
        [](const intake::Reading&) { return Result<void>{}; },
        [&](intake::Chunk&& chunk) -> Result<bool> {
          good += chunk.rows.size();
          return true;
        });
    if (!outcome) state.SkipWithError("refused");
  }
  if (good != rows) state.SkipWithError("rows were lost");
  state.SetItemsProcessed(state.iterations() * rows);
  state.SetBytesProcessed(state.iterations() * file().size());
}
BENCHMARK(csv_to_typed_rows)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
