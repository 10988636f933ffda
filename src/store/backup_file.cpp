#include "store/backup_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "store/failures.h"
#include "store/image.h"

namespace zhiheng::store {
namespace {

constexpr std::string_view magic = "zhiheng backup 1\n";
constexpr std::size_t head_size = 5;

/// A new name is on the disk when its folder is: after a power cut the old backup would stand
/// there.
Result<void> make_name_durable(const std::string& path) {
  const auto folder = std::filesystem::absolute(path).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool durable = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int why = errno;
  if (descriptor >= 0) ::close(descriptor);
  // Some file systems of networks do not sync folders.
  if (durable || why == EINVAL || why == ENOTSUP) return {};
  return fail(cannot_write_file, folder.string(), std::strerror(why));
}

}  // namespace

Result<BackupWriter> BackupWriter::create(const std::string& path) {
  BackupWriter writer;
  writer.path_ = path;
  writer.temporary_ = path + ".part";
  writer.file_.reset(std::fopen(writer.temporary_.c_str(), "wbe"));
  if (!writer.file_) {
    return fail(cannot_write_file, writer.temporary_, std::strerror(errno));
  }
  ZH_DO(writer.write(magic));
  return writer;
}

BackupWriter::~BackupWriter() {
  if (!file_) return;
  file_.reset();
  ::unlink(temporary_.c_str());
}

Result<void> BackupWriter::write(std::string_view bytes) {
  hasher_.add(bytes);
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size()) return {};
  return fail(errno == ENOSPC ? disk_full : cannot_write_file, temporary_, std::strerror(errno));
}

Result<void> BackupWriter::add(Piece piece, std::string_view payload) {
  std::string head(1, static_cast<char>(piece));
  append_number(head, payload.size(), 4);
  ZH_DO(write(head));
  return write(payload);
}

Result<void> BackupWriter::finish() {
  const Digest digest = hasher_.finish();
  ZH_DO(add(Piece::end, as_bytes(digest)));
  const bool durable = std::fflush(file_.get()) == 0 && ::fsync(::fileno(file_.get())) == 0;
  const bool named = durable && std::rename(temporary_.c_str(), path_.c_str()) == 0;
  if (!named) {
    return fail(errno == ENOSPC ? disk_full : cannot_write_file, path_, std::strerror(errno));
  }
  file_.reset();
  return make_name_durable(path_);
}

Result<void> BackupReader::start() {
  file_.reset(std::fopen(path_.c_str(), "rbe"));
  if (!file_) return fail(backup_damaged, path_, std::strerror(errno), "a backup file");
  std::error_code trouble;
  left_ = std::filesystem::file_size(path_, trouble);
  if (trouble) left_ = 0;
  buffer_.resize(magic.size());
  const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
  if (got == magic.size() && buffer_ == magic) return {};
  return fail(backup_damaged, path_, "another kind of file", "a backup of this program");
}

Result<void> BackupReader::check() {
  ZH_DO(start());
  Hasher hasher;
  hasher.add(magic);
  Piece piece{};
  std::string_view payload;
  for (;;) {
    ZH_TRY(const bool more, next(piece, payload));
    if (!more) break;
    std::string head(1, static_cast<char>(piece));
    append_number(head, payload.size(), 4);
    hasher.add(head);
    hasher.add(payload);
  }
  const bool whole = payload == as_bytes(hasher.finish()) && std::fgetc(file_.get()) == EOF;
  if (!whole) return fail(backup_damaged, path_, "its digest differs");
  return {};
}

Result<BackupReader> BackupReader::open(const std::string& path) {
  BackupReader reader;
  reader.path_ = path;
  ZH_DO(reader.check());
  ZH_DO(reader.start());
  return reader;
}

Result<bool> BackupReader::next(Piece& piece, std::string_view& payload) {
  char head[head_size];
  if (std::fread(head, 1, head_size, file_.get()) != head_size) {
    return fail(backup_damaged, path_, "cut short");
  }
  piece = static_cast<Piece>(head[0]);
  const std::size_t size = read_number({head + 1, 4});
  // Before memory is asked for: a length is only a claim.
  if (size > left_) return fail(backup_damaged, path_, "a piece of impossible length");
  left_ -= size;
  buffer_.resize(size);
  if (std::fread(buffer_.data(), 1, size, file_.get()) != size) {
    return fail(backup_damaged, path_, "cut short");
  }
  payload = buffer_;
  return piece != Piece::end;
}

std::uint64_t PayloadReader::number(int size) {
  return read_number(raw(static_cast<std::size_t>(size)));
}

std::string_view PayloadReader::raw(std::size_t size) {
  if (rest.size() < size) {
    ok = false;
    rest = {};
    return {};
  }
  const std::string_view bytes = rest.substr(0, size);
  rest.remove_prefix(size);
  return bytes;
}

std::string_view PayloadReader::sized() { return raw(number(4)); }

}  // namespace zhiheng::store
