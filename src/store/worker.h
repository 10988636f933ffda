#pragma once
// One thread that does one thing at a time for somebody who meanwhile does something else.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "base/result.h"

namespace zhiheng::store {

/// The thread starts with the first work and stays: a thread per batch would cost each batch the
/// setting up of its memory.
class Worker {
 public:
  using Work = std::function<Result<void>()>;

  Worker() = default;
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  /// The work before must have been waited for.
  void start(Work work);
  /// What the last work returned; nothing when none is under way.
  Result<void> wait();

 private:
  void run();

  std::mutex mutex_;
  std::condition_variable changed_;
  Work work_;          ///< not yet begun
  bool busy_ = false;  ///< begun, or waiting to be
  bool stop_ = false;
  std::optional<Result<void>> answer_;  ///< not yet fetched
  std::thread thread_;
};

}  // namespace zhiheng::store
