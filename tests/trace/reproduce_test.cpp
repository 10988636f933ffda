#include "trace/reproduce.h"

#include <gtest/gtest.h>

#include <algorithm>
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

/// The line of a subject, or one that is empty.
Comparison line_of(const std::vector<Comparison>& lines, const std::string& subject) {
  const auto found = std::ranges::find(lines, subject, &Comparison::subject);
  return found == lines.end() ? Comparison{} : *found;
}

std::vector<Comparison> lines_of(const std::string& folder) {
  const auto lines = reproduce(folder, support::source_path("/catalog"));
  EXPECT_TRUE(lines) << describe(lines.error());
  return lines.value_or(std::vector<Comparison>());
}

TEST(Reproduce, TellsWhatItCannotReadAndComparesTheRest) {
  const Folder place;
  for (const char* area : {"documents", "query/suite"}) {
    std::filesystem::create_directories(place.file(area));
  }
  std::ofstream(place.file("documents/expected.jsonl")) << "{}\n";
  std::ofstream(place.file("query/suite/queries.jsonl")) << "{}\n";
  const auto lines = lines_of(place.path());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_FALSE(lines[0].passed());
  EXPECT_NE(lines[0].misses[0].find(expectations_malformed.id), std::string::npos);
  EXPECT_FALSE(lines[1].passed());
  EXPECT_NE(lines[1].misses[0].find("dataset"), std::string::npos);
}

TEST(Reproduce, CountsADocumentThatIsMissingAsAMissWhateverWasExpected) {
  const Folder place;
  std::filesystem::create_directories(place.file("documents"));
  std::ofstream(place.file("documents/expected.jsonl"))
      << R"({"file":"documents/a.json","valid":false})" << '\n';
  std::filesystem::create_directories(place.file("event-hash/reference"));
  std::ofstream(place.file("event-hash/reference/b.hashes")) << "ni:///sha-256;00?ver=CBV2.0\n";
  std::ofstream(place.file("event-hash/reference/c.json")) << "{}";
  std::filesystem::create_directories(place.file("redaction"));
  std::ofstream(place.file("redaction/d.sanitised.json")) << "[]";
  const auto lines = lines_of(place.path());
  EXPECT_EQ(line_of(lines, "verdict of the schemas").misses.size(), 1U);
  EXPECT_EQ(line_of(lines, "reference documents").misses.size(), 2U);
  EXPECT_EQ(line_of(lines, "redacted events").misses.size(), 1U);
}

TEST(Reproduce, SaysWhatNobodyHereKnows) {
  const Folder place;
  for (const char* area : {"custody", "schema", "identifiers/openepcis"}) {
    std::filesystem::create_directories(place.file(area));
  }
  std::ofstream(place.file("custody/cases.jsonl")) << "{}\n";
  std::ofstream(place.file("schema/a.xsd")) << "<a/>";
  std::ofstream(place.file("identifiers/openepcis/novel.jsonl")) << "{}\n";
  const auto lines = lines_of(place.path());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_FALSE(lines[0].covered);
  EXPECT_EQ(lines[1].misses.size(), 1U);
  EXPECT_TRUE(lines[2].informational);
  EXPECT_EQ(lines[2].subject, "no expectations");
}

/// The shared folder with what a stranger might do to it.
class Perturbed : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = support::shared_path("/data/epcis");
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
    for (const char* area : {"event-hash", "organisation-codes", "profiles", "redaction"}) {
      std::filesystem::copy(folder + "/" + area, place_.file(area),
                            std::filesystem::copy_options::recursive);
    }
    std::filesystem::copy(folder + "/SOURCES.md", place_.file("SOURCES.md"));
  }
  Folder place_;
};

TEST_F(Perturbed, CasesAreCountedUnderWhateverNamesTheyLie) {
  const std::string folder = place_.file("event-hash/reference/");
  std::filesystem::remove(folder + "persistentDisposition.xml");
  std::filesystem::copy(folder + "ReferenceEventHashAlgorithm.xml", folder + "another.xml");
  std::filesystem::copy(folder + "ReferenceEventHashAlgorithm.hashes", folder + "another.hashes");
  std::filesystem::copy(place_.file("profiles/fsma204"), place_.file("profiles/copied"),
                        std::filesystem::copy_options::recursive);
  const auto lines = lines_of(place_.path());
  for (const Comparison& line : lines) {
    EXPECT_TRUE(line.passed()) << line.subject << (line.misses.empty() ? "" : line.misses[0]);
  }
  EXPECT_EQ(line_of(lines, "copied: published profile").compared,
            line_of(lines, "fsma204: published profile").compared);
}

TEST_F(Perturbed, AnExpectationThatWasChangedIsAMiss) {
  std::ofstream(place_.file("organisation-codes/lei.jsonl"), std::ios::app)
      << R"({"code": "5493001KJTIIGC8Y1R13", "valid": true})" << '\n';
  std::ofstream(place_.file("event-hash/reference/persistentDisposition.hashes"))
      << "ni:///sha-256;00?ver=CBV2.0\n";
  const auto lines = lines_of(place_.path());
  EXPECT_EQ(line_of(lines, "lei.jsonl").misses.size(), 1U);
  EXPECT_GE(line_of(lines, "reference documents").misses.size(), 1U);
}

// Lists of codes with other names were passed over, and a row of a check was held against its error
// alone.
TEST(Reproduce, SeesFilesAndRowsWhateverTheirNames) {
  const Folder place;
  std::filesystem::create_directories(place.file("organisation-codes"));
  std::ofstream(place.file("organisation-codes/lei_2.jsonl"))
      << R"({"code":"529900T8BM49AURSDO55","valid":false})" << '\n';
  std::ofstream(place.file("organisation-codes/others.jsonl")) << R"({"code":"1","valid":true})";
  std::filesystem::create_directories(place.file("identifiers/gs1-syntax-dictionary"));
  std::ofstream(place.file("identifiers/gs1-syntax-dictionary/linter_zero_2.jsonl"))
      << R"({"valid":true,"input":"0"})" << '\n'
      << R"({"valid":false,"input":"0"})" << '\n'
      << R"({"valid":true,"input":"1","error":"GS1_LINTER_NOT_ZERO","highlight":"*1*"})" << '\n';
  const auto lines = lines_of(place.path());
  const Comparison lei = line_of(lines, "lei_2.jsonl");
  EXPECT_EQ(lei.compared, 1U);
  EXPECT_FALSE(lei.passed());
  EXPECT_FALSE(line_of(lines, "others.jsonl").covered);
  const Comparison zero = line_of(lines, "gs1-syntax-dictionary/linter_zero_2.jsonl");
  EXPECT_EQ(zero.agreed, 1U);
  EXPECT_EQ(zero.compared, 3U);
}

}  // namespace
}  // namespace zhiheng::trace
