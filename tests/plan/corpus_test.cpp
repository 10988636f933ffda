// The corpus of the fuzz target, replayed as an ordinary test.

#include <cstdlib>
#include <filesystem>

#define LLVMFuzzerTestOneInput replay_plan
#include "../../fuzz/plan_fuzz.cpp"
#undef LLVMFuzzerTestOneInput

#include "plan/examples.h"
#include "support/source.h"

namespace {

TEST(Corpus, OfPlansComesBackByteByByte) {
  setenv("ZHIHENG_CATALOG", zhiheng::support::source_path("/catalog").c_str(), 1);
  int replayed = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(zhiheng::support::source_path("/fuzz/corpus/plan"))) {
    const std::string bytes = zhiheng::plan::file_text(entry.path());
    EXPECT_EQ(replay_plan(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    ++replayed;
  }
  EXPECT_GE(replayed, 6);
}

}  // namespace
