#pragma once
// A file on disk as bytes, without reading it into memory.

#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::content {

class MappedFile {
 public:
  /// @param path  of a file that nobody cuts short meanwhile
  /// @fails  content.cannot_read
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&&) = delete;
  ~MappedFile();

  [[nodiscard]] std::string_view bytes() const { return bytes_; }

 private:
  MappedFile() = default;
  std::string_view bytes_;
};

}  // namespace zhiheng::content
