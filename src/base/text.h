#pragma once
// Text as people type it, made comparable: encodings, normal form, widths.

#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng {

/// Well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF).
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Whether text is well-formed UTF-8 in normal form C already; common Chinese text takes one pass
/// and no memory.
[[nodiscard]] bool is_nfc(std::string_view text);

/// Unicode normal form C. ASCII and already normal text is returned as it is, quickly.
/// @fails  base.text_not_utf8
[[nodiscard]] Result<std::string> to_nfc(std::string_view text);

/// GB 18030 to UTF-8.
/// @fails  base.text_encoding_unknown, where: byte offset of the first bad sequence
[[nodiscard]] Result<std::string> from_gb18030(std::string_view bytes);

/// UTF-8 to GB 18030, which has a place for every character.
/// @fails  base.text_not_utf8
[[nodiscard]] Result<std::string> to_gb18030(std::string_view text);

/// Full-width ASCII forms (U+FF01..FF5E) and the ideographic space to their narrow twins.
[[nodiscard]] std::string to_half_width(std::string_view text);

/// Without white space at both ends: ASCII, U+3000, U+00A0, zero-width space and byte order mark.
[[nodiscard]] std::string_view trim(std::string_view text);

/// ASCII letters only.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);

/// For column headers and names typed by hand: narrow, lower case, without white space,
/// brackets' contents kept, all punctuation between words dropped.
[[nodiscard]] std::string to_matching_form(std::string_view text);

/// Cut after `characters` code points; "…" is appended when something was cut.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t characters);

}  // namespace zhiheng
