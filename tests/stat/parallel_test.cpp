#include "stat/parallel.h"

#include <vector>

#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(InParallel, CallsEachOnceOnAnyNumberOfThreads) {
  for (const int threads : {0, 1, 2, 5, 100}) {
    std::vector<int> called(37);
    ASSERT_TRUE(in_parallel(called.size(), threads, [&](std::size_t i) { ++called[i]; }));
    EXPECT_EQ(called, std::vector<int>(37, 1)) << threads;
  }
}

TEST(InParallel, StopsWhenAskedAndSaysSo) {
  for (const int threads : {1, 3}) {
    std::atomic<bool> stop = false;
    std::atomic<int> called = 0;
    const auto done = in_parallel(1000, {threads, &stop}, [&](std::size_t) {
      if (++called == 10) stop = true;
    });
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().failure, &interrupted);
    EXPECT_LT(called, 10 + threads);
  }
}

TEST(Threads, CheckedBetweenStepsGoOnUntilAsked) {
  std::atomic<bool> stop = false;
  const Threads threads(1, &stop);
  EXPECT_TRUE(threads.check());
  stop = true;
  EXPECT_EQ(threads.check().error().failure, &interrupted);
  EXPECT_TRUE(Threads().check());
}

}  // namespace
}  // namespace zhiheng::stat
