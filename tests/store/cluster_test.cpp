// A coordinator with two workers: what the promises of one PostgreSQL become when the versions lie
// on other machines. All other tests of the store run there too with ZHIHENG_CITUS='*'.

#include <libpq-fe.h>

#include <thread>

#include "store/distribution.h"
#include "store/failures.h"
#include "store_fixture.h"
#include "support/citus.h"

namespace zhiheng::store {
namespace {

using support::CitusCluster;
using support::run_sql;

/// The first value that a question straight to a database gives.
std::string asked(const std::string& url, const std::string& sql) {
  PGconn* const connection = PQconnectdb(url.c_str());
  PGresult* const result = PQexec(connection, sql.c_str());
  std::string answer =
      PQntuples(result) == 1 ? PQgetvalue(result, 0, 0) : PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  return answer;
}

std::vector<Draft> numbered(const std::string& batch, int count) {
  std::vector<Draft> drafts;
  for (int i = 0; i < count; ++i) drafts.push_back(spot_check(batch + "-" + std::to_string(i)));
  return drafts;
}

class Cluster : public ::testing::Test {
 protected:
  void SetUp() override {
    if (CitusCluster::shared() == nullptr) GTEST_SKIP() << CitusCluster::not_installed;
    make("spot_check");
  }

  void make(const std::string& spread) {
    location_.folder = folder_.path("data");
    std::filesystem::create_directories(location_.folder);
    location_.database = CitusCluster::shared()->create_database(spread);
    reopen();
    const std::vector<Table> tables = {spot_checks(), {"note", {{"text", Storage::text}}, {}, {}}};
    const auto declared = store_->declare(tables);
    ASSERT_TRUE(declared) << describe(declared.error());
  }

  void reopen() {
    store_.reset();
    auto opened = open(location_);
    ASSERT_TRUE(opened) << describe(opened.error());
    store_ = *std::move(opened);
  }

  [[nodiscard]] Result<std::vector<Written>> write(const std::string& batch, int count) {
    return store_->write({"writer"}, "spot_check", names_, numbered(batch, count));
  }

  TemporaryFolder folder_;
  Location location_;
  std::unique_ptr<Store> store_;
  std::vector<std::string> names_ = names_of(spot_checks());
};

TEST_F(Cluster, SpreadsTheTablesThatItsSettingNamesAndKeepsTheOthersOnTheCoordinator) {
  ASSERT_TRUE(write("a", 200));
  ASSERT_TRUE(store_->write({"writer"}, "note", std::vector<std::string>{"text"},
                            {Draft{.values = {std::string("here")}}}));
  EXPECT_EQ(asked(location_.database,
                  "SELECT string_agg(logicalrelid::text, ' ' ORDER BY logicalrelid::text) FROM "
                  "pg_dist_partition WHERE partmethod = 'h'"),
            "r_spot_check r_spot_check_current");
  EXPECT_EQ(asked(location_.database,
                  "SELECT count(DISTINCT nodename) FROM citus_shards WHERE table_name = "
                  "'r_spot_check'::regclass AND shard_size > 0"),
            "2");
  EXPECT_EQ(asked(location_.database, "SELECT count(*) FROM r_note"), "1");
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 200);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_F(Cluster, RefusesADatabaseWhoseSettingNamesTablesWhileCitusIsMissing) {
  Location alone = location_;
  alone.database = CitusCluster::shared()->worker(0).create_database();
  run_sql(alone.database, "ALTER DATABASE " + alone.database.substr(alone.database.rfind('/') + 1) +
                              " SET zhiheng.distributed = 'spot_check'");
  const auto refused = open(alone);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &cannot_open);
  EXPECT_EQ(refused.error().wanted, "CREATE EXTENSION citus");
}

TEST_F(Cluster, RefusesANaturalKeyThatTwoRecordsWouldShare) {
  ASSERT_TRUE(write("a", 4));
  Table table = spot_checks();
  table.key = {"product"};
  const auto refused = store_->declare({&table, 1});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &migration_refused) << describe(refused.error());
  EXPECT_TRUE(store_->verify()->broken.empty());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 4);
}

TEST_F(Cluster, FindsARecordByItsKeyAndByItsIdAndAllItsVersions) {
  ASSERT_TRUE(write("a", 50));
  Draft change{.values = {std::string("a-7"), std::string("mill")}};
  ASSERT_TRUE(store_->write({"writer"}, "spot_check", std::vector<std::string>{"number", "product"},
                            {std::move(change)}));
  std::vector<Version> found;
  const auto keep = [&](const Version& version) {
    found.push_back(version);
    return true;
  };
  ASSERT_TRUE(store_->read({.table = "spot_check", .keys = {{std::string("a-7")}}}, keep));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].version, 2);
  EXPECT_EQ(found[0].seq, 51);
  ASSERT_TRUE(store_->read({.table = "spot_check", .history = true, .id = found[0].id}, keep));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(std::get<std::string>(found[1].values[1]), "kettle");
  found.clear();
  ASSERT_TRUE(store_->read({.table = "spot_check", .keys = {{std::string("a-99")}}}, keep));
  EXPECT_TRUE(found.empty());
}

