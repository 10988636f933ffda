#pragma once
// Keeps what is derived from the change feed near its store, while captures have the processors.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "store/store.h"

namespace zhiheng::trace {

/// When to follow: as soon as nobody has written for `quiet`, and at least every `longest` while
/// somebody does.
struct Pauses {
  std::chrono::milliseconds quiet, longest;
};

/// A thread that follows at once and after every commit; ends with the object. What failed is
/// logged and tried again after a pause that grows to half a minute.
class FeedFollower {
 public:
  /// Takes in what was committed; ends early, with whatever result, when `stop` is set.
  using Follow = std::function<Result<void>(const std::atomic<bool>& stop)>;

  /// @param failure_event  under which a failure is logged
  FeedFollower(store::Store& store, Pauses pauses, std::string failure_event, Follow follow);
  ~FeedFollower();
  FeedFollower(const FeedFollower&) = delete;
  FeedFollower& operator=(const FeedFollower&) = delete;

  /// Somebody waits: what was committed is followed without a pause.
  void hurry();

 private:
  void run();
  void pause(std::chrono::milliseconds time, bool until_hurried);

  store::Store& store_;
  const Pauses pauses_;
  const std::string failure_event_;
  const Follow follow_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::atomic<bool> stop_{false}, hurried_{false};
  std::thread thread_;
};

}  // namespace zhiheng::trace
