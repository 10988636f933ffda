#pragma once
// What the formats of markup share.

#include <string>
#include <string_view>

namespace zhiheng::document {

/// Text as the content or a quoted attribute of HTML and XML.
[[nodiscard]] std::string escaped(std::string_view text);

}  // namespace zhiheng::document
