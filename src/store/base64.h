#pragma once
// RFC 4648, 4, with padding.

#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::store {

[[nodiscard]] std::string to_base64(std::string_view bytes);

/// None for anything that is not base64 as to_base64 writes it.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace zhiheng::store
