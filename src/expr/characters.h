#pragma once
// Code points in UTF-8 that is known to be well-formed.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiheng::expr {

/// A byte in the middle of a character.
[[nodiscard]] inline bool is_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// The character at `at`, which moves behind it. Never reads beyond the text.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& at);

[[nodiscard]] std::int64_t count_characters(std::string_view text);

void append_character(std::string& text, char32_t character);

/// The least text that is greater than every text starting with `prefix`, in byte order; empty
/// when there is none. Well-formed, because PostgreSQL takes nothing else.
[[nodiscard]] std::string after_prefix(std::string_view prefix);

}  // namespace zhiheng::expr
