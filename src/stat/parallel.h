#pragma once
// Independent pieces of work on several threads. The answer must not depend on how many.

#include <cstddef>
#include <functional>

namespace zhiheng::stat {

/// Calls `work(i)` for 0 <= i < count, each once, in no order. Each call writes only to its own
/// place. Ends when all are done.
///
/// @param threads  at most so many, >= 1; 1 runs everything here
void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace zhiheng::stat
