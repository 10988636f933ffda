#pragma once
// Where a server puts down the bodies of uploads: a folder of its own, which nobody else clears.

#include <string>

#include "base/result.h"

namespace zhiheng::api {

/// A folder of one running server, gone when it is closed. Of a server that was killed it stays,
/// and the next one that is opened beside it clears it away: the system tells by a lock which
/// servers still run.
class UploadFolder {
 public:
  /// @param base  of all servers of one place; made when it is not there
  /// @fails  api.cannot_write
  static Result<UploadFolder> open(const std::string& base);
  UploadFolder(UploadFolder&& other) noexcept;
  UploadFolder& operator=(UploadFolder&&) = delete;
  ~UploadFolder();

  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  UploadFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_ = -1;  ///< descriptor of the folder; the lock lasts as long
};

}  // namespace zhiheng::api
