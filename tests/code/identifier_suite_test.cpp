// The published suites of identifiers, where their folder is.

#include "code/identifier_suite.h"

#include <unistd.h>

#include <fstream>

#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::code {
namespace {

Gs1Tables fresh_tables() {
  return load_gs1_tables(support::source_path("/catalog"), make_date(2026, 11, 22)).value();
}

TEST(IdentifierSuites, AgreeRowByRow) {
  const auto folder = std::filesystem::path(support::shared_path("/data/epcis/identifiers"));
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is not there";
  const auto suites = run_identifier_suites(folder, fresh_tables());
  ASSERT_TRUE(suites.has_value()) << describe(suites.error());
  std::size_t rows = 0;
  for (const SuiteFile& file : *suites) {
    rows += file.rows;
    EXPECT_EQ(file.passed, file.rows) << file.file;
    for (const SuiteDifference& each : file.differences) {
      ADD_FAILURE() << each.row << '\n'
                    << each.input << "\nfound  " << each.found << "\nwanted " << each.wanted;
    }
  }
  EXPECT_GT(rows, 5000U);
}

/// A folder of one file with these lines.
class SuiteFolder {
 public:
  SuiteFolder(const std::string& file, const std::string& lines)
      : folder_(std::filesystem::temp_directory_path() /
                ("zhiheng_suite_" + std::to_string(::getpid()))) {
    std::filesystem::create_directories((folder_ / file).parent_path());
    std::ofstream(folder_ / file) << lines;
  }
  ~SuiteFolder() { std::filesystem::remove_all(folder_); }
  SuiteFolder(const SuiteFolder&) = delete;
  SuiteFolder& operator=(const SuiteFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

TEST(IdentifierSuites, TellWhereTheyDisagree) {
  const SuiteFolder folder(
      "reference-normaliser/normaliser.jsonl",
      "{\"input\": \"https://a.cn/gtin/6901234567892\", \"expect\": "
      "\"https://id.gs1.org/01/06901234567892\"}\n"
      "{\"input\": \"urn:epc:id:sscc:6901234.1234567890\", \"expect\": null}\n");
  const auto suites = run_identifier_suites(folder.path(), fresh_tables());
  ASSERT_TRUE(suites.has_value());
  ASSERT_EQ(suites->size(), 1U);
  EXPECT_EQ(suites->front().rows, 2U);
  EXPECT_EQ(suites->front().passed, 1U);
  ASSERT_EQ(suites->front().differences.size(), 1U);
  EXPECT_EQ(suites->front().differences[0].row, "reference-normaliser/normaliser.jsonl:2");
  EXPECT_EQ(suites->front().differences[0].wanted, "none");
}

TEST(IdentifierSuites, RefuseALineThatIsNoJson) {
  const SuiteFolder folder("check_digits.jsonl", "nonsense\n");
  EXPECT_EQ(run_identifier_suites(folder.path(), fresh_tables()).error().failure, &suite_malformed);
}

}  // namespace
}  // namespace zhiheng::code
