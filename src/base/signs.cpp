#include "base/signs.h"

#include <algorithm>
#include <cstdio>

namespace zhiheng {
namespace {

constexpr unsigned first_embedding = 0x202A, last_override = 0x202E;
constexpr unsigned first_isolate = 0x2066, last_isolate = 0x2069;

}  // namespace

std::string UnwantedSign::name() const {
  char text[16];
  std::snprintf(text, sizeof text, "U+%04X", code);
  return text;
}

std::optional<UnwantedSign> find_unwanted_sign(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned first = byte(i);
    if ((first < 0x20 && first != '\t' && first != '\n' && first != '\r') || first == 0x7F) {
      return UnwantedSign{i, 1, first};
    }
    if (first == 0xC2 && byte(i + 1) >= 0x80 && byte(i + 1) < 0xA0)
      return UnwantedSign{i, 2, byte(i + 1)};
    if (first != 0xE2) continue;
    const unsigned code = 0x2000U + (byte(i + 1) - 0x80U) * 64U + (byte(i + 2) - 0x80U);
    const bool turns = (code >= first_embedding && code <= last_override) ||
                       (code >= first_isolate && code <= last_isolate);
    if (turns) return UnwantedSign{i, 3, code};
  }
  return std::nullopt;
}

std::string plain_file_name(std::string_view path) {
  if (const auto cut = path.find_last_of("/\\"); cut != std::string_view::npos) {
    path.remove_prefix(cut + 1);
  }
  std::string name(path);
  while (const auto sign = find_unwanted_sign(name)) name.erase(sign->at, sign->bytes);
  std::erase_if(name, [](char one) { return one == '\t' || one == '\n' || one == '\r'; });
  return name == "." || name == ".." ? std::string() : name;
}

}  // namespace zhiheng
