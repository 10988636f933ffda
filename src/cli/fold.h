#pragma once
// Text on a terminal: how wide it is, and where its lines may break.

#include <cstddef>
#include <string>
#include <string_view>

namespace zhiheng::cli {

/// Columns that the text takes: a character of Chinese or another wide script takes two.
[[nodiscard]] std::size_t columns_of(std::string_view text);

/// The text in lines of at most `width` columns. Lines break at blanks and between wide characters,
/// but never before a closing mark such as "，"; every line but the first begins with `indent`
/// blanks. A line feed stays one. A word longer than a line stays whole.
[[nodiscard]] std::string folded(std::string_view text, std::size_t width, std::size_t indent = 0);

}  // namespace zhiheng::cli
