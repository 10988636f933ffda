// The corpus of the fuzz target, replayed as an ordinary test.

#include <fstream>
#include <iterator>

#include "../../fuzz/base_fuzz.cpp"
#include "support/source.h"

namespace zhiheng {
namespace {

TEST(Corpus, OfTheReadersHoldsItsPromises) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/base"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 8);
}

}  // namespace
}  // namespace zhiheng
