// Rows of the plans and what serves them.

#include "catalog/coverage.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "catalog/failures.h"
#include "code/failures.h"
#include "support/source.h"

namespace zhiheng::catalog {
namespace {

namespace fs = std::filesystem;

const RequiredRow a_register{.id = "J5", .kind = 'R'};
const RequiredRow a_workflow{.id = "I7", .kind = 'W'};
const RequiredRow a_computation{.id = "M9", .kind = 'C'};

TEST(Standing, IsServedOnlyByWhatTheRowAsksFor) {
  const Server plain{.name = "media_release", .test = "tests/x"};
  const Server alive{.name = "task", .lifecycle = true, .test = "tests/x"};
  const Server indicator{.kind = Server::Kind::indicator, .name = "count", .test = "tests/x"};
  const Server engine{.kind = Server::Kind::engine, .name = "stat link", .test = "tests/x"};
  EXPECT_EQ(standing_of(a_register, {}), Standing::missing);
  EXPECT_EQ(standing_of(a_register, {plain}), Standing::served);
  EXPECT_EQ(standing_of(a_register, {engine}), Standing::declared);
  EXPECT_EQ(standing_of(a_workflow, {plain}), Standing::declared);
  EXPECT_EQ(standing_of(a_workflow, {plain, alive}), Standing::served);
  EXPECT_EQ(standing_of(a_workflow, {indicator}), Standing::served);
  EXPECT_EQ(standing_of(a_computation, {alive, indicator}), Standing::declared);
  EXPECT_EQ(standing_of(a_computation, {engine}), Standing::served);
  Server part = engine;
  part.part = true;
  EXPECT_EQ(standing_of(a_computation, {part}), Standing::declared) << "a part is not the whole";
  EXPECT_EQ(standing_of(a_computation, {part, engine}), Standing::served);
}

TEST(Standing, IsOnlyDeclaredWithoutATest) {
  EXPECT_EQ(standing_of(a_register, {{.name = "task", .lifecycle = true}}), Standing::declared);
  EXPECT_EQ(standing_of(a_computation, {{.kind = Server::Kind::engine, .name = "stat link"}}),
            Standing::declared);
}

TEST(Coverage, KnowsEveryRowOfTheTableOnce) {
  const Loaded loaded = load(support::source_path("/catalog"));
  ASSERT_NE(loaded.catalog, nullptr);
  const auto rows = coverage(*loaded.catalog);
  ASSERT_TRUE(rows) << describe(rows.error());
  std::set<std::string> ids;
  std::map<char, int> kinds;
  for (const CoveredRow& covered : *rows) {
    ids.insert(covered.row.id);
    ++kinds[covered.row.kind];
    // Families I to P are declared whole.
    if (covered.row.id.front() < 'I') continue;
    EXPECT_NE(covered.standing, Standing::missing) << covered.row.id;
  }
  EXPECT_EQ(ids.size(), 292u);
  EXPECT_EQ(kinds, (std::map<char, int>{{'C', 43}, {'R', 118}, {'W', 131}}));
}

/// A catalog with one register that serves `row`, and the tables of coverage.
Result<std::vector<CoveredRow>> cover(const std::string& row, const std::string& kind) {
  std::string place = (fs::temp_directory_path() / "zhiheng-coverage-XXXXXX").string();
  EXPECT_NE(::mkdtemp(place.data()), nullptr);
  const fs::path folder(place);
  fs::create_directories(folder / "coverage");
  std::ofstream(folder / "coverage/rows.tsv")
      << "row\tkind\tzh\ten\nD1\t" << kind << "\t目录\tlist\n";
  std::ofstream(folder / "coverage/engines.tsv")
      << "command\trows\ttest\nstat link\tD1|D1\ttests/y\n";
  std::ofstream(folder / "coverage/tests.tsv") << "kind\tname\ttest\nregister\tgoods\ttests/x\n";
  Catalog catalog;
  catalog.folder = place;
  catalog.registers.push_back({});
  catalog.registers.back().name = "goods";
  catalog.registers.back().serves = {row};
  auto rows = coverage(catalog);
  fs::remove_all(folder);
  return rows;
}

TEST(Coverage, NamesWhatServesARowWithItsTest) {
  const auto rows = cover("D1", "C");
  ASSERT_TRUE(rows) << describe(rows.error());
  ASSERT_EQ(rows->size(), 1u);
  ASSERT_EQ(rows->front().servers.size(), 3u);
  EXPECT_EQ(rows->front().servers[0].test, "tests/x");
  EXPECT_EQ(rows->front().servers[1].name, "stat link");
  EXPECT_EQ(rows->front().standing, Standing::served);
}

TEST(Coverage, RefusesRowsThatDoNotExistAndKindsThatNobodyKnows) {
  const auto unknown = cover("D99", "R");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &reference_unknown);
  EXPECT_EQ(unknown.error().found, "D99");
  const auto odd = cover("D1", "X");
  ASSERT_FALSE(odd);
  EXPECT_EQ(odd.error().failure, &code::table_malformed);
}

}  // namespace
}  // namespace zhiheng::catalog
