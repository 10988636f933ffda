// The corpus of the fuzz targets, replayed as ordinary tests.

#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_code
#include "../../fuzz/code_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_table
#include "../../fuzz/table_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_gs1_elements
#include "../../fuzz/gs1_elements_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_gs1_link
#include "../../fuzz/gs1_link_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_gs1_compressed
#include "../../fuzz/gs1_compressed_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_epc
#include "../../fuzz/epc_fuzz.cpp"
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

TEST(Corpus, OfElementStringsHoldsItsPromises) {
  EXPECT_GE(replay("gs1_elements", replay_gs1_elements), 11);
}

TEST(Corpus, OfDigitalLinksHoldsItsPromises) { EXPECT_GE(replay("gs1_link", replay_gs1_link), 9); }

TEST(Corpus, OfCompressedLinksHoldsItsPromises) {
  EXPECT_GE(replay("gs1_compressed", replay_gs1_compressed), 5);
}

TEST(Corpus, OfEpcsHoldsItsPromises) { EXPECT_GE(replay("epc", replay_epc), 10); }

TEST(Corpus, OfTablesEndsWithoutHarm) { EXPECT_GE(replay("table", replay_table), 4); }

}  // namespace
}  // namespace zhiheng::code
