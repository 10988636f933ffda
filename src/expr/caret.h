#pragma once
// Where in the text is the mistake? Shown as people see it: the line, and carets below the place.

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::expr {

/// A stretch of an expression's text, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  /// From the start of the one to the end of the other.
  [[nodiscard]] Span to(Span other) const { return {begin, other.end}; }
};

/// Columns that a character takes in a terminal: 0 for combining marks, 2 for Chinese and other
/// wide ones.
/// @source  Unicode 15, EastAsianWidth.txt (W and F), blocks rather than single characters
[[nodiscard]] int display_width(char32_t character);

/// The line of `text` with the span, and a line of carets under it: as wide as the span, at least
/// one. Long lines are cut on both sides of the span.
[[nodiscard]] std::string with_carets(std::string_view text, Span span);

/// "line:column", both from 1, the column counted in characters.
[[nodiscard]] std::string position(std::string_view text, Span span);

/// The Error of this room: `where` from position(), `found` from with_carets().
[[nodiscard]] std::unexpected<Error> refuse(const Failure& failure, std::string_view text,
                                            Span span, std::string wanted);

}  // namespace zhiheng::expr
