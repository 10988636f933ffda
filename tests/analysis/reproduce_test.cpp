#include "analysis/reproduce.h"

#include <algorithm>

#include "analysis/failures.h"
#include "folder.h"
#include "support/source.h"

namespace zhiheng::analysis {
namespace {

constexpr const char* wilson = R"({
  "name": "w", "method": "share", "in": "in.csv", "expected": "w.expected.csv",
  "keys": ["x", "n"], "quantities": {"lower": 1e-9})";

std::string cases(const std::string& more = {}) {
  return std::string(R"({"cases": [)").append(wilson).append(more).append("}]}");
}

Findings run(const Folder& folder, const std::string& text) {
  const auto parsed = parse_cases(text, "cases.json");
  if (!parsed) {
    ADD_FAILURE() << describe(parsed.error());
    return {};
  }
  const auto findings = reproduce(
      *parsed, {.folder = folder.path(), .catalog = support::source_path("/catalog"), .only = {}});
  if (!findings) {
    ADD_FAILURE() << describe(findings.error());
    return {};
  }
  return *findings;
}

TEST(Reproduce, PassesWhatAgrees) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n81,263\n");
  folder.write("w.expected.csv", "x,n,lower\n81,263,0.2552885198782742\n0,20,0\n");
  const Findings found = run(folder, cases());
  EXPECT_EQ(found.compared, 2U);
  EXPECT_EQ(found.missed, 0U) << table_of(found, true).cell(0, 3);
}

TEST(Reproduce, AllowsMonteCarloSharesTheirStandardErrors) {
  // The lower bound 0.255 of 81 in 263 against shares of 999 replicates: the standard error
  // of the difference is 0.0195, three of them and a step of 1/999 are 0.0594.
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n81,263\n");
  const std::string form = R"({"cases": [{"name": "w", "method": "share", "in": "in.csv",
    "expected": {"file": "w.csv", "above": {"x": 0}}, "keys": ["x"], "more_rows": true,
    "quantities": {"lower": {"replicates": [999, 999]}}}]})";
  folder.write("w.csv", "x,lower\n0,0.7\n81,0.30\n");
  Findings found = run(folder, form);
  EXPECT_EQ(found.compared, 1U);
  EXPECT_EQ(found.missed, 0U);
  folder.write("w.csv", "x,lower\n0,0.7\n81,0.33\n");
  EXPECT_EQ(run(folder, form).missed, 1U);
}

TEST(Reproduce, StopsBetweenTwoCasesWhenTheUserDoes) {
  const Folder folder;
  const auto parsed = parse_cases(cases(), "cases.json");
  ASSERT_TRUE(parsed);
  const std::atomic<bool> stop = true;
  const auto findings = reproduce(*parsed, {.folder = folder.path(),
                                            .catalog = support::source_path("/catalog"),
                                            .only = {},
                                            .interrupted = &stop});
  ASSERT_FALSE(findings);
  EXPECT_EQ(findings.error().failure, &interrupted);
}

TEST(Reproduce, MissesAnotherNumberAndARowWithoutItsCounterpart) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n81,263\n");
  folder.write("w.expected.csv", "x,n,lower\n81,263,0.2552712\n1,20,0\n");
  const Findings found = run(folder, cases());
  // the number, the reference's row that we lack, and our row that it lacks
  EXPECT_EQ(found.missed, 3U);
}

TEST(Reproduce, MissesWhenFileOrColumnIsMissing) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n");
  EXPECT_EQ(run(folder, cases()).missed, 1U);
  folder.write("w.expected.csv", "x,n,upper\n0,20,0.16\n");
  EXPECT_EQ(run(folder, cases()).missed, 1U);
  folder.write("w.expected.csv", "x,n,lower\n");
  EXPECT_EQ(run(folder, cases()).missed, 1U);
}

TEST(Reproduce, MissesAnEmptyCellAgainstANumber) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n");
  folder.write("w.expected.csv", "x,n,lower\n0,20,\n");
  EXPECT_EQ(run(folder, cases()).missed, 1U);
}

