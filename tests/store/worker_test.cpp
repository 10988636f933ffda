#include "store/worker.h"

#include <gtest/gtest.h>

#include "store/failures.h"

namespace zhiheng::store {
namespace {

TEST(AWorker, HandsBackTheAnswerOfEachWorkOnce) {
  Worker worker;
  EXPECT_TRUE(worker.wait());  // nothing is under way
  int done = 0;
  for (int i = 0; i < 1000; ++i) {
    worker.start([&done]() -> Result<void> {
      ++done;
      return {};
    });
    ASSERT_TRUE(worker.wait());
  }
  EXPECT_EQ(done, 1000);
  worker.start([]() -> Result<void> { return fail(disk_full); });
  EXPECT_EQ(worker.wait().error().failure, &disk_full);
  EXPECT_TRUE(worker.wait());
}

TEST(AWorker, FinishesWhatItWasGivenBeforeItGoes) {
  bool done = false;
  {
    Worker worker;
    worker.start([&done]() -> Result<void> {
      done = true;
      return {};
    });
  }
  EXPECT_TRUE(done);
}

}  // namespace
}  // namespace zhiheng::store
