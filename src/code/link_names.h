#pragma once
// The names that a Digital Link may have in place of application identifiers: "gtin" for 01.

#include <string_view>

namespace zhiheng::code {

/// The application identifier of a path segment: itself when it is two to four digits, the number
/// behind a name, "" for anything else. Names were withdrawn with Digital Link 1.2 and live on in
/// printed codes.
/// @source GS1 Digital Link standard 1.1, 5.3
[[nodiscard]] std::string_view link_ai(std::string_view segment);

/// The name of a key or qualifier, "" when it has none.
[[nodiscard]] std::string_view link_name(std::string_view ai);

}  // namespace zhiheng::code
