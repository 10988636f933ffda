#include "content/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "content/failures.h"

namespace zhiheng::content {

Result<MappedFile> MappedFile::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return fail(cannot_read, path);
  struct stat facts {};
  const bool regular = ::fstat(file, &facts) == 0 && S_ISREG(facts.st_mode);
  MappedFile made;
  const auto size = static_cast<std::size_t>(regular ? facts.st_size : 0);
  // Nothing cannot be mapped.
  void* const at = size == 0 ? nullptr : ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  ::close(file);
  if (!regular || at == MAP_FAILED) return fail(cannot_read, path);
  if (at != nullptr) made.bytes_ = {static_cast<const char*>(at), size};
  return made;
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile::~MappedFile() {
  // munmap's interface is older than const.
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace zhiheng::content
