#include <algorithm>
#include <atomic>

#include "store/failures.h"
#include "store_fixture.h"

namespace zhiheng::store {
namespace {

class Auditing : public EveryEngine {
 protected:
  void SetUp() override {
    EveryEngine::SetUp();
    if (IsSkipped()) return;
    declare_with_rows(6);
    const Draft draft{.values = {std::string("0003"), std::string("stove")}};
    (void)write_one("spot_check", {"number", "product"}, draft);
    (void)write_one("spot_check", {"number", "product"},
                    Draft{.values = {std::string("0007"), std::string("lamp")}});
    ASSERT_TRUE(store_->verify()->broken.empty());
  }

  /// What `verify` finds first after this statement.
  std::string found_after(const std::string& sql) {
    tamper(sql);
    const auto audit = store_->verify();
    EXPECT_TRUE(audit) << describe(audit.error());
    if (!audit || audit->broken.empty()) return "nothing";
    const Broken& first = audit->broken[0];
    return first.table + " " + std::to_string(first.seq) + ": " + first.what;
  }
};

TEST_P(Auditing, StopsWhenTold) {
  const std::atomic<bool> interrupted = true;
  const auto audit = store_->verify(&interrupted);
  ASSERT_FALSE(audit);
  EXPECT_EQ(audit.error().failure, &stopped);
}

TEST_P(Auditing, FindsAChangedValue) {
  EXPECT_EQ(found_after("UPDATE r_spot_check SET product = 'drum' WHERE seq = 2"),
            "spot_check 2: hash differs");
}

TEST_P(Auditing, FindsAChangedDecimalDateStateAndAuthor) {
  tamper("UPDATE r_spot_check SET price = 0 WHERE seq = 1");
  tamper("UPDATE r_spot_check SET sampled_on = NULL WHERE seq = 2");
  tamper("UPDATE r_spot_check SET state = 'closed' WHERE seq = 4");
  tamper("UPDATE r_spot_check SET recorded_by = 'someone' WHERE seq = 5");
  const auto audit = store_->verify();
  for (const std::int64_t seq : {1, 2, 4, 5}) {
    const bool found = std::any_of(
        audit->broken.begin(), audit->broken.end(),
        [&](const Broken& one) { return one.seq == seq && one.what == "hash differs"; });
    EXPECT_TRUE(found) << seq;
  }
}

TEST_P(Auditing, FindsADeletedVersion) {
  EXPECT_EQ(found_after("DELETE FROM r_spot_check WHERE seq = 4"), "spot_check 4: version missing");
}

TEST_P(Auditing, FindsTheLastVersionMissing) {
  EXPECT_EQ(found_after("DELETE FROM r_spot_check WHERE seq = 8"), "spot_check 8: version missing");
}

TEST_P(Auditing, FindsARowPutInBehindItsBack) {
  const std::string id = GetParam() == Dialect::sqlite
                             ? "x'00000000000070008000000000000001'"
                             : "'00000000-0000-7000-8000-000000000001'::uuid";
  EXPECT_EQ(found_after("INSERT INTO r_spot_check (seq, id, version, state, deleted, reason, "
                        "recorded_at, recorded_by, batch, \"row\", hash) SELECT 9, " +
                        id +
                        ", 1, state, deleted, reason, recorded_at, recorded_by, batch, \"row\", "
                        "hash FROM r_spot_check WHERE seq = 1"),
            "spot_check 9: version belongs to no commit");
}

TEST_P(Auditing, FindsARowWhoseHashWasRecomputed) {
  // Whoever computes the hash anew still meets the root of the commit.
  EXPECT_NE(found_after("UPDATE r_spot_check SET hash = (SELECT hash FROM r_spot_check o WHERE "
                        "o.seq = 1 LIMIT 1) WHERE seq = 2"),
            "nothing");
  const auto audit = store_->verify();
  EXPECT_TRUE(std::any_of(audit->broken.begin(), audit->broken.end(), [](const Broken& one) {
    return one.table == "commits" && one.what == "root differs";
  }));
}

TEST_P(Auditing, FindsABrokenChainOfCommits) {
  EXPECT_EQ(found_after("UPDATE commits SET author = 'someone' WHERE number = 1"),
            "commits 1: commit chain broken");
}

TEST_P(Auditing, FindsACommitThatWasTakenOut) {
  tamper("DELETE FROM commits WHERE number = 2");
  const auto audit = store_->verify();
  EXPECT_TRUE(std::any_of(audit->broken.begin(), audit->broken.end(), [](const Broken& one) {
    return one.table == "commits" && one.what == "commit missing before this one";
  }));
}

TEST_P(Auditing, FindsAndRebuildsEditedPointers) {
  tamper("UPDATE r_spot_check_current SET version = 9 WHERE seq = 2");
  tamper("DELETE FROM r_spot_check_current WHERE seq = 5");
  tamper("UPDATE r_spot_check SET superseded = 1 WHERE seq = 6");
  const auto audit = store_->verify();
  ASSERT_TRUE(audit);
  std::map<std::int64_t, std::string> found;
  for (const Broken& one : audit->broken) found[one.seq] += one.what + ";";
  EXPECT_EQ(found[2], "current entry differs;");
  EXPECT_EQ(found[5], "no current entry;");
  EXPECT_EQ(found[6], "marked as superseded by the wrong version;");
  ASSERT_TRUE(store_->rebuild("spot_check"));
  EXPECT_TRUE(store_->verify()->broken.empty());
}

TEST_P(Auditing, StopsWhenAsked) {
  const std::atomic<bool> stop = true;
  const auto stopped_audit = store_->verify(&stop);
  ASSERT_FALSE(stopped_audit);
  EXPECT_EQ(stopped_audit.error().failure->kind, Kind::interrupted);
}

ZH_EVERY_ENGINE(Auditing);

}  // namespace
}  // namespace zhiheng::store
