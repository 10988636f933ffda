#include "trace/feed_follower.h"

#include <algorithm>

#include "base/log.h"

namespace zhiheng::trace {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int wait_ms = 100;  ///< how long an end of the thread may have to wait for the store
constexpr milliseconds look_again{50};  ///< whether somebody went on writing
constexpr milliseconds first_retry{100}, last_retry{30'000};

}  // namespace

FeedFollower::FeedFollower(store::Store& store, Pauses pauses, std::string failure_event,
                           Follow follow)
    : store_(store),
      pauses_(pauses),
      failure_event_(std::move(failure_event)),
      follow_(std::move(follow)) {
  thread_ = std::thread([this] { run(); });
}

FeedFollower::~FeedFollower() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void FeedFollower::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurried_ = true;
  }
  woken_.notify_all();
}

void FeedFollower::pause(milliseconds time, bool until_hurried) {
  std::unique_lock lock(mutex_);
  woken_.wait_for(lock, time, [&] { return stop_ || (until_hurried && hurried_); });
}

void FeedFollower::run() {
  std::int64_t seen = -1;  ///< the newest commit that was noticed
  bool followed = false;   ///< up to it
  milliseconds retry = first_retry;
  auto last_commit = Clock::now() - pauses_.quiet;
  auto last_time = Clock::now() - pauses_.longest;
  while (!stop_) {
    const auto newest = store_.wait_for_commit(seen, followed && !hurried_ ? wait_ms : 0);
    const auto time = Clock::now();
    if (newest && *newest != seen) {
      seen = *newest;
      last_commit = time;
      followed = false;
    }
    const bool hurried = hurried_.exchange(false);
    const auto due = std::min(last_commit + pauses_.quiet, last_time + pauses_.longest);
    if (newest && (followed || (!hurried && time < due))) {
      const auto left = std::chrono::ceil<milliseconds>(due - time);
      if (!followed) pause(std::min(left, look_again), true);
      continue;
    }
    const Result<void> done = newest ? follow_(stop_) : std::unexpected(newest.error());
    last_time = Clock::now();
    followed = done.has_value();
    if (followed) {
      retry = first_retry;
    } else if (!stop_) {
      log(Level::error, failure_event_, {{"error", describe(done.error())}});
      pause(retry, false);
      retry = std::min(retry * 2, last_retry);
    }
  }
}

}  // namespace zhiheng::trace
