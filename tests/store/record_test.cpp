#include <algorithm>
#include <thread>

#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Records : public EveryEngine {};

TEST_P(Records, KeepWhatWasWritten) {
  declare_with_rows(1);
  const auto rows = rows_of({.table = "spot_check"});
  ASSERT_EQ(rows.size(), 1U);
  const Version& row = rows[0];
  EXPECT_EQ(row.values[0], Value(std::string("0001")));
  EXPECT_EQ(row.values, [] {
    Draft draft = spot_check("0001", "toy", 1);
    return draft.values;
  }());
  EXPECT_EQ(row.version, 1);
  EXPECT_EQ(row.seq, 1);
  EXPECT_EQ(row.state, "draft");
  EXPECT_EQ(row.recorded_by, "inspector");
  EXPECT_EQ(row.batch, "batch-1");
  EXPECT_EQ(row.row, 2);
  EXPECT_FALSE(row.deleted);
  EXPECT_GT(row.recorded_at.microseconds, 0);
}

TEST_P(Records, TakeNullInEveryColumnButTheKey) {
  declare_with_rows(0);
  const auto written = write_one("spot_check", {"number"}, Draft{.values = {std::string("1")}});
  EXPECT_EQ(written.outcome, Outcome::added);
  const auto rows = rows_of({.table = "spot_check"});
  ASSERT_EQ(rows.size(), 1U);
  for (std::size_t i = 1; i < rows[0].values.size(); ++i) EXPECT_TRUE(is_null(rows[0].values[i]));
}

TEST_P(Records, AreUnchangedByTheSameFileAgain) {
  declare_with_rows(10);
  const auto before = *store_->newest_commit();
  const auto written =
      store_->write(author_, "spot_check", names_of(spot_checks()),
                    {spot_check("0001", "toy", 1), spot_check("0002", "kettle", 2)});
  ASSERT_TRUE(written);
  for (const Written& one : *written) {
    EXPECT_EQ(one.outcome, Outcome::unchanged);
    EXPECT_EQ(one.version, 1);
  }
  EXPECT_EQ(*store_->newest_commit(), before);
}

TEST_P(Records, AreWrittenAllOrNone) {
  declare_with_rows(2);
  const auto before = *store_->newest_commit();
  const auto write = [&](const std::vector<std::string>& numbers) {
    std::vector<Draft> drafts;
    for (const std::string& number : numbers) {
      drafts.push_back(spot_check(number));
      drafts.back().expected = 0;
    }
    const auto done =
        store_->write_all_or_none(author_, "spot_check", names_of(spot_checks()), drafts);
    EXPECT_TRUE(done) << describe(done.error());
    std::string outcomes;
    for (const Written& one : *done) outcomes += one.outcome == Outcome::added ? 'a' : 'r';
    return outcomes;
  };
  EXPECT_EQ(write({"new 1", "0001", "new 2"}), "ara");
  EXPECT_EQ(write({"new 1", "new 1"}), "ar") << "named twice";
  EXPECT_EQ(*store_->newest_commit(), before);
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 2);
  EXPECT_EQ(write({"new 1", "new 2"}), "aa");
  EXPECT_EQ(*store_->newest_commit(), before + 1);
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 4);
  const auto audit = store_->verify();
  ASSERT_TRUE(audit);
  EXPECT_TRUE(audit->broken.empty());
}

TEST_P(Records, GetANewVersionThatFollowsFromTheOld) {
  declare_with_rows(1);
  const auto first = rows_of({.table = "spot_check"}).at(0);
  Draft draft{.state = "published", .values = {std::string("0001"), std::string("stove")}};
  draft.reason = "typing error";
  const auto written = write_one("spot_check", {"number", "product"}, draft);
  EXPECT_EQ(written.outcome, Outcome::changed);
  EXPECT_EQ(written.id, first.id);
  EXPECT_EQ(written.version, 2);
  const auto rows = rows_of({.table = "spot_check", .history = true});
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].hash, first.hash);
  EXPECT_EQ(rows[1].previous_hash, first.hash);
  EXPECT_EQ(rows[1].values[1], Value(std::string("stove")));
  EXPECT_EQ(rows[1].values[4], Value(Decimal{-1250, 2}));  // not given, so kept
  EXPECT_EQ(rows[1].state, "published");
  EXPECT_EQ(rows[1].reason, "typing error");
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 1U);
}

