#pragma once
// SHA-256, for record hashes and for files stored by content.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiheng {

using Digest = std::array<std::uint8_t, 32>;

/// FIPS 180-4.
[[nodiscard]] Digest sha256(std::string_view bytes);

/// Lower-case hexadecimal.
[[nodiscard]] std::string to_hex(const Digest& digest);

}  // namespace zhiheng
