#include "trace/kept_findings.h"

#include <gtest/gtest.h>

#include "trace/failures.h"

namespace zhiheng::trace {
namespace {

class Kept : public testing::Test {
 protected:
  /// How many times it had to be searched so far.
  int after_asking(std::optional<Timestamp> known_at, double hours) {
    const std::vector<Rule> rules{{"late", "gaps", {}, {{"hours", hours}}}};
    const auto found = kept_.found(known_at, rules, [&](Found& made) -> Result<void> {
      ++searches_;
      made.findings.push_back({&made.rules.front(), 7, {1}, hours});
      return {};
    });
    EXPECT_TRUE(found);
    EXPECT_EQ((*found)->findings.front().rule->threshold("hours"), hours);
    return searches_;
  }

  KeptFindings kept_;
  int searches_ = 0;
};

TEST_F(Kept, IsSearchedOnceForTheSameQuestion) {
  EXPECT_EQ(after_asking({}, 1), 1);
  EXPECT_EQ(after_asking({}, 1), 1);
  EXPECT_EQ(after_asking({}, 2), 2) << "another threshold is another question";
  EXPECT_EQ(after_asking(Timestamp{5}, 1), 3) << "so is another time of knowledge";
  EXPECT_EQ(after_asking(Timestamp{5}, 1), 3);
  EXPECT_EQ(after_asking({}, 1), 3);
}

TEST_F(Kept, IsSearchedAnewWhenTheChainHasChanged) {
  EXPECT_EQ(after_asking({}, 1), 1);
  kept_.forget();
  EXPECT_EQ(after_asking({}, 1), 2);
}

TEST_F(Kept, HoldsNoMoreThanTheLastFew) {
  for (int i = 1; i <= 20; ++i) EXPECT_EQ(after_asking({}, i), i);
  EXPECT_EQ(after_asking({}, 20), 20);
  EXPECT_EQ(after_asking({}, 1), 21);
}

TEST_F(Kept, KeepsNothingOfASearchThatWasStopped) {
  const auto stopped =
      kept_.found({}, {}, [](Found&) -> Result<void> { return fail(interrupted); });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().failure, &interrupted);
  const auto found = kept_.found({}, {}, [](Found&) { return Result<void>(); });
  EXPECT_TRUE(found);
}

}  // namespace
}  // namespace zhiheng::trace
