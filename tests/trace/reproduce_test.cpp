#include "trace/reproduce.h"

#include <gtest/gtest.h>

#include <fstream>

#include "support/source.h"
#include "trace/failures.h"
#include "trace/read_fixture.h"

namespace zhiheng::trace {
namespace {

TEST(Reproduce, AgreesWithTheOutsideProgramsOnTheSharedDocuments) {
  const std::string folder = support::shared_path("/data/epcis");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
  const auto lines = reproduce(folder, support::source_path("/catalog"));
  ASSERT_TRUE(lines) << describe(lines.error());
  std::size_t counted = 0;
  for (const Comparison& line : *lines) {
    if (!line.covered || line.informational) continue;
    EXPECT_TRUE(line.passed()) << line.area << ": " << line.subject << ": "
                               << (line.misses.empty() ? "" : line.misses.front());
    ++counted;
  }
  EXPECT_GE(counted, 8U);
}

TEST(Reproduce, CountsWhatIsNotBuiltAsAMiss) {
  const Comparison missing{.area = "x", .subject = "y", .covered = false};
  EXPECT_FALSE(missing.passed());
  const Comparison empty{.area = "x", .subject = "y"};
  EXPECT_FALSE(empty.passed());
  const Comparison all{.area = "x", .subject = "y", .agreed = 2, .compared = 2};
  EXPECT_TRUE(all.passed());
}

TEST(Reproduce, SeesADifference) {
  const Folder place;
  std::filesystem::create_directories(place.file("documents"));
  std::ofstream(place.file("documents/a.json")) << R"({"type":"ObjectEvent"})";
  std::ofstream(place.file("documents/expected.jsonl"))
      << R"({"file":"documents/a.json","valid":true,"events":1,"types":{"ObjectEvent":1},)"
      << R"("hashes":["ni:///sha-256;00?ver=CBV2.0"],"hash_confidence":"strong"})" << '\n';
  const auto lines = reproduce(place.path(), support::source_path("/catalog"));
  ASSERT_TRUE(lines);
  ASSERT_EQ(lines->size(), 4U);
  EXPECT_FALSE((*lines)[0].passed());  // the verdict
  EXPECT_TRUE((*lines)[1].passed());   // number and types
  EXPECT_FALSE((*lines)[2].passed());  // the hash
}

TEST(Reproduce, RefusesExpectationsThatItCannotRead) {
  const Folder place;
  std::filesystem::create_directories(place.file("documents"));
  std::ofstream(place.file("documents/expected.jsonl")) << "{}\n";
  const auto lines = reproduce(place.path(), support::source_path("/catalog"));
  ASSERT_FALSE(lines);
  EXPECT_EQ(lines.error().failure, &expectations_malformed);
}

}  // namespace
}  // namespace zhiheng::trace
