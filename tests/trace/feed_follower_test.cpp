// What is derived from the feed is kept near it: at once, after commits, and again after a failure.

#include "trace/feed_follower.h"

#include <gtest/gtest.h>

#include "registry/failures.h"
#include "registry/records.h"
#include "support/place.h"

namespace zhiheng::trace {
namespace {

using namespace std::chrono_literals;

class Following : public support::OnBothEngines {
 protected:
  void commit() {
    const auto made =
        registry_->put(registry::local_operator(), named("enterprise"),
                       registry::enterprise_columns, {registry::enterprise(++firms_)});
    ASSERT_TRUE(made) << describe(made.error());
  }
  /// Whether the follower has followed that often within `time`.
  bool reaches(int times, std::chrono::milliseconds time) {
    const auto until = std::chrono::steady_clock::now() + time;
    while (times_ < times && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(5ms);
    }
    return times_ >= times;
  }

  int firms_ = 0;
  std::atomic<int> times_{0};
};

ZH_ON_BOTH_ENGINES(Following);

TEST_P(Following, ComesAtOnceAndAfterEachCommit) {
  const FeedFollower follower(*store_, {.quiet = 0ms, .longest = 0ms}, "test.not_followed",
                              [this](const std::atomic<bool>&) -> Result<void> {
                                ++times_;
                                return {};
                              });
  EXPECT_TRUE(reaches(1, 20s)) << "at once";
  EXPECT_FALSE(reaches(2, 300ms)) << "nothing new";
  commit();
  EXPECT_TRUE(reaches(2, 20s));
}

TEST_P(Following, LetsOthersWriteUnlessSomebodyWaits) {
  FeedFollower follower(*store_, {.quiet = 1h, .longest = 1h}, "test.not_followed",
                        [this](const std::atomic<bool>&) -> Result<void> {
                          ++times_;
                          return {};
                        });
  ASSERT_TRUE(reaches(1, 20s));
  commit();
  EXPECT_FALSE(reaches(2, 300ms)) << "others may go on writing";
  follower.hurry();
  EXPECT_TRUE(reaches(2, 20s));
  follower.hurry();
  EXPECT_FALSE(reaches(3, 300ms)) << "there is nothing to follow";
}

TEST_P(Following, WhatFailedIsTriedAgain) {
  const FeedFollower follower(*store_, {.quiet = 0ms, .longest = 1h}, "test.not_followed",
                              [this](const std::atomic<bool>&) -> Result<void> {
                                if (++times_ < 3) return fail(registry::not_allowed);
                                return {};
                              });
  EXPECT_TRUE(reaches(3, 20s));
  EXPECT_FALSE(reaches(4, 300ms)) << "it was right";
}

TEST_P(Following, EndsInTheMiddleOfItsWork) {
  auto follower = std::make_unique<FeedFollower>(
      *store_, Pauses{.quiet = 0ms, .longest = 0ms}, "test.not_followed",
      [this](const std::atomic<bool>& stop) -> Result<void> {
        ++times_;
        while (!stop) std::this_thread::sleep_for(1ms);
        return {};
      });
  ASSERT_TRUE(reaches(1, 20s));
  follower.reset();
  EXPECT_EQ(times_, 1);
}

}  // namespace
}  // namespace zhiheng::trace
