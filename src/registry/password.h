#pragma once
// Passwords and tokens: what is kept of them, and random ones.

#include <string>
#include <string_view>

namespace zhiheng::registry {

/// The encoded argon2id hash ("$argon2id$v=19$…") with a fresh salt: 19 MiB, 2 passes, 1 lane.
/// @source  RFC 9106; OWASP Password Storage Cheat Sheet (its smallest setting for argon2id)
[[nodiscard]] std::string hash_password(std::string_view password);

/// @param encoded  of hash_password
[[nodiscard]] bool password_matches(std::string_view password, const std::string& encoded);

/// 256 random bits in base64url, 43 characters.
[[nodiscard]] std::string random_token();

/// A password of 20 letters and digits that are not mistaken for each other: 116 bits.
[[nodiscard]] std::string random_password();

/// What is kept of a token: its SHA-256 in hexadecimal. Plain hashing is enough for 256 bits.
[[nodiscard]] std::string token_digest(std::string_view token);

}  // namespace zhiheng::registry
