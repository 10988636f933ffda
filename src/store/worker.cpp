#include "store/worker.h"

#include <cassert>

namespace zhiheng::store {

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Worker::start(Work work) {
  {
    const std::lock_guard lock(mutex_);
    assert(!busy_);
    work_ = std::move(work);
    busy_ = true;
    answer_.reset();
    if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  }
  changed_.notify_all();
}

Result<void> Worker::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_; });
  if (!answer_) return {};
  Result<void> answer = *std::move(answer_);
  answer_.reset();
  return answer;
}

void Worker::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return stop_ || work_; });
    if (!work_) return;  // work that was handed over is done before stopping
    const Work work = std::exchange(work_, {});
    lock.unlock();
    Result<void> answer = work();
    lock.lock();
    answer_ = std::move(answer);
    busy_ = false;
    changed_.notify_all();
  }
}

}  // namespace zhiheng::store
