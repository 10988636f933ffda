#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <thread>

#include "store/failures.h"
#include "store_fixture.h"
#include "support/postgres.h"

namespace zhiheng::store {
namespace {

constexpr int kills = 50;
constexpr int rows_per_batch = 300;

/// What the child reports through the pipe, at first and after each acknowledged commit: batches so
/// far.
void write_until_killed(const Location& location, int start, int pipe) {
  auto store = open(location);
  if (!store) _exit(2);
  const Table table = spot_checks();
  if (!(*store)->declare({&table, 1})) _exit(3);
  const auto names = names_of(table);
  const auto report = [&](int batches) {
    if (::write(pipe, &batches, sizeof batches) != sizeof batches) _exit(7);
  };
  report(start);
  for (int batch = start;; ++batch) {
    std::vector<Draft> drafts;
    for (int i = 0; i < rows_per_batch; ++i) {
      drafts.push_back(spot_check(std::to_string(batch) + "-" + std::to_string(i)));
    }
    auto unit = (*store)->begin({"child", std::to_string(batch)});
    if (!unit) _exit(4);
    for (int part = 0; part < 3; ++part) {
      if (!(*unit)->append("spot_check", names, std::span(drafts).subspan(part * 100UL, 100))) {
        _exit(5);
      }
    }
    if (!(*unit)->commit()) _exit(6);
    report(batch + 1);
  }
}

/// Runs a writing child for `microseconds`, kills it, and gives the batches it had acknowledged.
int run_and_kill(const Location& location, int start, int microseconds) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(location, start, ends[1]);
  }
  ::close(ends[1]);
  int acknowledged = start;
  // Only then it writes, however long the engine took to be opened.
  EXPECT_EQ(::read(ends[0], &acknowledged, sizeof acknowledged),
            static_cast<ssize_t>(sizeof acknowledged));
  std::this_thread::sleep_for(std::chrono::microseconds(microseconds));
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child gave up with " << WEXITSTATUS(status);
  for (int next = 0; ::read(ends[0], &next, sizeof next) == sizeof next;) acknowledged = next;
  ::close(ends[0]);
  return acknowledged;
}

class Durability : public EveryEngine {};

TEST_P(Durability, LosesNothingAcknowledgedWhenTheProcessIsKilled) {
  declare_with_rows(0);
  store_.reset();  // no connection may be open across fork
  std::mt19937 random(20'241'122);
  // A new program first has to reach the workers of a cluster.
  const int slower = std::getenv("ZHIHENG_CITUS") == nullptr ? 1 : 8;
  std::uniform_int_distribution<int> microseconds(8'000, slower * 90'000);
  int batches = 0;
  for (int i = 0; i < kills; ++i) {
    const int acknowledged = run_and_kill(location_, batches, microseconds(random));
    open_store();
    const std::int64_t rows = *store_->count({.table = "spot_check"});
    ASSERT_EQ(rows % rows_per_batch, 0) << "half a batch is visible after kill " << i;
    const int found = static_cast<int>(rows / rows_per_batch);
    ASSERT_GE(found, acknowledged) << "an acknowledged batch is lost after kill " << i;
    ASSERT_LE(found, acknowledged + 1);
    ASSERT_EQ(*store_->newest_commit(), found);
    if (i % 10 == 9) {
      const auto audit = store_->verify();
      ASSERT_TRUE(audit && audit->broken.empty()) << "after kill " << i;
    }
    batches = found;
    store_.reset();
  }
  EXPECT_GT(batches, 0);
}

TEST_P(Durability, OutlivesACrashOfTheServer) {
  if (GetParam() != Dialect::postgresql) GTEST_SKIP() << "SQLite has no server";
  declare_with_rows(5);
  support::PostgresServer::shared()->crash_and_restart();
  // The pooled connections are broken; the store finds new ones by itself.
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 5U);
  EXPECT_EQ(write_one("spot_check", names_of(spot_checks()), spot_check("6")).outcome,
            Outcome::added);
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Durability, RefusesWhatWasUnderWayWhenTheServerCrashed) {
  if (GetParam() != Dialect::postgresql) GTEST_SKIP() << "SQLite has no server";
  declare_with_rows(5);
  auto unit = store_->begin(author_);
  ASSERT_TRUE(unit);
  const std::vector<Draft> drafts = {spot_check("6")};
  ASSERT_TRUE((*unit)->append("spot_check", names_of(spot_checks()), drafts));
  support::PostgresServer::shared()->crash_and_restart();
  const auto done = (*unit)->commit();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().failure, &unavailable);
  EXPECT_EQ(rows_of({.table = "spot_check"}).size(), 5U);
}

TEST_P(Durability, SaysThatAnotherProgramIsWritingAfterItsPatienceIsOver) {
  declare_with_rows(5);
  auto unit = store_->begin(author_);
  ASSERT_TRUE(unit);
  Location hasty = location_;
  hasty.patience_ms = 50;
  auto other = open(hasty);
  ASSERT_TRUE(other);
  const auto refused =
      (*other)->write(author_, "spot_check", names_of(spot_checks()), {spot_check("6")});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &busy);
  ASSERT_TRUE((*unit)->commit());
  EXPECT_TRUE((*other)->write(author_, "spot_check", names_of(spot_checks()), {spot_check("6")}));
}

/// A file system of 24 MB, or nothing where mounting is not allowed.
class SmallDisk {
 public:
  explicit SmallDisk(std::string path) : path_(std::move(path)) {
    std::filesystem::create_directories(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=24m") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  [[nodiscard]] bool mounted() const { return mounted_; }

 private:
  std::string path_;
  bool mounted_ = false;
};

TEST(FullDisk, RefusesTheCommitAndLeavesTheStoreSound) {
  const TemporaryFolder folder;
  const SmallDisk disk(folder.path("small"));
  if (!disk.mounted()) GTEST_SKIP() << "mounting a small tmpfs needs rights that we have not";
  const Location location{.folder = folder.path("small"), .database = {}};
  auto store = open(location);
  ASSERT_TRUE(store);
  const Table table = spot_checks();
  ASSERT_TRUE((*store)->declare({&table, 1}));
  std::optional<Error> refused;
  std::int64_t written = 0;
  for (int batch = 0; batch < 200 && !refused; ++batch) {
    std::vector<Draft> drafts;
    for (int i = 0; i < 2000; ++i) {
      drafts.push_back(spot_check(std::to_string(batch) + "-" + std::to_string(i)));
    }
    const auto done = (*store)->write({"writer"}, "spot_check", names_of(table), drafts);
    done ? void(written += 2000) : void(refused = done.error());
  }
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->failure, &disk_full) << describe(*refused);
  EXPECT_EQ(*(*store)->count({.table = "spot_check"}), written);
  // A backup that does not fit is refused too and leaves no file.
  const auto backup = (*store)->backup(folder.path("small/backup"));
  ASSERT_FALSE(backup);
  EXPECT_EQ(backup.error().failure, &disk_full) << describe(backup.error());
  EXPECT_FALSE(std::filesystem::exists(folder.path("small/backup.part")));
  const auto audit = (*store)->verify();
  ASSERT_TRUE(audit) << describe(audit.error());
  EXPECT_TRUE(audit->broken.empty());
}

ZH_EVERY_ENGINE(Durability);

}  // namespace
}  // namespace zhiheng::store
