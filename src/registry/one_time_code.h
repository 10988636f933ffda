#pragma once
// The second factor: six digits from a shared secret and the time.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"

namespace zhiheng::registry {

/// The code of a counter: HMAC of it, truncated, the last `digits` decimal places.
/// @source  RFC 4226, 5.3; with SHA-1, as authenticator programs expect
[[nodiscard]] std::string one_time_code(std::string_view secret, std::uint64_t counter,
                                        int digits = 6);

/// Steps of thirty seconds since 1970. @source RFC 6238, 4.2
[[nodiscard]] std::uint64_t code_counter(Timestamp time);

/// RFC 4648, 6, without padding, as authenticator programs take secrets.
[[nodiscard]] std::string to_base32(std::string_view bytes);
/// None for signs outside the alphabet; small letters and spaces are forgiven.
[[nodiscard]] std::optional<std::string> from_base32(std::string_view text);

}  // namespace zhiheng::registry
