// The corpora of the fuzz targets, replayed as ordinary tests.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_sampling_tables
#include "../../fuzz/sampling_tables_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_company_name
#include "../../fuzz/company_name_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/source.h"

namespace zhiheng::stat {
namespace {

using Target = int (*)(const std::uint8_t*, std::size_t);

int replay(const std::string& name, Target target) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/" + name))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    target(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  return files;
}

TEST(Corpus, OfSamplingTablesEndsWithoutHarm) {
  EXPECT_GE(replay("sampling_tables", replay_sampling_tables), 8);
}

TEST(Corpus, OfCompanyNamesEndsWithoutHarm) {
  EXPECT_GE(replay("company_name", replay_company_name), 8);
}

}  // namespace
}  // namespace zhiheng::stat
