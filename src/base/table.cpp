#include "base/table.h"

#include <algorithm>
#include <ostream>

namespace zhiheng {

std::size_t terminal_width(std::string_view text) {
  std::size_t columns = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || (byte >= 0xC0 && byte < 0xE0)) ++columns;  // ASCII, and letters of two bytes
    if (byte >= 0xE0) columns += 2;
  }
  return columns;
}

void print_table(std::ostream& out, const std::vector<std::string>& heading,
                 const std::vector<std::vector<std::string>>& rows,
                 const std::vector<bool>& numeric) {
  std::vector<std::size_t> shown;
  std::vector<std::size_t> widest(heading.size());
  for (std::size_t c = 0; c < heading.size(); ++c) {
    widest[c] = terminal_width(heading[c]);
    bool empty = true;
    for (const auto& row : rows) {
      widest[c] = std::max(widest[c], terminal_width(row[c]));
      empty = empty && row[c].empty();
    }
    if (!empty) shown.push_back(c);
  }
  const auto print_line = [&](const std::vector<std::string>& line) {
    std::string text;
    for (const std::size_t c : shown) {
      const std::string padding(widest[c] - terminal_width(line[c]), ' ');
      text += (text.empty() ? "" : "  ") + (numeric[c] ? padding + line[c] : line[c] + padding);
    }
    while (text.ends_with(' ')) text.pop_back();
    out << text << "\n";
  };
  print_line(heading);
  for (const auto& row : rows) print_line(row);
}

}  // namespace zhiheng
