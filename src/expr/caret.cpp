#include "expr/caret.h"

#include <algorithm>
#include <array>
#include <span>

#include "expr/characters.h"

namespace zhiheng::expr {
namespace {

struct Block {
  char32_t first, last;
};

constexpr std::array wide = {
    Block{0x1100, 0x115F},   Block{0x2E80, 0x303E},   Block{0x3041, 0xA4CF},
    Block{0xA960, 0xA97F},   Block{0xAC00, 0xD7A3},   Block{0xF900, 0xFAFF},
    Block{0xFE10, 0xFE19},   Block{0xFE30, 0xFE6F},   Block{0xFF01, 0xFF60},
    Block{0xFFE0, 0xFFE6},   Block{0x1F300, 0x1F64F}, Block{0x1F680, 0x1F6FF},
    Block{0x1F900, 0x1F9FF}, Block{0x20000, 0x3FFFD},
};
constexpr std::array without_width = {
    Block{0x0300, 0x036F}, Block{0x200B, 0x200F}, Block{0x20D0, 0x20FF},
    Block{0xFE00, 0xFE0F}, Block{0xFEFF, 0xFEFF}, Block{0xE0100, 0xE01EF},
};

bool lies_in(std::span<const Block> blocks, char32_t character) {
  return std::any_of(blocks.begin(), blocks.end(), [&](const Block& block) {
    return block.first <= character && character <= block.last;
  });
}

int width(std::string_view text) {
  int columns = 0;
  for (std::size_t at = 0; at < text.size();) columns += display_width(next_character(text, at));
  return columns;
}

std::string_view line_around(std::string_view text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
  return text.substr(begin, text.find('\n', begin) - begin);
}

/// The last `columns` columns of a text, and whether something was cut.
std::string ending(std::string_view text, int columns) {
  std::size_t from = text.size();
  int used = 0;
  while (from > 0) {
    std::size_t start = from - 1;
    while (start > 0 && is_continuation(text[start])) --start;
    std::size_t at = start;
    used += display_width(next_character(text, at));
    if (used > columns) return "…" + std::string(text.substr(from));
    from = start;
  }
  return std::string(text);
}

std::string beginning(std::string_view text, int columns) {
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    used += display_width(next_character(text, at));
    if (used > columns) return std::string(text.substr(0, start)) + "…";
  }
  return std::string(text);
}

/// What would move the cursor elsewhere becomes a space.
std::string printable(std::string_view text) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return line;
}

}  // namespace

int display_width(char32_t character) {
  if (character < 0x300) return 1;
  if (lies_in(without_width, character)) return 0;
  return lies_in(wide, character) ? 2 : 1;
}

std::string with_carets(std::string_view text, Span span) {
  constexpr int context = 60, longest = 40;
  const std::string_view line = line_around(text, span.begin);
  const auto offset = static_cast<std::size_t>(line.data() - text.data());
  const std::size_t begin = std::min(span.begin - offset, line.size());
  const std::size_t end = std::clamp(span.end - std::min(offset, span.end), begin, line.size());
  const std::string before = ending(printable(line.substr(0, begin)), context);
  const std::string place = beginning(printable(line.substr(begin, end - begin)), longest);
  const std::string after = beginning(printable(line.substr(end)), context);
  return before + place + after + "\n" + std::string(static_cast<std::size_t>(width(before)), ' ') +
         std::string(static_cast<std::size_t>(std::max(1, width(place))), '^');
}

std::string position(std::string_view text, Span span) {
  const std::string_view before = text.substr(0, span.begin);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::string_view line = before.substr(before.rfind('\n') + 1);
  return std::to_string(lines + 1) + ":" + std::to_string(count_characters(line) + 1);
}

std::unexpected<Error> refuse(const Failure& failure, std::string_view text, Span span,
                              std::string wanted) {
  return fail(failure, position(text, span), with_carets(text, span), std::move(wanted));
}

}  // namespace zhiheng::expr
