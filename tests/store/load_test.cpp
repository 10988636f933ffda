// An import in many parts: what the store remembers of it between them.

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "store/failures.h"
#include "store/known_keys.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

TEST(KnownKeys, HoldWhatWasAddedAndNothingElse) {
  KnownKeys keys;
  EXPECT_FALSE(keys.contains("0"));
  for (int i = 0; i < 50'000; ++i) keys.add("key " + std::to_string(i));
  keys.add("key 0");
  EXPECT_EQ(keys.size(), 50'000U);
  for (int i = 0; i < 50'000; ++i) EXPECT_TRUE(keys.contains("key " + std::to_string(i)));
  for (int i = 0; i < 50'000; ++i) EXPECT_FALSE(keys.contains("other " + std::to_string(i)));
}

class Load : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    declare_with_rows(0);
  }
  /// Drafts numbered from `first` on, all about the same product.
  static std::vector<Draft> part(int first, int count, const std::string& product) {
    std::vector<Draft> drafts;
    for (int i = first; i < first + count; ++i) {
      drafts.push_back(spot_check(std::to_string(i), product));
    }
    return drafts;
  }
  static std::int64_t counted(const std::vector<Written>& written, Outcome outcome) {
    return std::ranges::count(written, outcome, &Written::outcome);
  }
  std::vector<Written> append(Transaction& unit, const std::vector<Draft>& drafts) const {
    auto written = unit.append("spot_check", names_, drafts);
    EXPECT_TRUE(written) << describe(written.error());
    return written ? *std::move(written) : std::vector<Written>{};
  }
  std::unique_ptr<Transaction> begin() { return *store_->begin(author_); }

  std::vector<std::string> names_ = names_of(spot_checks());
};

TEST_P(Load, FindsKeysOfItsEarlierParts) {
  auto unit = begin();
  EXPECT_EQ(counted(append(*unit, part(0, 600, "toy")), Outcome::added), 600);
  const auto second = append(*unit, part(300, 600, "toy"));
  EXPECT_EQ(counted(second, Outcome::unchanged), 300);
  EXPECT_EQ(counted(second, Outcome::added), 300);
  ASSERT_TRUE(unit->commit());
  unit = begin();
  const auto third = append(*unit, part(800, 600, "kettle"));
  EXPECT_EQ(counted(third, Outcome::changed), 100);
  EXPECT_EQ(counted(third, Outcome::added), 500);
  ASSERT_TRUE(unit->commit());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 1400);
  const auto audit = store_->verify();
  ASSERT_TRUE(audit);
  EXPECT_TRUE(audit->broken.empty());
}

TEST_P(Load, FindsAKeyTwiceInOnePart) {
  auto drafts = part(0, 300, "toy");
  drafts.push_back(spot_check("7", "kettle"));
  drafts.push_back(spot_check("8", "toy"));
  auto unit = begin();
  const auto written = append(*unit, drafts);
  EXPECT_EQ(counted(written, Outcome::added), 300);
  EXPECT_EQ(written[300].outcome, Outcome::changed);
  EXPECT_EQ(written[301].outcome, Outcome::unchanged);
  ASSERT_TRUE(unit->commit());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 300);
}

TEST_P(Load, SeesWhatOthersWroteBetweenItsCommits) {
  auto unit = begin();
  append(*unit, part(0, 300, "toy"));
  ASSERT_TRUE(unit->commit());
  auto other = open(location_);
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->write({"somebody", ""}, "spot_check", names_, part(300, 300, "toy")));
  unit = begin();
  EXPECT_EQ(counted(append(*unit, part(600, 300, "toy")), Outcome::added), 300);
  EXPECT_EQ(counted(append(*unit, part(300, 300, "toy")), Outcome::unchanged), 300);
  ASSERT_TRUE(unit->commit());
}

TEST_P(Load, SeesKeysThatRecordsGotByOtherMeans) {
  auto unit = begin();
  append(*unit, part(0, 300, "toy"));
  const auto rows = [&] {
    EXPECT_TRUE(unit->commit());
    return rows_of({.table = "spot_check"});
  }();
  unit = begin();
  append(*unit, part(300, 10, "toy"));
  const Draft renamed{.id = rows.at(0).id, .values = {std::string("700")}};
  const std::vector<std::string> number{"number"};
  ASSERT_TRUE(unit->append("spot_check", number, {&renamed, 1}));
  append(*unit, part(310, 10, "toy"));
  EXPECT_EQ(append(*unit, {spot_check("700", "toy")}).at(0).id, rows.at(0).id);
  ASSERT_TRUE(unit->commit());
}

