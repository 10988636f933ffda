// The log of a SQLite store: who works in it keeps its locks on it, and it is folded meanwhile.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "store_fixture.h"

namespace zhiheng::store {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Who holds the lock by which a process says that it works with the log's index; 0: nobody, -1: it
/// cannot be told. Asked by a child: a process is not told of locks of its own, and would give them
/// up by closing the file.
/// @source  sqlite.org/walformat.html, 2.3: 128 is the byte behind the eight locks
pid_t holder_of_log(const std::string& folder) {
  int ends[2];
  if (::pipe(ends) != 0) return -1;
  const pid_t child = ::fork();
  if (child == 0) {
    pid_t holder = -1;
    const int file = ::open((folder + "/records.sqlite-shm").c_str(), O_RDWR | O_CLOEXEC);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    lock.l_start = 128;
    lock.l_len = 1;
    if (file >= 0 && ::fcntl(file, F_GETLK, &lock) == 0) {
      holder = lock.l_type == F_UNLCK ? 0 : lock.l_pid;
    }
    _exit(::write(ends[1], &holder, sizeof holder) == sizeof holder ? 0 : 1);
  }
  ::close(ends[1]);
  pid_t holder = -1;
  if (::read(ends[0], &holder, sizeof holder) != sizeof holder) holder = -1;
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return holder;
}

class Log : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = open(location_);
    ASSERT_TRUE(opened);
    store_ = *std::move(opened);
    ASSERT_TRUE(store_->declare({&table_, 1}));
  }
  void write(int batch, int rows) {
    std::vector<Draft> drafts;
    for (int i = 0; i < rows; ++i) {
      drafts.push_back(spot_check(std::to_string(batch) + "-" + std::to_string(i)));
    }
    ASSERT_TRUE(store_->write({"writer"}, "spot_check", names_of(table_), drafts));
  }
  [[nodiscard]] std::uintmax_t folded_bytes() const {
    return fs::file_size(folder_.path("records.sqlite"));
  }

  TemporaryFolder folder_;
  Location location_{.folder = folder_.path(), .database = {}};
  Table table_ = spot_checks();
  std::unique_ptr<Store> store_;
};

TEST_F(Log, IsLockedAsLongAsTheStoreIsOpen) {
  ASSERT_EQ(holder_of_log(folder_.path()), ::getpid());
  // The housekeeping looks at the log four times a second while there are commits.
  for (int batch = 0; batch < 6; ++batch) {
    write(batch, 10);
    std::this_thread::sleep_for(150ms);
    ASSERT_EQ(holder_of_log(folder_.path()), ::getpid()) << "after commit " << batch;
  }
}

TEST_F(Log, IsFoldedWhileTheStoreIsOpen) {
  const auto before = folded_bytes();
  constexpr std::uintmax_t log = 16 << 20;  // a shorter log is not worth folding
  for (int batch = 0; batch < 60 && folded_bytes() < before + log; ++batch) write(batch, 2000);
  for (int tries = 0; tries < 100 && folded_bytes() < before + log; ++tries) {
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_GE(folded_bytes(), before + log);
  EXPECT_EQ(holder_of_log(folder_.path()), ::getpid());
}

}  // namespace
}  // namespace zhiheng::store
