#pragma once
// On which line a byte stands of a text that comes in pieces.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiheng::trace {

/// A line ends with LF, CR LF or CR, as XML has it.
class LineCounter {
 public:
  LineCounter() = default;
  LineCounter(const LineCounter&) = delete;  // it looks into its own text
  LineCounter& operator=(const LineCounter&) = delete;

  /// The next piece. The last one stays where it is while lines are asked for.
  void feed(std::string_view bytes, bool last = false);

  /// The line, from 1, of a byte that was fed, or of the one behind; in ascending order.
  [[nodiscard]] std::uint32_t line_of(std::size_t byte) {
    if (byte >= next_) advance(byte);
    return line_;
  }

  /// Whether the text is in UTF-16, where a byte says nothing about lines.
  [[nodiscard]] bool wide() const { return wide_; }

 private:
  void advance(std::size_t byte);

  std::string kept_;
  std::string_view ahead_;  ///< what was fed, from `next_` or from before it
  std::size_t begin_ = 0;   ///< place of `ahead_` in the text
  std::size_t next_ = 0;    ///< until here no line ends; `starts_`: and here the next one begins
  bool starts_ = false;
  std::uint32_t line_ = 1;
  bool has_returns_ = false, wide_ = false;
};

}  // namespace zhiheng::trace
