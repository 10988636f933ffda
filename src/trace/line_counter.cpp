#include "trace/line_counter.h"

namespace zhiheng::trace {

void LineCounter::feed(std::string_view bytes, bool last) {
  if (begin_ + ahead_.size() < 2) {
    // Markup has a zero beside each sign, and nothing else may stand in front but the byte order.
    const std::string_view start = bytes.substr(0, 2);
    wide_ = wide_ || start.contains('\0') || start.contains('\xFE') || start.contains('\xFF');
  }
  has_returns_ = has_returns_ || bytes.contains('\r');
  const std::size_t left = ahead_.size() - (next_ - begin_);
  begin_ = next_;
  if (last && left == 0) {
    ahead_ = bytes;
    return;
  }
  kept_.erase(0, kept_.size() - left);
  kept_.append(bytes);
  ahead_ = kept_;
}

void LineCounter::advance(std::size_t byte) {
  while (byte >= next_) {
    if (starts_) ++line_;
    starts_ = false;
    std::size_t end = has_returns_ ? ahead_.find_first_of("\r\n", next_ - begin_)
                                   : ahead_.find('\n', next_ - begin_);
    if (end != std::string_view::npos && ahead_[end] == '\r') {
      // LF may follow, perhaps in the next piece.
      if (end + 1 == ahead_.size()) {
        next_ = begin_ + end;
        return;
      }
      if (ahead_[end + 1] == '\n') ++end;
    }
    if (end == std::string_view::npos) {
      next_ = begin_ + ahead_.size();
      return;
    }
    next_ = begin_ + end + 1;
    starts_ = true;
  }
}

}  // namespace zhiheng::trace
