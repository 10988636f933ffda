#include "intake/text_blocks.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

#include "intake/failures.h"
#include "intake/source.h"

namespace zhiheng::intake {
namespace {

constexpr std::size_t block = std::size_t{1} << 20;

/// Many NULs at one parity only: UTF-16 whose byte order mark was dropped.
std::optional<Encoding> utf16_without_mark(std::string_view start) {
  const std::string_view sample = start.substr(0, 1024);
  std::size_t nul[2] = {0, 0};
  for (std::size_t at = 0; at < sample.size(); ++at) nul[at & 1] += sample[at] == '\0' ? 1 : 0;
  if (nul[1] * 5 > sample.size() && nul[0] == 0) return Encoding::utf16_little;
  if (nul[0] * 5 > sample.size() && nul[1] == 0) return Encoding::utf16_big;
  return std::nullopt;
}

bool is_wide(Encoding encoding) {
  return encoding == Encoding::utf16_little || encoding == Encoding::utf16_big;
}

}  // namespace

TextBlocks::TextBlocks(TextBlocks&& other) noexcept
    : file_(std::exchange(other.file_, nullptr)),
      name_(std::move(other.name_)),
      encoding_(other.encoding_),
      raw_(std::move(other.raw_)),
      raw_start_(other.raw_start_),
      size_(other.size_),
      taken_(other.taken_),
      at_end_(other.at_end_) {}

TextBlocks::~TextBlocks() {
  if (file_ != nullptr) ::gzclose(file_);
}

Result<TextBlocks> TextBlocks::open(const std::string& file, std::string_view encoding) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (descriptor < 0) return fail(cannot_read, file, std::strerror(errno));
  if (::fstat(descriptor, &status) != 0 || S_ISDIR(status.st_mode)) {
    const std::string why = S_ISDIR(status.st_mode) ? "a folder" : std::strerror(errno);
    ::close(descriptor);
    return fail(cannot_read, file, why);
  }
  // Plain text passes through unchanged.
  gzFile stream = ::gzdopen(descriptor, "rb");
  if (stream == nullptr) {
    ::close(descriptor);
    return fail(cannot_read, file, std::strerror(errno));
  }
  TextBlocks blocks(stream);
  ::gzbuffer(stream, 1 << 17);
  blocks.name_ = file;
  blocks.size_ = static_cast<std::size_t>(status.st_size);
  ZH_DO(blocks.read_more());
  if (blocks.raw_.empty()) return fail(empty_file, file);

  const Mark mark = byte_order_mark(blocks.raw_);
  blocks.raw_.erase(0, mark.length);
  blocks.raw_start_ = mark.length;
  if (mark.encoding) {
    blocks.encoding_ = *mark.encoding;
  } else if (const auto named = encoding_named(encoding)) {
    blocks.encoding_ = *named;
  } else if (!encoding.empty()) {
    return fail(encoding_unknown, "encoding", std::string(encoding), "utf-8, gb18030, utf-16le");
  } else if (const auto wide = utf16_without_mark(blocks.raw_)) {
    blocks.encoding_ = *wide;
  }
  return blocks;
}

Result<bool> TextBlocks::read_more() {
  const std::size_t before = raw_.size();
  raw_.resize(before + block);
  std::size_t got = 0;
  while (got < block) {
    const int count =
        ::gzread(file_, raw_.data() + before + got, static_cast<unsigned>(block - got));
    int problem = Z_OK;
    const char* said = ::gzerror(file_, &problem);
    if (problem == Z_ERRNO) return fail(cannot_read, name_, std::strerror(errno));
    if (count < 0 || problem != Z_OK) return fail(damaged, name_, said);
    if (count == 0) break;
    got += static_cast<std::size_t>(count);
  }
  raw_.resize(before + got);
  at_end_ = got < block;
  taken_ = static_cast<std::size_t>(std::max<z_off_t>(0, ::gzoffset(file_)));
  return got > 0;
}

// A CR that is the last byte may be half of CR LF, so it does not count yet.
std::size_t TextBlocks::last_line_end() const {
  if (is_wide(encoding_)) {
    const std::size_t low = encoding_ == Encoding::utf16_little ? 0 : 1;
    for (std::size_t at = raw_.size() & ~std::size_t{1}; at >= 2; at -= 2) {
      if (raw_[at - 2 + low] == '\n' && raw_[at - 1 - low] == '\0') return at;
    }
    return 0;
  }
  const std::size_t line_feed = raw_.rfind('\n');
  if (line_feed != std::string::npos) return line_feed + 1;
  const std::size_t carriage =
      raw_.size() < 2 ? std::string::npos : raw_.rfind('\r', raw_.size() - 2);
  return carriage == std::string::npos ? 0 : carriage + 1;
}

Result<bool> TextBlocks::append_next(std::string& text, std::vector<Fault>& faults) {
  std::size_t cut = last_line_end();
  while (cut == 0 && !at_end_) {
    if (raw_.size() > longest_record) {
      return fail(too_large, "byte " + std::to_string(raw_start_ + 1), "a line without end",
                  "<= " + std::to_string(longest_record) + " B");
    }
    ZH_DO(read_more());
    cut = last_line_end();
  }
  if (at_end_) cut = raw_.size();
  if (cut == 0) return false;

  const std::string_view bytes(raw_.data(), cut);
  if (encoding_ == Encoding::ascii) {
    ZH_TRY(encoding_, detect_encoding(bytes));
  }
  const std::size_t known = faults.size();
  append_decoded(bytes, encoding_, text, faults);
  for (std::size_t at = known; at < faults.size(); ++at) faults[at].byte += raw_start_ + 1;
  raw_.erase(0, cut);
  raw_start_ += cut;
  if (!at_end_) ZH_DO(read_more());
  return true;
}

double TextBlocks::done() const {
  if (size_ == 0) return 1;
  return at_end_ && raw_.empty()
             ? 1
             : std::min(1.0, static_cast<double>(taken_) / static_cast<double>(size_));
}

}  // namespace zhiheng::intake
