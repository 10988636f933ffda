#pragma once
// One file out of a ZIP archive, in pieces and within limits.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::intake {

class ZipEntry {
 public:
  /// @param name  path inside the archive; the case of its letters does not matter
  /// @fails  intake.damaged (no archive, cut off, no such entry, encrypted)
  [[nodiscard]] static Result<ZipEntry> open(const std::string& archive, const std::string& name);

  /// Whether the archive can be opened and has the entry.
  [[nodiscard]] static Result<bool> exists(const std::string& archive, const std::string& name);

  ZipEntry(ZipEntry&&) noexcept;
  ~ZipEntry();

  /// The next bytes; empty at the end. They live until the next call.
  /// @fails  intake.damaged (checksum, cut off), intake.too_large: a bomb, more than 200 times its
  ///         packed size beyond 64 MiB
  [[nodiscard]] Result<std::string_view> next();

  /// Share of the entry that has been unpacked, as far as its header can be believed.
  [[nodiscard]] double done() const;

 private:
  struct State;
  explicit ZipEntry(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace zhiheng::intake
