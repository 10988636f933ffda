#pragma once
// The code that a reporter gets instead of a name.

#include <optional>
#include <string>
#include <string_view>

namespace zhiheng::reporter {

/// "K7M2QX-…": six signs to find the report by, twenty that prove that it is theirs (100 bits).
struct ClaimCode {
  std::string locator;
  std::string secret;
  [[nodiscard]] std::string text() const;
};

[[nodiscard]] ClaimCode make_claim_code();

/// As somebody types it: small letters, spaces and strokes are forgiven, O is 0, I and L are 1.
/// None when it cannot be a code.
[[nodiscard]] std::optional<ClaimCode> read_claim_code(std::string_view text);

/// `count` random signs of the same alphabet: digits and capitals that are not mistaken for others.
/// @source D. Crockford, "Base 32", 2019
[[nodiscard]] std::string random_signs(std::size_t count);

}  // namespace zhiheng::reporter
