#include <thread>

#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Feed : public EveryEngine {};

TEST_P(Feed, NamesWhatEachCommitTookOfEachTable) {
  const std::vector<Table> tables = {spot_checks(), {"note", {{"text", Storage::text}}, {}, {}}};
  ASSERT_TRUE(store_->declare(tables));
  const auto names = names_of(tables[0]);
  const std::vector<std::string> text = {"text"};
  {
    auto unit = store_->begin(author_);
    ASSERT_TRUE(unit);
    const std::vector<Draft> first = {spot_check("1"), spot_check("2")};
    const std::vector<Draft> notes = {Draft{.values = {std::string("a")}}};
    const std::vector<Draft> second = {spot_check("3")};
    ASSERT_TRUE((*unit)->append("spot_check", names, first));
    ASSERT_TRUE((*unit)->append("note", text, notes));
    ASSERT_TRUE((*unit)->append("spot_check", names, second));
    ASSERT_TRUE((*unit)->commit());
  }
  EXPECT_EQ(write_one("note", text, Draft{.values = {std::string("b")}}).outcome, Outcome::added);
  const auto feed = store_->feed(0, 100);
  ASSERT_TRUE(feed);
  ASSERT_EQ(feed->size(), 3U);
  EXPECT_EQ((*feed)[0].table, "note");
  EXPECT_EQ((*feed)[1].table, "spot_check");
  EXPECT_EQ((*feed)[1].first, 1);
  EXPECT_EQ((*feed)[1].last, 3);
  EXPECT_EQ((*feed)[2].commit, 2);
  EXPECT_EQ((*feed)[2].first, 2);
  std::vector<std::string> read;
  ASSERT_TRUE(store_->read_segment((*feed)[1], [&](const Version& version) {
    read.push_back(std::get<std::string>(version.values[0]));
    return true;
  }));
  EXPECT_EQ(read, (std::vector<std::string>{"1", "2", "3"}));
}

TEST_P(Feed, NeverCutsACommitInTwo) {
  const std::vector<Table> tables = {{"a", {{"text", Storage::text}}, {}, {}},
                                     {"b", {{"text", Storage::text}}, {}, {}}};
  ASSERT_TRUE(store_->declare(tables));
  const std::vector<std::string> text = {"text"};
  const std::vector<Draft> drafts = {Draft{.values = {std::string("x")}}};
  for (int i = 0; i < 3; ++i) {
    auto unit = store_->begin(author_);
    ASSERT_TRUE(unit);
    ASSERT_TRUE((*unit)->append("a", text, drafts));
    ASSERT_TRUE((*unit)->append("b", text, drafts));
    ASSERT_TRUE((*unit)->commit());
  }
  EXPECT_EQ(store_->feed(0, 1)->size(), 2U);
  EXPECT_EQ(store_->feed(0, 3)->size(), 4U);
  EXPECT_EQ(store_->feed(2, 100)->size(), 2U);
  EXPECT_TRUE(store_->feed(3, 100)->empty());
}

TEST_P(Feed, WakesAReaderWhenSomethingIsCommitted) {
  declare_with_rows(1);
  EXPECT_EQ(*store_->wait_for_commit(1, 30), 1);  // nothing new: the time runs out
  std::thread writer([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    (void)write_one("spot_check", names_of(spot_checks()), spot_check("late"));
  });
  EXPECT_EQ(*store_->wait_for_commit(1, 10'000), 2);
  writer.join();
}

TEST_P(Feed, SeesTheCommitsOfAnotherProcess) {
  declare_with_rows(1);
  auto other = open(location_);
  ASSERT_TRUE(other) << describe(other.error());
  const auto names = names_of(spot_checks());
  ASSERT_TRUE((*other)->write(author_, "spot_check", names, {spot_check("theirs")}));
  EXPECT_EQ(*store_->wait_for_commit(1, 10'000), 2);
  // And goes on from there with its own.
  EXPECT_EQ(write_one("spot_check", names, spot_check("ours")).outcome, Outcome::added);
  EXPECT_EQ(store_->feed(2, 10)->at(0).first, 3);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Feed, GivesTheHashOfACommit) {
  declare_with_rows(1);
  const auto hash = store_->commit_hash(1);
  ASSERT_TRUE(hash && *hash);
  EXPECT_EQ(**hash, store_->verify()->head);
  EXPECT_FALSE(store_->commit_hash(2)->has_value());
}

TEST_P(Feed, StandsBesidePairsOfTheProgram) {
  ASSERT_TRUE(store_->put("session", "b", std::string("\0\xff", 2)));
  ASSERT_TRUE(store_->put("session", "a", "1"));
  ASSERT_TRUE(store_->put("session", "a", "2"));
  ASSERT_TRUE(store_->put("cube", "a", "3"));
  EXPECT_EQ(*store_->get("session", "a"), "2");
  EXPECT_EQ(*store_->get("session", "b"), std::string("\0\xff", 2));
  EXPECT_FALSE(store_->get("session", "c")->has_value());
  EXPECT_EQ(store_->list("session")->size(), 2U);
  EXPECT_TRUE(*store_->erase("session", "a"));
  EXPECT_FALSE(*store_->erase("session", "a"));
  EXPECT_EQ(*store_->newest_commit(), 0);
}

TEST_P(Feed, BulkLoadEndsWithAllItsIndexes) {
  declare_with_rows(0);
  std::vector<Draft> drafts;
  for (int i = 0; i < 30'000; ++i) drafts.push_back(spot_check("n" + std::to_string(i)));
  auto unit = store_->begin(author_);
  ASSERT_TRUE(unit);
  ASSERT_TRUE((*unit)->append("spot_check", names_of(spot_checks()), drafts));
  ASSERT_TRUE((*unit)->commit());
  store_->settle();
  const std::string indexes =
      GetParam() == Dialect::sqlite
          ? "SELECT CASE count(*) WHEN 2 THEN 1 ELSE abs(-9223372036854775808) END FROM "
            "sqlite_master WHERE type = 'index' AND name IN ('i_spot_check_product', "
            "'i_spot_check_sampled_on_product')"
          : "SELECT 1 / (count(*) - 1) FROM pg_indexes WHERE indexname IN "
            "('i_spot_check_product', 'i_spot_check_sampled_on_product')";
  tamper(indexes);  // fails when one of the two is missing
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 30'000);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

ZH_EVERY_ENGINE(Feed);

}  // namespace
}  // namespace zhiheng::store
