#pragma once
// Where are the delimiters, quotation marks and line ends of a text?

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace zhiheng::intake {

/// Walks over the four signs that shape a CSV text, 64 bytes at a time.
class CsvMarks {
 public:
  explicit CsvMarks(char delimiter) : delimiter_(delimiter) {}

  /// Starts again at a position; needed whenever the text has moved.
  void seek(std::string_view text, std::size_t at);

  /// Position of the next delimiter, quotation mark, CR or LF, and steps over it; the size of the
  /// text when there is none.
  [[nodiscard]] std::size_t next() {
    while (bits_ == 0) {
      if (block_ + 64 >= text_.size()) return text_.size();
      block_ += 64;
      bits_ = classify(block_);
    }
    const auto bit = static_cast<std::size_t>(__builtin_ctzll(bits_));
    bits_ &= bits_ - 1;
    return block_ + bit;
  }

 private:
  [[nodiscard]] std::uint64_t classify(std::size_t at) const;

  std::string_view text_;
  char delimiter_;
  std::size_t block_ = 0;
  std::uint64_t bits_ = 0;  ///< marks of the block that have not been visited
};

}  // namespace zhiheng::intake
