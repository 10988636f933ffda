// The corpus of the fuzz target, replayed as an ordinary test.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_sampling_tables
#include "../../fuzz/sampling_tables_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::stat {
namespace {

TEST(Corpus, OfSamplingTablesEndsWithoutHarm) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/sampling_tables"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_sampling_tables(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 8);
}

}  // namespace
}  // namespace zhiheng::stat
