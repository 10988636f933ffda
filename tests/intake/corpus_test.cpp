// The corpus of the fuzz targets, replayed as ordinary tests.

#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_csv
#include "../../fuzz/csv_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_xlsx
#include "../../fuzz/xlsx_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_json
#include "../../fuzz/json_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_xml
#include "../../fuzz/xml_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::intake {
namespace {

int replay(const std::string& name, int (*target)(const std::uint8_t*, std::size_t)) {
  int files = 0;
  const std::filesystem::path folder = support::source_path("/fuzz/corpus/" + name);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    target(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  return files;
}

TEST(Corpus, OfTablesEndsWithoutHarm) { EXPECT_GE(replay("csv", replay_csv), 8); }
TEST(Corpus, OfWorkbooksEndsWithoutHarm) { EXPECT_GE(replay("xlsx", replay_xlsx), 4); }
TEST(Corpus, OfJsonEndsWithoutHarm) { EXPECT_GE(replay("json", replay_json), 4); }
TEST(Corpus, OfXmlEndsWithoutHarm) { EXPECT_GE(replay("xml", replay_xml), 4); }

}  // namespace
}  // namespace zhiheng::intake
