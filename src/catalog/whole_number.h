#pragma once
// Numbers that a declaration must give.

#include <string_view>

#include "catalog/declaration.h"

namespace zhiheng::catalog {

/// A whole number that must stand there, least..most; complains when it does not.
[[nodiscard]] int whole_number(Declaration& at, std::string_view key, int least, int most);

}  // namespace zhiheng::catalog