TEST_P(Load, SeesWhatOthersWroteInPlaceOfItsOwnAfterAnEndWithoutCommit) {
  auto unit = begin();
  append(*unit, part(0, 300, "toy"));
  unit.reset();
  auto other = open(location_);
  ASSERT_TRUE(other);
  ASSERT_TRUE((*other)->write({"somebody", ""}, "spot_check", names_, part(300, 300, "toy")));
  unit = begin();
  EXPECT_EQ(counted(append(*unit, part(300, 300, "toy")), Outcome::unchanged), 300);
  ASSERT_TRUE(unit->commit());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 300);
}

using enum Standing;

TEST_P(Load, ComparesWithoutWriting) {
  auto unit = begin();
  append(*unit, part(0, 3, "toy"));
  ASSERT_TRUE(unit->commit());
  const auto commits = *store_->newest_commit();
  unit = begin();
  const std::vector<Draft> drafts = {spot_check("0", "toy"), spot_check("1", "kettle"),
                                     spot_check("9", "toy")};
  const auto standings = unit->compare("spot_check", names_, drafts);
  ASSERT_TRUE(standings) << describe(standings.error());
  EXPECT_EQ(*standings, (std::vector{unchanged, differs, absent}));
  ASSERT_TRUE(unit->commit());
  EXPECT_EQ(*store_->newest_commit(), commits);
}

TEST_P(Load, ComparesAgreeWithWhatWritingDoes) {
  auto unit = begin();
  append(*unit, part(0, 400, "toy"));
  ASSERT_TRUE(unit->commit());
  unit = begin();
  std::vector<Draft> drafts = part(300, 200, "toy");
  for (std::size_t i = 0; i < drafts.size(); i += 7) drafts[i] = spot_check("3", "kettle");
  const auto standings = *unit->compare("spot_check", names_, drafts);
  const auto written = append(*unit, drafts);
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    if (standings[i] == differs) continue;
    EXPECT_EQ(written[i].outcome, standings[i] == unchanged ? Outcome::unchanged : Outcome::added);
  }
}

TEST_P(Load, DoesNotCallUnchangedWhatTheSameTransactionMayHaveChanged) {
  auto unit = begin();
  append(*unit, part(0, 3, "toy"));
  ASSERT_TRUE(unit->commit());
  unit = begin();
  // In one bundle: the first draft of the key changes it, the second changes it back.
  const std::vector<Draft> both = {spot_check("0", "kettle"), spot_check("0", "toy")};
  EXPECT_EQ(*unit->compare("spot_check", names_, both), (std::vector{differs, differs}));
  // In the bundle before.
  append(*unit, {spot_check("1", "kettle")});
  const std::vector<Draft> back = {spot_check("1", "toy"), spot_check("2", "toy")};
  EXPECT_EQ(*unit->compare("spot_check", names_, back), (std::vector{differs, unchanged}));
  // By id, under whatever key.
  Draft named = spot_check("2", "kettle");
  named.id = rows_of({.table = "spot_check"}).at(0).id;
  append(*unit, {named});
  EXPECT_EQ(unit->compare("spot_check", names_, back)->at(1), differs);
}

TEST_P(Load, RefusesToCompareUnknownColumns) {
  auto unit = begin();
  const std::vector<std::string> columns{"colour"};
  const std::vector<Draft> drafts(1);
  EXPECT_EQ(unit->compare("spot_check", columns, drafts).error().failure, &unknown_column);
  EXPECT_EQ(unit->compare("nothing", columns, drafts).error().failure, &unknown_table);
}

TEST_P(Load, LeavesDeletedRecordsDeletedWhenTold) {
  auto unit = begin();
  append(*unit, part(0, 2, "toy"));
  ASSERT_TRUE(unit->commit());
  const Uuid id = rows_of({.table = "spot_check"}).at(0).id;
  ASSERT_EQ(write_one("spot_check", names_, {.id = id, .deleted = true}).outcome, Outcome::changed);
  auto drafts = part(0, 2, "toy");
  for (Draft& draft : drafts) draft.keep_deleted = true;
  unit = begin();
  EXPECT_EQ(unit->compare("spot_check", names_, drafts)->at(0), differs);
  const auto kept = append(*unit, drafts);
  ASSERT_EQ(kept.at(0).outcome, Outcome::refused);
  EXPECT_EQ(kept[0].error->failure, &deleted_earlier);
  EXPECT_EQ(kept[0].id, id);
  EXPECT_EQ(kept.at(1).outcome, Outcome::unchanged);
  drafts[0].keep_deleted = false;
  EXPECT_EQ(append(*unit, drafts).at(0).outcome, Outcome::changed);
  ASSERT_TRUE(unit->commit());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 2);
}

