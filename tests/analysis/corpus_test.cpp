// What the fuzzer of case files found, or started from, run again.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_cases
#include "../../fuzz/cases_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::analysis {
namespace {

TEST(Corpus, OfCaseFilesEndsWithoutHarm) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/cases"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_cases(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 7);
}

}  // namespace
}  // namespace zhiheng::analysis