TEST(Reproduce, CountsExceptionsAndMissesOneThatIsNotNeeded) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n");
  folder.write("w.expected.csv", "x,n,lower\n0,20,0.5\n");
  const std::string except = R"(, "except": [{"where": {"x": 0}, "because": "known"}])";
  const Findings excused = run(folder, cases(except));
  EXPECT_EQ(excused.missed, 0U);
  EXPECT_EQ(excused.excepted, 1U);
  folder.write("w.expected.csv", "x,n,lower\n0,20,0\n");
  EXPECT_EQ(run(folder, cases(except)).missed, 1U);
}

TEST(Reproduce, RepeatsACaseForEachLine) {
  const auto parsed = parse_cases(
      R"({"cases": [{"name": "{file} at {level}", "method": "share", "in": "{file}.csv",
          "options": {"confidence": "{level}"}, "expected": "{file}.expected.csv",
          "quantities": {"lower": "exact"},
          "each": [{"file": "a", "level": 0.9}, {"file": "b", "level": 0.95}]}]})",
      "cases.json");
  ASSERT_TRUE(parsed) << describe(parsed.error());
  ASSERT_EQ(parsed->size(), 2U);
  EXPECT_EQ(parsed->at(1).name, "b at 0.95");
  EXPECT_EQ(parsed->at(1).tables.at("in").file, "b.csv");
  EXPECT_EQ(parsed->at(1).settings.at("confidence"), "0.95");
}

TEST(Reproduce, TakesOneSidedTolerancesAndWordsInAnyOrder) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n");
  folder.write("w.expected.csv", "x,n,upper\n0,20,0.9\n");
  const std::string form = R"({"cases": [{"name": "w", "method": "share", "in": "in.csv",
    "expected": "w.expected.csv", "quantities": {"upper": {"absolute": 0, "worse": ")";
  EXPECT_EQ(run(folder, form + R"(above"}}}]})").missed, 0U);
  EXPECT_EQ(run(folder, form + R"(below"}}}]})").missed, 1U);
}

TEST(Cases, AreRefusedWhenTheirFormIsWrong) {
  for (const std::string& text : {
           std::string("{"),
           std::string("[]"),
           std::string(R"({"cases": []})"),
           std::string(R"({"cases": [{"name": "a"}]})"),
           cases(R"(, "quantity": {})"),
           cases(R"(, "keys": "x")"),
           cases(R"(, "each": [])"),
           cases(R"(, "except": [{"where": {}}])"),
       }) {
    const auto parsed = parse_cases(text, "cases.json");
    ASSERT_FALSE(parsed) << text;
    EXPECT_EQ(parsed.error().failure, &cases_malformed) << text;
    EXPECT_TRUE(parsed.error().where.starts_with("cases.json")) << text;
  }
}

TEST(Cases, OfUnknownMethodOrOptionAreMisses) {
  const Folder folder;
  folder.write("in.csv", "x,n\n0,20\n");
  folder.write("w.expected.csv", "x,n,lower\n0,20,0\n");
  EXPECT_EQ(run(folder, cases(R"(, "options": {"confidance": 0.9})")).missed, 1U);
  EXPECT_EQ(run(folder, cases(R"(, "options": {"confidence": "high"})")).missed, 1U);
  EXPECT_EQ(run(folder, cases(R"(, "tables": {"lots": "in.csv"})")).missed, 1U);
}

/// Every topic of the shared reference data for which there is a file of cases.
TEST(SharedTopics, AreReproduced) {
  if (!std::filesystem::exists(shared_topic(""))) GTEST_SKIP() << "no shared reference data";
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/tests/stat/cases"))) {
    const std::string topic = entry.path().stem().string();
    SCOPED_TRACE(topic);
    const auto parsed = read_cases(entry.path().string());
    ASSERT_TRUE(parsed) << describe(parsed.error());
    const auto found = reproduce(*parsed, {.folder = shared_topic(topic).string(),
                                           .catalog = support::source_path("/catalog"),
                                           .only = {}});
    ASSERT_TRUE(found) << describe(found.error());
    EXPECT_GT(found->compared, 0U);
    for (const QuantityFindings& quantity : found->quantities) {
      const auto missed = std::ranges::find(quantity.rows, Verdict::miss, &Comparison::verdict);
      if (missed == quantity.rows.end()) continue;
      ADD_FAILURE() << quantity.name_of_case << ", " << quantity.quantity << ", " << missed->row
                    << ": " << missed->ours << " against " << missed->reference << " "
                    << missed->remark;
    }
  }
}

}  // namespace
}  // namespace zhiheng::analysis
