// An import in many parts: what the store remembers of it between them.

#include <algorithm>

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

ZH_EVERY_ENGINE(Load);

}  // namespace
}  // namespace zhiheng::store
