// The corpus of the fuzz target, replayed as an ordinary test.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_content
#include "../../fuzz/content_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::content {
namespace {

TEST(Corpus, OfFilesHoldsItsPromises) {
  int files = 0;
  const std::filesystem::path folder = support::source_path("/fuzz/corpus/content");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_content(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
}  // namespace zhiheng::content
