#include "cube/refresher.h"

#include "base/log.h"

namespace zhiheng::cube {
namespace {

using namespace std::chrono_literals;

constexpr int wait_ms = 250;     ///< how long an end of the thread may have to wait for the store
constexpr auto between = 200ms;  ///< commits of this time share a refresh
constexpr auto longest = 30'000ms;  ///< pause after failures

/// Sleeps, but not past the end.
void pause(std::chrono::milliseconds time, const std::atomic<bool>& stop) {
  for (auto left = time; left > 0ms && !stop; left -= 50ms) {
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(left, 50ms));
  }
}

}  // namespace

Refresher::Refresher(Cube& cube, store::Store& store) : cube_(cube), store_(store) {
  thread_ = std::thread([this] { run(); });
}

Refresher::~Refresher() {
  stop_ = true;
  thread_.join();
}

void Refresher::run() {
  auto after_failure = 500ms;
  bool first = true;  // also an empty cube of an empty store must become complete
  while (!stop_) {
    const auto newest = store_.wait_for_commit(cube_.position(), wait_ms);
    if (newest && *newest == cube_.position() && !first && !cube_.behind()) continue;
    Result<std::int64_t> reached = newest ? cube_.refresh(&stop_) : newest;
    if (reached) {
      first = false;
      after_failure = 500ms;
      pause(between, stop_);
    } else if (!stop_) {
      log(Level::error, "cube.refresh_failed", {{"error", describe(reached.error())}});
      pause(after_failure, stop_);
      after_failure = std::min<std::chrono::milliseconds>(after_failure * 2, longest);
    }
  }
}

}  // namespace zhiheng::cube
