#include "cube/slot.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "cube/failures.h"

namespace zhiheng::cube {
namespace {

namespace fs = std::filesystem;

constexpr int slots = 16;  ///< processes at one data folder at the same time

}  // namespace

Result<Slot> Slot::take(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail(unavailable, folder, error.message());
  for (int i = 0; i < slots; ++i) {
    const std::string name = folder + "/cube-" + std::to_string(i);
    const int lock = ::open((name + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (lock < 0) return fail(unavailable, name + ".lock", std::strerror(errno));
    if (::flock(lock, LOCK_EX | LOCK_NB) == 0) return Slot(name + ".duckdb", lock);
    ::close(lock);
  }
  return fail(unavailable, folder, std::to_string(slots) + " processes",
              "< " + std::to_string(slots));
}

Slot::Slot(Slot&& other) noexcept
    : file_(std::move(other.file_)), lock_(std::exchange(other.lock_, -1)) {}

Slot::~Slot() {
  if (lock_ >= 0) ::close(lock_);
}

void Slot::discard() const {
  std::error_code ignored;
  for (const char* ending : {"", ".wal", ".tmp"}) fs::remove_all(file_ + ending, ignored);
}

void Slot::mark_opening() const { std::ofstream(file_ + ".opening") << ::getpid() << "\n"; }

void Slot::clear_mark() const {
  std::error_code ignored;
  fs::remove(file_ + ".opening", ignored);
}

bool Slot::marked() const { return fs::exists(file_ + ".opening"); }

}  // namespace zhiheng::cube
