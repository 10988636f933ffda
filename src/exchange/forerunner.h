#pragma once
// Reads a file ahead of its import, so that what is wrong with it as a whole is known before
// anything of it is written.

#include <atomic>
#include <future>
#include <string>

#include "intake/intake.h"

namespace zhiheng::exchange {

class Forerunner {
 public:
  /// Starts at once, in a thread of its own.
  Forerunner(const catalog::Catalog& catalog, const std::string& register_name,
             const std::string& file, const intake::Options& options)
      : answer_(std::async(std::launch::async, [this, &catalog, register_name, file, options] {
          return intake::read_through(catalog, register_name, file, options, stop_);
        })) {}
  /// Does not wait for the end of the file.
  ~Forerunner() { stop_ = true; }
  Forerunner(const Forerunner&) = delete;
  Forerunner& operator=(const Forerunner&) = delete;

  /// What it found; waits the first time.
  /// @fails  as intake::read_through
  Result<void> arrive() {
    if (answer_.valid()) result_ = answer_.get();
    return result_;
  }

 private:
  std::atomic<bool> stop_ = false;
  Result<void> result_;
  std::future<Result<void>> answer_;  ///< its end waits for the thread
};

}  // namespace zhiheng::exchange
