// The corpus of the fuzz targets, replayed as ordinary tests.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#define LLVMFuzzerTestOneInput replay_epcis_json
#include "../../fuzz/epcis_json_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_epcis_xml
#include "../../fuzz/epcis_xml_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_json_schema
#include "../../fuzz/json_schema_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_epcis_query
#include "../../fuzz/epcis_query_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#define LLVMFuzzerTestOneInput replay_epcis_subscription
#include "../../fuzz/epcis_subscription_fuzz.cpp"
#undef LLVMFuzzerTestOneInput
#include "support/source.h"

namespace zhiheng::trace {
namespace {

int replay(const std::string& name, int (*target)(const std::uint8_t*, std::size_t)) {
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

TEST(Corpus, OfEpcisInJsonEndsWithoutHarm) {
  EXPECT_GE(replay("epcis_json", replay_epcis_json), 4);
}
TEST(Corpus, OfQueriesEndsWithoutHarm) { EXPECT_GE(replay("epcis_query", replay_epcis_query), 4); }
TEST(Corpus, OfSubscriptionsEndsWithoutHarm) {
  EXPECT_GE(replay("epcis_subscription", replay_epcis_subscription), 6);
}
TEST(Corpus, OfEpcisInXmlEndsWithoutHarm) { EXPECT_GE(replay("epcis_xml", replay_epcis_xml), 6); }
TEST(Corpus, OfSchemasInJsonEndsWithoutHarm) {
  EXPECT_GE(replay("json_schema", replay_json_schema), 3);
}

}  // namespace
}  // namespace zhiheng::trace
