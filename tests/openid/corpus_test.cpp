// The corpus of the fuzz target, replayed as an ordinary test.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_openid
#include "../../fuzz/openid_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::openid {
namespace {

TEST(Corpus, OfTokensAndKeysHoldsItsPromises) {
  int files = 0;
  const std::filesystem::path folder = support::source_path("/fuzz/corpus/openid");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_openid(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 6);
}

}  // namespace
}  // namespace zhiheng::openid