TEST_P(Records, SetAGivenColumnToNull) {
  declare_with_rows(1);
  const Draft draft{.values = {std::string("0001"), Value()}};
  EXPECT_EQ(write_one("spot_check", {"number", "price"}, draft).outcome, Outcome::changed);
  EXPECT_EQ(write_one("spot_check", {"number", "price"}, draft).outcome, Outcome::unchanged);
  EXPECT_TRUE(is_null(rows_of({.table = "spot_check"}).at(0).values[4]));
}

TEST_P(Records, SeeTheDraftsBeforeThemInTheSameBatch) {
  declare_with_rows(0);
  const auto written = store_->write(author_, "spot_check", names_of(spot_checks()),
                                     {spot_check("1", "toy"), spot_check("1", "toy"),
                                      spot_check("1", "kettle"), spot_check("1", "toy")});
  ASSERT_TRUE(written);
  EXPECT_EQ((*written)[0].outcome, Outcome::added);
  EXPECT_EQ((*written)[1].outcome, Outcome::unchanged);
  EXPECT_EQ((*written)[2].outcome, Outcome::changed);
  EXPECT_EQ((*written)[3].outcome, Outcome::changed);
  EXPECT_EQ((*written)[3].version, 3);
  const auto rows = rows_of({.table = "spot_check", .history = true});
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[2].previous_hash, rows[1].hash);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Records, AreDeletedByAVersionWithAReason) {
  declare_with_rows(2);
  const auto id = rows_of({.table = "spot_check", .limit = 1}).at(0).id;
  Draft draft{.id = id, .expected = 1, .deleted = true};
  draft.reason = "entered twice";
  EXPECT_EQ(write_one("spot_check", {}, draft).outcome, Outcome::changed);
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 1U);
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 1);
  const auto all = rows_of({.table = "spot_check", .deleted = true, .id = id});
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].deleted);
  EXPECT_EQ(all[0].reason, "entered twice");
  EXPECT_EQ(all[0].values[0], Value(std::string("0001")));
}

TEST_P(Records, RefuseAChangeOfAnOldVersion) {
  declare_with_rows(1);
  const auto id = rows_of({.table = "spot_check"}).at(0).id;
  Draft draft{.id = id, .expected = 1, .values = {std::string("stove")}};
  EXPECT_EQ(write_one("spot_check", {"product"}, draft).outcome, Outcome::changed);
  draft.values = {std::string("lamp")};
  const auto late = write_one("spot_check", {"product"}, draft);
  EXPECT_EQ(late.outcome, Outcome::refused);
  EXPECT_EQ(late.error->failure, &stale_version);
  EXPECT_EQ(late.version, 2);
}

TEST_P(Records, RefuseAnUnknownIdAndTakeANewOneWhenAsked) {
  declare_with_rows(0);
  const Uuid id = make_uuid();
  Draft draft = spot_check("77");
  draft.id = id;
  const auto names = names_of(spot_checks());
  EXPECT_EQ(write_one("spot_check", names, draft).error->failure, &no_such_record);
  draft.expected = 0;
  EXPECT_EQ(write_one("spot_check", names, draft).outcome, Outcome::added);
  EXPECT_EQ(rows_of({.table = "spot_check", .id = id}).size(), 1U);
  EXPECT_EQ(write_one("spot_check", names, draft).error->failure, &stale_version);
}

TEST_P(Records, KeepNaturalKeysUniqueWhenTheyChange) {
  declare_with_rows(2);
  const auto rows = rows_of({.table = "spot_check"});
  Draft draft{.id = rows[0].id, .values = {std::string("0002")}};
  EXPECT_EQ(write_one("spot_check", {"number"}, draft).error->failure, &duplicate_key);
  draft.values = {std::string("0003")};
  EXPECT_EQ(write_one("spot_check", {"number"}, draft).outcome, Outcome::changed);
  // The old key is free again, the new one leads to the record.
  const auto names = names_of(spot_checks());
  EXPECT_EQ(write_one("spot_check", names, spot_check("0001")).outcome, Outcome::added);
  const auto found = write_one("spot_check", names, spot_check("0003", "sofa"));
  EXPECT_EQ(found.outcome, Outcome::changed);
  EXPECT_EQ(found.id, rows[0].id);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Records, PassAKeyOnWithinOneBatch) {
  declare_with_rows(1);
  const auto id = rows_of({.table = "spot_check"}).at(0).id;
  const auto written =
      store_->write(author_, "spot_check", std::vector<std::string>{"number", "product"},
                    {Draft{.id = id, .values = {std::string("0009"), std::string("toy")}},
                     Draft{.values = {std::string("0001"), std::string("lamp")}},
                     Draft{.id = id, .values = {std::string("0001"), std::string("toy")}}});
  ASSERT_TRUE(written) << describe(written.error());
  EXPECT_EQ((*written)[0].outcome, Outcome::changed);
  EXPECT_EQ((*written)[1].outcome, Outcome::added);
  EXPECT_EQ((*written)[2].error->failure, &duplicate_key);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Records, RefuseValuesThatAnEngineCouldNotHold) {
  declare_with_rows(0);
  const std::vector<std::string> names = {"number", "price"};
  const auto price = [&](const std::string& number, const Value& value) {
    return write_one("spot_check", names, Draft{.values = {number, value}});
  };
  EXPECT_EQ(price("a", std::string("1")).error->failure, &wrong_type);
  EXPECT_EQ(price("b", Decimal{12345, 3}).outcome, Outcome::refused);  // a digit would be lost
  EXPECT_EQ(price("c", Decimal{1, 0}).outcome, Outcome::added);
  EXPECT_EQ(rows_of({.table = "spot_check"}).at(0).values[4], Value(Decimal{100, 2}));
  EXPECT_EQ(price(std::string("d\0e", 3), Decimal{1, 0}).error->failure, &wrong_type);
  EXPECT_EQ(write_one("spot_check", {"price"}, Draft{.values = {Decimal{1, 0}}}).error->failure,
            &key_incomplete);
  const auto unknown = store_->write(author_, "spot_check", std::vector<std::string>{"colour"},
                                     {Draft{.values = {std::string("red")}}});
  EXPECT_EQ(unknown.error().failure, &unknown_column);
}

