#pragma once
// Which file was this? Its SHA-256, whatever its size.

#include <string>

#include "base/result.h"

namespace zhiheng::exchange {

/// Lower-case hexadecimal.
/// @fails  exchange.cannot_read
[[nodiscard]] Result<std::string> file_digest(const std::string& file);

}  // namespace zhiheng::exchange
