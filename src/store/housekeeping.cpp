#include "store/housekeeping.h"

namespace zhiheng::store {
namespace {

using std::chrono::milliseconds;

// How often the size of the log is looked at while there are commits.
constexpr milliseconds log_pause{250};
// An import commits several times a second and reads its file for a while before; after so much
// silence the last one is over.
constexpr milliseconds quiet{10000};
constexpr milliseconds look_at_interruption{100};

}  // namespace

Housekeeping::~Housekeeping() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  work_.interrupt();
  if (thread_.joinable()) thread_.join();
}

void Housekeeping::start_thread() {
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
}

void Housekeeping::note_activity() {
  const std::lock_guard lock(mutex_);
  last_activity_ = std::chrono::steady_clock::now();
  if (active_) return;
  active_ = true;
  start_thread();
  changed_.notify_all();
}

void Housekeeping::note_debt() {
  const std::lock_guard lock(mutex_);
  debt_ = true;
  start_thread();
  changed_.notify_all();
}

void Housekeeping::settle(const std::atomic<bool>* interrupted) {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  changed_.notify_all();
  while (debt_ && !stop_ && (interrupted == nullptr || !interrupted->load())) {
    changed_.wait_for(lock, look_at_interruption);
  }
  hurry_ = false;
}

void Housekeeping::run() {
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (active_) {
      active_ = false;
      lock.unlock();
      work_.fold_log();
      lock.lock();
      changed_.wait_for(lock, log_pause, [&] { return stop_ || hurry_; });
      if (active_ && !hurry_) continue;
    }
    const auto silence = std::chrono::steady_clock::now() - last_activity_;
    if (debt_ && !stop_ && (hurry_ || silence >= quiet)) {
      lock.unlock();
      const Built built = work_.build_index();
      lock.lock();
      debt_ = built != Built::none_missing;
      if (!debt_) changed_.notify_all();
      if (built != Built::busy) continue;
      last_activity_ = std::chrono::steady_clock::now();
      changed_.wait_for(lock, log_pause, [&] { return stop_; });
      continue;
    }
    const auto ready = [&] { return stop_ || active_ || (debt_ && hurry_); };
    if (debt_) {
      changed_.wait_for(lock, log_pause, ready);
    } else {
      changed_.wait(lock, [&] { return stop_ || active_ || debt_; });
    }
  }
}

}  // namespace zhiheng::store
