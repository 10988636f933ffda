#pragma once
// What SQLite leaves for later: folding the log into the database, and indexes put off by a bulk
// load. One quiet thread per store; nothing that a commit promised depends on it.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "base/result.h"

namespace zhiheng::store {

class Housekeeping {
 public:
  enum class Built { one, none_missing, busy };
  struct Work {
    /// Folds the log when it has grown; meanwhile others may write.
    std::function<void()> fold_log;
    /// Builds one index that is missing, unless somebody is writing.
    std::function<Built()> build_index;
    /// Breaks off what build_index is doing.
    std::function<void()> interrupt;
  };

  explicit Housekeeping(Work work) : work_(std::move(work)) {}
  ~Housekeeping();
  Housekeeping(const Housekeeping&) = delete;
  Housekeeping& operator=(const Housekeeping&) = delete;

  /// A commit happened, or a transaction began: indexes wait until it has been quiet for a while.
  void note_activity();
  /// Indexes are missing.
  void note_debt();
  /// Waits until no index is missing, or somebody sets `interrupted`.
  void settle(const std::atomic<bool>* interrupted = nullptr);

 private:
  void start_thread();
  void run();

  Work work_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  bool active_ = false;  ///< since the log was last looked at
  bool debt_ = false;
  bool hurry_ = false;  ///< somebody waits
  std::chrono::steady_clock::time_point last_activity_;
  std::thread thread_;
};

}  // namespace zhiheng::store
