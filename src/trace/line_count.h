#pragma once
// In which line of a document something stands that comes in pieces. The parser can tell as well,
// but looks at every sign once more to do so, which costs a sixth of reading.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace zhiheng::trace {

class LineCount {
 public:
  /// The next piece of the document, which lives until leave().
  void enter(std::string_view piece) { piece_ = piece; }

  /// The line, from 1, of the sign at `offset` of the document. Offsets must not go back, nor
  /// beyond the piece.
  [[nodiscard]] std::uint32_t at(std::size_t offset) {
    for (; next_ < behind_.size() && behind_[next_] < offset; ++next_) ++line_;
    each_end(offset, [&](std::size_t) { ++line_; });
    counted_ = std::max(counted_, offset);
    return line_;
  }

  /// A tag may begin in one piece and end in the next: line ends that were not passed are kept.
  void leave() {
    if (next_ == behind_.size()) {
      behind_.clear();
      next_ = 0;
    }
    const std::size_t end = begun_ + piece_.size();
    each_end(end, [&](std::size_t at) { behind_.push_back(at); });
    begun_ = end;
    piece_ = {};
  }

 private:
  /// Line ends of the piece that were not counted, before `until`.
  template <class Take>
  void each_end(std::size_t until, const Take& take) const {
    const char* const begin = piece_.data();
    for (std::size_t at = std::max(counted_, begun_); at < until; ++at) {
      const void* found = std::memchr(begin + (at - begun_), '\n', until - at);
      if (found == nullptr) return;
      at = begun_ + static_cast<std::size_t>(static_cast<const char*>(found) - begin);
      take(at);
    }
  }

  std::string_view piece_;
  std::size_t begun_ = 0;            ///< offset of the piece
  std::size_t counted_ = 0;          ///< line ends before it are in line_ or in behind_
  std::vector<std::size_t> behind_;  ///< line ends of earlier pieces that were not passed
  std::size_t next_ = 0;             ///< of these
  std::uint32_t line_ = 1;
};

}  // namespace zhiheng::trace
