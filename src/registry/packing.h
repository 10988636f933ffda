#pragma once
// Small encodings of the room's own: texts side by side in one value, bytes in a URL.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/value.h"

namespace zhiheng::registry {

/// Texts one after another, each with its length before it, so that any byte may occur in them.
/// @source  D. J. Bernstein, "Netstrings", 1997
[[nodiscard]] std::string pack(const std::vector<std::string>& parts);
/// None when the bytes were not made by `pack`.
[[nodiscard]] std::optional<std::vector<std::string>> unpack(std::string_view bytes);

/// A value with its kind; the opposite of `unpack_value`.
[[nodiscard]] std::string pack_value(const Value& value);
[[nodiscard]] std::optional<Value> unpack_value(std::string_view bytes);

/// RFC 4648, 5, without padding.
[[nodiscard]] std::string to_base64url(std::string_view bytes);
/// None for signs outside the alphabet and for lengths that cannot be.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

}  // namespace zhiheng::registry
