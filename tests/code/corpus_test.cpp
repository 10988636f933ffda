// The corpus of the fuzz targets, replayed as ordinary tests.

#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_code
#include "../../fuzz/code_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_table
#include "../../fuzz/table_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::code {
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

TEST(Corpus, OfIdentifiersHoldsItsPromises) { EXPECT_GE(replay("code", replay_code), 8); }

TEST(Corpus, OfTablesEndsWithoutHarm) { EXPECT_GE(replay("table", replay_table), 4); }

}  // namespace
}  // namespace zhiheng::code
