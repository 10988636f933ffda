#pragma once
// Keeps the index of identifiers near its store while a server runs, so that the first question
// after a large load need not wait for it.

#include <atomic>
#include <thread>

#include "store/store.h"
#include "trace/event_index.h"

namespace zhiheng::trace {

/// A thread that refreshes the index when nobody has written for two seconds, and at least once a
/// minute while somebody does; ends with the object. Captures have the processors meanwhile.
class IndexKeeper {
 public:
  IndexKeeper(EventIndex& index, store::Store& store);
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

 private:
  void run();

  EventIndex& index_;
  store::Store& store_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace zhiheng::trace