/// A thread that imports without a pause, and how many of its commits a single write waits for.
int commits_beside_a_single_write(Store& importer, Store& writer, const Author& author) {
  std::atomic<bool> over = false;
  std::atomic<int> commits = 0;
  std::thread import([&] {
    const auto names = names_of(spot_checks());
    for (int first = 0; !over; first += 500, ++commits) {
      std::vector<Draft> drafts;
      for (int i = first; i < first + 500; ++i) drafts.push_back(spot_check(std::to_string(i)));
      auto unit = importer.begin(author);
      if (!unit || !(*unit)->append("spot_check", names, drafts) || !(*unit)->commit()) break;
    }
  });
  while (commits < 2) std::this_thread::yield();
  const int before = commits;
  const auto written =
      writer.write({"somebody", ""}, "spot_check", names_of(spot_checks()), {spot_check("single")});
  const int waited = commits - before;
  over = true;
  import.join();
  EXPECT_TRUE(written) << describe(written.error());
  return waited;
}

TEST_P(Load, LetsSingleWritesOfTheSameProgramIn) {
  EXPECT_LE(commits_beside_a_single_write(*store_, *store_, author_), 3);
}

TEST_P(Load, LetsSingleWritesOfAnotherProgramIn) {
  auto other = open(location_);
  ASSERT_TRUE(other);
  EXPECT_LE(commits_beside_a_single_write(*store_, **other, author_), 3);
}

ZH_EVERY_ENGINE(Load);

/// What a short-lived program leaves behind in SQLite.
class ShortRun : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    declare_with_rows(0);
    std::vector<Draft> drafts;
    for (int i = 0; i < 25'000; ++i) drafts.push_back(spot_check("n" + std::to_string(i)));
    auto unit = store_->begin(author_);
    ASSERT_TRUE(unit);
    ASSERT_TRUE((*unit)->append("spot_check", names_of(spot_checks()), drafts));
    ASSERT_TRUE((*unit)->commit());
    unit->reset();
    store_.reset();  // at once: nothing waits until it is quiet
  }
  /// Fails unless so many of the declared indexes are there.
  void expect_indexes(int wanted) const {
    tamper("SELECT CASE count(*) WHEN " + std::to_string(wanted) +
           " THEN 1 ELSE abs(-9223372036854775808) END FROM sqlite_master WHERE type = 'index' AND "
           "name IN ('i_spot_check_product', 'i_spot_check_sampled_on_product')");
  }
};

TEST_P(ShortRun, LeavesIndexesToTheNextProgramThatReadsThroughThem) {
  expect_indexes(0);
  open_store();
  const Table declared[] = {spot_checks()};
  ASSERT_TRUE(store_->declare(declared));
  store_->settle();
  store_.reset();
  expect_indexes(2);
}

TEST_P(ShortRun, WaitsForIndexesNoLongerOnceInterrupted) {
  open_store();
  const Table declared[] = {spot_checks()};
  ASSERT_TRUE(store_->declare(declared));
  const std::atomic<bool> interrupted = true;
  store_->settle(&interrupted);
  store_.reset();
  open_store();
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 25'000);
}

TEST_P(ShortRun, LeavesNoLogBehind) {
  EXPECT_FALSE(std::filesystem::exists(location_.folder + "/records.sqlite-wal"));
}

/// How often SQLite's log was begun again: bytes 12 to 15 of its header.
int beginnings_of(const std::string& log) {
  std::ifstream file(log, std::ios::binary);
  unsigned char header[16] = {};
  file.read(reinterpret_cast<char*>(header), sizeof header);
  return header[12] << 24 | header[13] << 16 | header[14] << 8 | header[15];
}

TEST_P(ShortRun, BeginsALongLogAgainWhileItWrites) {
  constexpr int most = 4000;  // MB: where it is never begun again
  open_store();
  const std::string log = location_.folder + "/records.sqlite-wal";
  const auto write = [&](int number) {
    Draft draft = spot_check("long " + std::to_string(number));
    draft.values[1] = std::string(1'000'000, static_cast<char>('a' + number % 26));
    const std::vector<Draft> drafts{std::move(draft)};
    return store_->write({"writer"}, "spot_check", names_of(spot_checks()), drafts).has_value();
  };
  ASSERT_TRUE(write(0));
  const int before = beginnings_of(log);
  int written = 1;
  while (beginnings_of(log) == before && written < most) ASSERT_TRUE(write(written++));
  EXPECT_LT(written, most);
  EXPECT_GT(written, 100) << "a short log is left alone";
  const std::vector<Draft> mended{spot_check("long 1")};
  ASSERT_TRUE(store_->write({"writer"}, "spot_check", names_of(spot_checks()), mended));
  store_.reset();
  open_store();
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 25'000 + written);
  const auto audit = store_->verify();
  ASSERT_TRUE(audit) << describe(audit.error());
  EXPECT_TRUE(audit->broken.empty());
}

INSTANTIATE_TEST_SUITE_P(Engines, ShortRun, ::testing::Values(Dialect::sqlite),
                         [](const auto&) { return "Sqlite"; });

}  // namespace
}  // namespace zhiheng::store