// The coordinator commits before its workers do: a reader that trusted its log would miss versions
// for good.
TEST_F(Cluster, TheFeedNamesACommitOnlyWhenAllItsVersionsCanBeSeen) {
  constexpr int commits = 60, rows = 20;
  auto reader = open(location_);
  ASSERT_TRUE(reader);
  std::thread writer([&] {
    for (int i = 0; i < commits; ++i) {
      const auto written = write(std::to_string(i), rows);
      EXPECT_TRUE(written) << describe(written.error());
    }
  });
  std::int64_t position = 0;
  std::int64_t read = 0;
  while (position < commits) {
    const auto newest = (*reader)->newest_commit();
    const auto feed = (*reader)->feed(position, 100);
    ASSERT_TRUE(newest && feed) << describe(feed.error());
    for (const Segment& segment : *feed) {
      std::int64_t in_segment = 0;
      ASSERT_TRUE((*reader)->read_segment(segment, [&](const Version&) {
        ++in_segment;
        return true;
      }));
      EXPECT_EQ(in_segment, segment.last - segment.first + 1) << "commit " << segment.commit;
      read += in_segment;
      position = segment.commit;
    }
    EXPECT_GE(position, *newest);
  }
  writer.join();
  EXPECT_EQ(read, commits * rows);
}

TEST_F(Cluster, ABackupTakenWhileOthersWriteIsAWholeStoreElsewhere) {
  ASSERT_TRUE(write("before", 500));
  std::atomic<bool> enough = false;
  std::thread writer([&] {
    for (int i = 0; !enough; ++i) EXPECT_TRUE(write(std::to_string(i), 20));
  });
  for (int i = 0; i < 5; ++i) {
    const std::string file = folder_.path("backup" + std::to_string(i));
    const auto done = store_->backup(file);
    EXPECT_TRUE(done) << describe(done.error());
    const Location embedded{.folder = folder_.path("embedded" + std::to_string(i)), .database = {}};
    EXPECT_TRUE(restore(file, embedded));
    const auto copy = open(embedded);
    const auto audit = (*copy)->verify();
    ASSERT_TRUE(audit);
    EXPECT_TRUE(audit->broken.empty()) << audit->broken.front().what;
    EXPECT_EQ(audit->versions, 500 + 20 * (audit->commits - 1));
  }
  // And the audit of the store itself is not deceived by what others write meanwhile.
  const auto audit = store_->verify();
  EXPECT_TRUE(audit && audit->broken.empty());
  enough = true;
  writer.join();
}

TEST_F(Cluster, KeepsWhatWasAcknowledgedWhenTheCoordinatorOrAWorkerCrashes) {
  auto* const cluster = CitusCluster::shared();
  int acknowledged = 0;
  for (int crash = 0; crash < 12; ++crash) {
    std::atomic<bool> over = false;
    std::thread writer([&] {
      while (!over) {
        const auto written = write(std::to_string(acknowledged), 10);
        if (!written) return;
        ++acknowledged;
      }
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(120 + 23 * crash));
    auto& struck = crash % 2 == 0 ? cluster->coordinator() : cluster->worker(crash / 2 % 2);
    struck.crash_and_restart();
    over = true;
    writer.join();
    reopen();
    const auto audit = store_->verify();
    ASSERT_TRUE(audit) << describe(audit.error());
    ASSERT_TRUE(audit->broken.empty())
        << "after crash " << crash << ": " << audit->broken.front().what;
    ASSERT_EQ(audit->versions, 10 * audit->commits);
    // What was not acknowledged may be there, as a whole.
    ASSERT_GE(audit->commits, acknowledged);
    ASSERT_LE(audit->commits, acknowledged + 1);
    acknowledged = static_cast<int>(audit->commits);
  }
  EXPECT_GT(acknowledged, 12);
}

TEST(AStoreWithoutCitus, RefusesToMoveTables) {
  const TemporaryFolder folder;
  const auto store = open({.folder = folder.path("data"), .database = {}});
  const Table table = spot_checks();
  ASSERT_TRUE(store && (*store)->declare({&table, 1}));
  const std::vector<std::string> tables = {"spot_check"};
  const auto refused = distribute(**store, tables);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &cannot_open);
}

TEST_F(Cluster, MovesATableThatHasRecordsToTheWorkers) {
  make("");
  ASSERT_TRUE(write("a", 300));
  const auto head = store_->verify()->head;
  const std::vector<std::string> unknown = {"unheard_of"};
  EXPECT_EQ(distribute(*store_, unknown).error().failure, &unknown_table);
  const std::vector<std::string> tables = {"spot_check", "note"};
  const auto moved = distribute(*store_, tables);
  ASSERT_TRUE(moved) << describe(moved.error());
  EXPECT_EQ(*moved, tables);
  EXPECT_TRUE(distribute(*store_, tables)->empty());
  EXPECT_EQ(*store_->count({.table = "spot_check"}), 300);
  ASSERT_TRUE(write("b", 10));
  const auto audit = store_->verify();
  EXPECT_TRUE(audit->broken.empty());
  EXPECT_EQ(audit->versions, 310);
  EXPECT_EQ(*store_->commit_hash(1), head);
  EXPECT_EQ(asked(location_.database, "SELECT pg_relation_size('r_spot_check')"), "0");
}

}  // namespace
}  // namespace zhiheng::store
