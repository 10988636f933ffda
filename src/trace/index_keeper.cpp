#include "trace/index_keeper.h"

#include <chrono>

#include "base/log.h"

namespace zhiheng::trace {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int wait_ms = 250;  ///< how long an end of the thread may have to wait for the store
constexpr auto quiet = std::chrono::seconds(2);
constexpr auto longest = std::chrono::minutes(1);

}  // namespace

IndexKeeper::IndexKeeper(EventIndex& index, store::Store& store) : index_(index), store_(store) {
  thread_ = std::thread([this] { run(); });
}

IndexKeeper::~IndexKeeper() {
  stop_ = true;
  thread_.join();
}

void IndexKeeper::run() {
  std::int64_t seen = 0, done = -1;
  auto last_commit = Clock::now() - quiet;
  auto last_refresh = Clock::now();
  while (!stop_) {
    const auto newest = store_.wait_for_commit(seen, wait_ms);
    const auto time = Clock::now();
    if (!newest) {
      std::this_thread::sleep_for(std::chrono::milliseconds(wait_ms));
      continue;
    }
    if (*newest != seen) {
      seen = *newest;
      last_commit = time;
    }
    const bool due = time - last_commit >= quiet || time - last_refresh >= longest;
    if (seen == done || !due) continue;
    const auto refreshed = index_.refresh(&stop_);
    if (!refreshed && !stop_) {
      log(Level::error, "trace.index_not_refreshed", {{"error", describe(refreshed.error())}});
    }
    done = seen;
    last_refresh = Clock::now();
  }
}

}  // namespace zhiheng::trace
