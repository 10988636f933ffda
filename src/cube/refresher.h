#pragma once
// Keeps a cube up with its store while a server runs: a commit is in it within two seconds.

#include <memory>
#include <thread>

#include "cube/cube.h"
#include "store/store.h"

namespace zhiheng::cube {

/// A thread that refreshes whenever the store has a newer commit; ends with the object. A failure
/// is logged and tried again after a growing pause of up to 30 seconds.
class Refresher {
 public:
  Refresher(Cube& cube, store::Store& store);
  ~Refresher();
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;

 private:
  void run();

  Cube& cube_;
  store::Store& store_;
  std::atomic<bool> stop_{false};
  std::thread thread_;
};

}  // namespace zhiheng::cube
