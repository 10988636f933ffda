// The corpus of the fuzz target, replayed as an ordinary test.

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "../../fuzz/expr_fuzz.cpp"
#include "support/source.h"

namespace zhiheng::expr {
namespace {

TEST(Corpus, OfExpressionsHoldsItsPromises) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/expr"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 10);
}

}  // namespace
}  // namespace zhiheng::expr
