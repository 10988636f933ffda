#pragma once
// The file that this process alone may use: the first numbered slot that nobody holds.

#include <string>

#include "base/result.h"

namespace zhiheng::cube {

/// Held until it is destroyed, or the process dies.
class Slot {
 public:
  /// @fails  cube.unavailable when the folder cannot be written, or every slot is held
  static Result<Slot> take(const std::string& folder);
  Slot(Slot&& other) noexcept;
  Slot& operator=(Slot&&) = delete;
  ~Slot();

  [[nodiscard]] const std::string& file() const { return file_; }
  /// Removes the database and what DuckDB left beside it.
  void discard() const;

  /// While a file is being opened a mark stands beside it. A process that dies there leaves the
  /// mark, and the next one does not try that file again.
  void mark_opening() const;
  void clear_mark() const;
  [[nodiscard]] bool marked() const;

 private:
  Slot(std::string file, int lock) : file_(std::move(file)), lock_(lock) {}
  std::string file_;
  int lock_ = -1;
};

}  // namespace zhiheng::cube
