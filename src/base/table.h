#pragma once
// A table for a terminal: columns under one another although Chinese characters are twice as wide.

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace zhiheng {

/// Columns that a text takes on a terminal: two for each Chinese character.
[[nodiscard]] std::size_t terminal_width(std::string_view text);

/// Text to the left, numbers to the right; columns that are empty in every row are left out.
/// @param rows     each as long as `heading`
/// @param numeric  per column
void print_table(std::ostream& out, const std::vector<std::string>& heading,
                 const std::vector<std::vector<std::string>>& rows,
                 const std::vector<bool>& numeric);

}  // namespace zhiheng
