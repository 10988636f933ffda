// A record and its first step: both or neither.

#include "registry/adding.h"

#include <gtest/gtest.h>

#include "records.h"
#include "registry/failures.h"
#include "store/failures.h"
#include "support/place.h"

namespace zhiheng::registry {
namespace {

const std::vector<std::string> message_columns = {"number", "complaint", "region",
                                                  "author", "at",        "content"};

class Adding : public support::OnBothEngines {
 protected:
  void SetUp() override {
    OnBothEngines::SetUp();
    if (IsSkipped() || HasFatalFailure()) return;
    ASSERT_TRUE(
        registry_->put(local_operator(), named("complaint"), complaint_columns, {complaint("T1")}));
  }

  /// As the program does: the step is for nobody else.
  static Person the_program() {
    Person program = local_operator();
    program.system = true;
    return program;
  }
  Result<Answer> add(const std::string& number, const std::string& author) {
    Entry entry;
    entry.values = {number, std::string("T1"), std::string("620102"), author, now(), number};
    return add_and_step(*registry_, the_program(), named("complaint_message"), message_columns,
                        std::move(entry), "arrive");
  }
  std::int64_t messages(const std::string& filter) {
    return registry_->count(local_operator(), named("complaint_message"), {.filter = filter})
        .value_or(-1);
  }
};
ZH_ON_BOTH_ENGINES(Adding);

TEST_P(Adding, BothAreWrittenInOneCommit) {
  const auto before = store_->newest_commit();
  const auto added = add("T1/1", "complainant");
  ASSERT_TRUE(added) << describe(added.error());
  EXPECT_TRUE(added->errors.empty());
  EXPECT_EQ(added->version, 2);
  EXPECT_EQ(*store_->newest_commit(), *before + 1);
  EXPECT_EQ(messages("state = 'unread' and content = 'T1/1'"), 1);
  const auto history = registry_->history(local_operator(), named("complaint_message"), added->id);
  ASSERT_TRUE(history) << describe(history.error());
  ASSERT_EQ(history->records.size(), 2U);
  EXPECT_EQ(history->records[0].state, "sent");
  EXPECT_EQ(history->records[1].step, "arrive");
}

// It was two commits: a program that ended between them left a message that nobody was told of.
TEST_P(Adding, WhatCannotTakeTheStepIsNotThere) {
  const auto before = store_->newest_commit();
  const auto unmet = add("T1/1", "office");
  ASSERT_TRUE(unmet) << describe(unmet.error());
  ASSERT_EQ(unmet->errors.size(), 1U);
  EXPECT_EQ(unmet->errors[0].failure, &guard_not_met);
  EXPECT_EQ(add("T1/1", "nobody")->errors.size(), 1U);
  EXPECT_EQ(messages(""), 0);
  EXPECT_EQ(*store_->newest_commit(), *before);
  EXPECT_TRUE(add("T1/1", "complainant"));
  const auto again = add("T1/1", "complainant");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().failure, &store::stale_version);
  EXPECT_EQ(messages("state = 'unread'"), 1);
}

}  // namespace
}  // namespace zhiheng::registry
