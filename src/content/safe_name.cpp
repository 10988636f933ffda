#include <algorithm>
#include <array>

#include "base/text.h"
#include "content/content.h"

namespace zhiheng::content {
namespace {

constexpr std::size_t longest_name = 120;  // characters; 4 bytes each still fit a file system

struct Span {
  char32_t first, last;
};
// Invisible, or turning the direction of what follows ("fdp.exe" shown as "exe.pdf").
constexpr Span invisible[] = {
    {0x00, 0x1F},     {0x7F, 0x9F},     {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x2069}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF}};
// With a meaning to some system, or to the list that a field of files is.
constexpr std::u32string_view meaningful = U"/\\|:*?\"<>";

/// The next character of well-formed UTF-8.
char32_t next(std::string_view text, std::size_t& at) {
  const auto first = static_cast<unsigned char>(text[at++]);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  char32_t character = first & (0x3Fu >> more);
  for (int i = 0; i < more; ++i) {
    character = character << 6 | (static_cast<unsigned char>(text[at++]) & 0x3Fu);
  }
  return character;
}

bool is_invisible(char32_t character) {
  return std::ranges::any_of(invisible, [&](const Span& span) {
    return character >= span.first && character <= span.last;
  });
}

std::string_view trimmed(std::string_view name) {
  for (;;) {
    const std::string_view before = name;
    name = trim(name);
    while (name.starts_with('.')) name.remove_prefix(1);
    while (name.ends_with('.')) name.remove_suffix(1);
    if (name == before) return name;
  }
}

/// Names that Windows gives to devices.
bool is_device(std::string_view stem) {
  static constexpr std::string_view devices[] = {"con", "prn", "aux", "nul"};
  const std::string lower = to_lower(stem.substr(0, stem.find('.')));
  if (std::ranges::find(devices, lower) != std::end(devices)) return true;
  return lower.size() == 4 && (lower.starts_with("com") || lower.starts_with("lpt")) &&
         lower[3] >= '0' && lower[3] <= '9';
}

std::string cleaned(std::string_view name) {
  std::string text;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < name.size() && characters < longest_name;) {
    const std::size_t start = at;
    const char32_t character = next(name, at);
    if (is_invisible(character)) continue;
    ++characters;
    if (meaningful.find(character) != std::u32string_view::npos) {
      text += '_';
    } else {
      text.append(name.substr(start, at - start));
    }
  }
  return text;
}

}  // namespace

std::string safe_name(std::string_view name, const FileType& type) {
  const std::size_t slash = name.find_last_of("/\\");
  if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
  const auto normal = to_nfc(name);
  const std::string_view readable = normal ? trimmed(*normal) : std::string_view();
  const std::size_t dot = readable.rfind('.');
  std::string ending = dot == std::string_view::npos ? "" : to_lower(readable.substr(dot + 1));
  std::string_view stem = readable.substr(0, dot);
  if (std::ranges::find(type.endings, ending) == type.endings.end()) {
    ending = type.endings.front();
    stem = readable;
  }
  // What stood apart may compose now.
  const std::string clean = to_nfc(cleaned(stem)).value_or("");
  std::string shown(trimmed(clean));
  if (shown.empty()) shown = "file";
  if (is_device(shown)) shown = trimmed(cleaned("_" + shown));  // no longer for it
  return shown + "." + ending;
}

}  // namespace zhiheng::content
