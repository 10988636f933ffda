#pragma once
// Is this a region, an industry? Asked for every row, so answered from tables made for it.

#include <string_view>

#include "catalog/catalog.h"

namespace zhiheng::registry {

/// A GB/T 2260 code that some region has or once had; its shape alone where the catalog has no
/// table.
[[nodiscard]] bool is_region(const catalog::Catalog& catalog, std::string_view code);

/// A GB/T 4754 code of any edition: section letter, or 2 to 4 digits; the same.
[[nodiscard]] bool is_industry(const catalog::Catalog& catalog, std::string_view code);

}  // namespace zhiheng::registry
