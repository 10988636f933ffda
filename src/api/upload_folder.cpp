#include "api/upload_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "api/failures.h"
#include "base/uuid.h"

namespace zhiheng::api {
namespace {

namespace fs = std::filesystem;

struct Descriptor {
  int number = -1;

  ~Descriptor() { ::close(number); }
};

/// The folder, locked for as long as the descriptor is open; −1: somebody has it.
int locked(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  ::close(descriptor);
  return -1;
}

/// What servers that were killed have left behind belongs to nobody.
void clear_left(const fs::path& base) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(base, ignored)) {
    if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) {
      const Descriptor lock{locked(entry.path())};
      if (lock.number >= 0) fs::remove_all(entry.path(), ignored);
    } else {
      fs::remove(entry.path(), ignored);
    }
  }
}

}  // namespace

Result<UploadFolder> UploadFolder::open(const std::string& base) {
  std::error_code error;
  fs::create_directories(base, error);
  if (!error) fs::permissions(base, fs::perms::owner_all, error);
  if (error) return fail(cannot_write, base, error.message(), "a writable folder");
  // One at a time: a folder that is made and not yet locked would be taken for one left behind.
  const Descriptor alone{::open(base.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (alone.number < 0 || ::flock(alone.number, LOCK_EX) != 0) {
    return fail(cannot_write, base, std::strerror(errno), "a folder that can be locked");
  }
  clear_left(base);
  const fs::path folder = fs::path(base) / to_text(make_uuid());
  fs::create_directory(folder, error);
  if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  const int lock = error ? -1 : locked(folder);
  if (lock < 0) return fail(cannot_write, folder.string(), error.message(), "a writable folder");
  return UploadFolder(folder.string(), lock);
}

UploadFolder::UploadFolder(UploadFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

UploadFolder::~UploadFolder() {
  if (lock_ < 0) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

}  // namespace zhiheng::api
