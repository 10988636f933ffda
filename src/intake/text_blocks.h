#pragma once
// A text file of any size, gzipped or not, as blocks of UTF-8 that end where a line ends.

#include <cstdint>
#include <string>
#include <vector>

#include "intake/encoding.h"

struct gzFile_s;  // NOLINT(readability-identifier-naming): zlib's

namespace zhiheng::intake {

class TextBlocks {
 public:
  /// @param encoding  empty: found out from the first block that has more than ASCII
  /// @fails  intake.cannot_read, intake.empty_file, intake.encoding_unknown, intake.too_large
  [[nodiscard]] static Result<TextBlocks> open(const std::string& file, std::string_view encoding);

  TextBlocks(TextBlocks&& other) noexcept;
  TextBlocks& operator=(TextBlocks&&) = delete;
  ~TextBlocks();

  /// Appends the next block; false when there is none. Faults are positions in `text`, their
  /// bytes count from the start of the file.
  /// @fails  intake.cannot_read, intake.damaged (a gzip stream that is cut off or broken),
  ///         intake.encoding_unknown, intake.too_large (a line over the limit)
  [[nodiscard]] Result<bool> append_next(std::string& text, std::vector<Fault>& faults);

  [[nodiscard]] Encoding encoding() const { return encoding_; }
  [[nodiscard]] double done() const;

 private:
  explicit TextBlocks(gzFile_s* file) : file_(file) {}
  [[nodiscard]] Result<bool> read_more();
  [[nodiscard]] std::size_t last_line_end() const;

  gzFile_s* file_ = nullptr;
  std::string name_;
  Encoding encoding_ = Encoding::ascii;
  std::string raw_;            ///< bytes read, not yet handed over
  std::size_t raw_start_ = 0;  ///< position of raw_ in the text
  std::size_t size_ = 0;       ///< of the file as it lies on the disk
  std::size_t taken_ = 0;      ///< bytes of it that have been read
  bool at_end_ = false;
};

}  // namespace zhiheng::intake
