#include "cli/fold.h"

#include <algorithm>
#include <vector>

namespace zhiheng::cli {
namespace {

constexpr std::string_view closing_marks[] = {"，", "。", "；", "：", "、", "）",
                                              "”",  "》", "！", "？", "…"};
constexpr std::string_view opening_marks[] = {"（", "“", "《"};

std::size_t length_of(char first) {
  const auto lead = static_cast<unsigned char>(first);
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

bool is_wide(std::string_view sign) { return sign.size() >= 3; }

/// What stays together: a word, or one wide character with the marks that cling to it.
struct Piece {
  std::string text;
  bool after_blank = false;
};

std::vector<Piece> pieces_of(std::string_view text) {
  std::vector<Piece> pieces;
  bool open = false;  // the next sign still belongs to the last piece
  bool blank = false;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view sign = text.substr(i, length_of(text[i]));
    i += sign.size();
    if (sign == " ") {
      open = false;
      blank = true;
      continue;
    }
    const bool clings = std::ranges::find(closing_marks, sign) != std::end(closing_marks);
    const bool joins = !pieces.empty() && !blank && (open || clings);
    if (!joins) pieces.push_back({.text = {}, .after_blank = blank});
    pieces.back().text += sign;
    const bool opens = std::ranges::find(opening_marks, sign) != std::end(opening_marks);
    const bool next_is_narrow = i < text.size() && length_of(text[i]) < 3;
    open = opens || (!is_wide(sign) && next_is_narrow);
    blank = false;
  }
  return pieces;
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  constexpr unsigned char first_of_cjk = 0xE3;  // U+3000 and above
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); i += length_of(text[i])) {
    columns += static_cast<unsigned char>(text[i]) >= first_of_cjk ? 2 : 1;
  }
  return columns;
}

namespace {

std::string folded_line(std::string_view text, std::size_t width, std::size_t indent) {
  std::string lines;
  std::size_t column = 0;
  for (const Piece& piece : pieces_of(text)) {
    const std::size_t taken = columns_of(piece.text) + (piece.after_blank ? 1 : 0);
    if (column > indent && column + taken > width) {
      lines.append("\n").append(indent, ' ');
      column = indent;
    } else if (piece.after_blank && column > 0) {
      lines.push_back(' ');
      ++column;
    }
    lines += piece.text;
    column += columns_of(piece.text);
  }
  return lines;
}

}  // namespace

std::string folded(std::string_view text, std::size_t width, std::size_t indent) {
  std::string lines;
  while (true) {
    const auto end = std::min(text.find('\n'), text.size());
    lines += folded_line(text.substr(0, end), width, indent);
    if (end == text.size()) return lines;
    text.remove_prefix(end + 1);
    lines.push_back('\n');
    if (!text.starts_with('\n')) lines.append(indent, ' ');
  }
}

}  // namespace zhiheng::cli
