// The corpus of the fuzz target of comparisons, replayed as an ordinary test.

#include <cstdlib>
#include <filesystem>

#define LLVMFuzzerTestOneInput replay_compare
#include "../../fuzz/compare_fuzz.cpp"
#undef LLVMFuzzerTestOneInput

#include "plan/examples.h"
#include "support/source.h"

namespace {

TEST(CompareCorpus, KeepsItsPromisesForAnyTwoTexts) {
  setenv("ZHIHENG_CATALOG", zhiheng::support::source_path("/catalog").c_str(), 1);
  int replayed = 0;
  for (const std::string folder : {"compare", "plan"}) {
    for (const auto& entry : std::filesystem::directory_iterator(
             zhiheng::support::source_path("/fuzz/corpus/" + folder))) {
      const std::string bytes = zhiheng::plan::file_text(entry.path());
      const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
      EXPECT_EQ(replay_compare(data, bytes.size()), 0) << entry.path();
      ++replayed;
    }
  }
  EXPECT_GE(replayed, 10);
}

}  // namespace
