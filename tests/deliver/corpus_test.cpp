// The corpus of the fuzz target, replayed as an ordinary test.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_delivery
#include "../../fuzz/delivery_fuzz.cpp"
#include "support/source.h"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::deliver {
namespace {

TEST(Corpus, OfDeliveriesHoldsItsPromises) {
  int files = 0;
  const std::filesystem::path folder = support::source_path("/fuzz/corpus/delivery");
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_delivery(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 8);
}

}  // namespace
}  // namespace zhiheng::deliver
