// The corpus of the fuzz target, replayed as an ordinary test.

#include <cstdlib>
#include <filesystem>

#define LLVMFuzzerTestOneInput replay_plan
#include "../../fuzz/plan_fuzz.cpp"
#undef LLVMFuzzerTestOneInput

#include "plan/examples.h"

namespace {

TEST(Corpus, OfPlansComesBackByteByByte) {
  setenv("ZHIHENG_CATALOG", ZHIHENG_SOURCE_DIR "/catalog", 1);
  int replayed = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(ZHIHENG_SOURCE_DIR "/fuzz/corpus/plan")) {
    const std::string bytes = zhiheng::plan::file_text(entry.path());
    EXPECT_EQ(replay_plan(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()), 0);
    ++replayed;
  }
  EXPECT_GE(replayed, 6);
}

}  // namespace
