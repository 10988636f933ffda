#pragma once
// The signs that identifiers are made of, and their escapes; for the .cpp files of this room.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "code/digit.h"
#include "code/epc.h"

namespace zhiheng::code {

[[nodiscard]] std::span<const EpcScheme> epc_schemes();

/// Digits of the key's value without tail; 0 when it is text.
[[nodiscard]] int key_length(const EpcScheme& scheme);

[[nodiscard]] bool all_digits(std::string_view text);

/// The 82 signs of GS1 values (General Specifications, figure 7.11-1).
[[nodiscard]] bool is_gs1_sign(char sign);

/// The 39 signs of component numbers (figure 7.11-2).
[[nodiscard]] bool is_component_sign(char sign);

/// A sign that may stand unescaped in every part of a URI.
[[nodiscard]] bool is_unreserved(char sign);

/// Value of a hexadecimal digit, or -1.
[[nodiscard]] int hexadecimal(char sign);

/// Whether text[at] begins an escape such as "%2F".
[[nodiscard]] bool is_escape(std::string_view text, std::size_t at);

/// Characters, an escape counted as one.
[[nodiscard]] std::size_t escaped_length(std::string_view text);

/// Escapes replaced by what they stand for; a "%" that begins none is kept.
[[nodiscard]] std::string unescape(std::string_view text);

/// "%2F"
void append_escape(std::string& out, char sign);

}  // namespace zhiheng::code
