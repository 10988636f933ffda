#pragma once
// Names that stand twice in an object: readers differ on which of them counts, so neither does.

#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::api {

/// The first name that an object of a well-formed document has twice, at any depth.
[[nodiscard]] std::optional<std::string> repeated_name(std::string_view document);

}  // namespace zhiheng::api