TEST_P(Records, WithoutANaturalKeyAreAlwaysNew) {
  const Table table{"note", {{"text", Storage::text}}, {}, {}};
  ASSERT_TRUE(store_->declare({&table, 1}));
  const Draft draft{.values = {std::string("hello")}};
  const auto first = write_one("note", {"text"}, draft);
  const auto second = write_one("note", {"text"}, draft);
  EXPECT_EQ(second.outcome, Outcome::added);
  EXPECT_NE(first.id, second.id);
  const Draft again{.id = first.id, .values = {std::string("hello")}};
  EXPECT_EQ(write_one("note", {"text"}, again).outcome, Outcome::unchanged);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Records, OfATransactionAppearTogetherOrNotAtAll) {
  declare_with_rows(1);
  const auto names = names_of(spot_checks());
  std::vector<Draft> drafts;
  for (int i = 0; i < 9000; ++i) drafts.push_back(spot_check("n" + std::to_string(i)));
  {
    auto dropped = store_->begin(author_);
    ASSERT_TRUE(dropped);
    ASSERT_TRUE((*dropped)->append("spot_check", names, drafts));
    EXPECT_EQ(*store_->count({.table = "spot_check"}), 1);
  }
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 1);
  auto kept = store_->begin(author_);
  ASSERT_TRUE(kept);
  for (std::size_t start = 0; start < drafts.size(); start += 1000) {
    const auto written =
        (*kept)->append("spot_check", names, std::span(drafts).subspan(start, 1000));
    ASSERT_TRUE(written);
    EXPECT_TRUE(std::all_of(written->begin(), written->end(),
                            [](const Written& one) { return one.outcome == Outcome::added; }));
  }
  ASSERT_TRUE((*kept)->commit());
  EXPECT_EQ((*kept)->commit().error().failure, &transaction_over);
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 9001);
  EXPECT_EQ(*store_->newest_commit(), 2);
  const auto audit = store_->verify();
  ASSERT_TRUE(audit);
  EXPECT_TRUE(audit->broken.empty());
  EXPECT_EQ(audit->versions, 9001);
}

TEST_P(Records, OfManyWritersAllArriveInOneOrder) {
  declare_with_rows(0);
  constexpr int writers = 8;
  constexpr int each = 25;
  std::vector<std::thread> threads;
  for (int w = 0; w < writers; ++w) {
    threads.emplace_back([this, w] {
      for (int i = 0; i < each; ++i) {
        const auto written =
            store_->write({"writer " + std::to_string(w)}, "spot_check", names_of(spot_checks()),
                          {spot_check(std::to_string(w) + "-" + std::to_string(i))});
        EXPECT_TRUE(written && written->at(0).outcome == Outcome::added);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(*store_->newest_commit(), writers * each);
  std::int64_t seq = 0;
  const auto segments = store_->feed(0, 1000);
  for (const Segment& segment : *segments) {
    EXPECT_EQ(segment.first, seq + 1);
    seq = segment.last;
  }
  EXPECT_EQ(seq, writers * each);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

ZH_EVERY_ENGINE(Records);

}  // namespace
}  // namespace zhiheng::store
