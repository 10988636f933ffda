#include "stat/parallel.h"

#include <algorithm>
#include <thread>
#include <vector>

#include "stat/failures.h"

namespace zhiheng::stat {

Result<void> Threads::check() const {
  if (is_set(stop)) return fail(interrupted, {});
  return {};
}

Result<void> in_parallel(std::size_t count, const Threads& threads,
                         const std::function<void(std::size_t)>& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      if (is_set(threads.stop)) return;
      work(i);
    }
  };
  {
    std::vector<std::jthread> helpers;
    const auto wanted =
        std::min<std::size_t>(count, static_cast<std::size_t>(std::max(1, threads.count)));
    for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(run);
    run();
  }
  return threads.check();
}

}  // namespace zhiheng::stat
