#pragma once
// Independent pieces of work on several threads, which may be asked to stop. The answer must not
// depend on how many threads there are.

#include <atomic>
#include <cstddef>
#include <functional>

#include "base/result.h"

namespace zhiheng::stat {

/// Has whoever asked for the work changed their mind? A null pointer never has.
[[nodiscard]] inline bool is_set(const std::atomic<bool>* stop) {
  return stop != nullptr && stop->load(std::memory_order_relaxed);
}

/// How many threads work may take, and what makes it end early. A number alone will do.
struct Threads {
  // NOLINTNEXTLINE(google-explicit-constructor): `.threads = 2` is what callers mean
  Threads(int most = 1, const std::atomic<bool>* asked = nullptr) : count(most), stop(asked) {}

  /// For loops that run on one thread: between two steps.
  ///
  /// @fails interrupted
  [[nodiscard]] Result<void> check() const;

  int count = 1;                            ///< at most so many, >= 1
  const std::atomic<bool>* stop = nullptr;  ///< set from outside, by Ctrl-C
};

/// Calls `work(i)` for 0 <= i < count, each once, in no order. Each call writes only to its own
/// place. Ends when all are done, or, when asked to stop, with the calls that have begun.
///
/// @param threads  their count 1 runs everything here
/// @fails   interrupted: not all were called
[[nodiscard]] Result<void> in_parallel(std::size_t count, const Threads& threads,
                                       const std::function<void(std::size_t)>& work);

}  // namespace zhiheng::stat
