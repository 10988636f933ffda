#pragma once
// Is this a legal entity identifier, as banks, customs and foreign trade name a firm?

#include <array>
#include <string_view>

#include "base/result.h"

namespace zhiheng::code {

/// Twenty characters that passed the check.
struct LegalEntityIdentifier {
  std::array<char, 20> characters{};

  [[nodiscard]] std::string_view text() const { return {characters.data(), characters.size()}; }
  /// The office that issued it: characters 1 to 4.
  [[nodiscard]] std::string_view issuer() const { return text().substr(0, 4); }
};

/// Strict: 18 digits or upper-case letters, then two check digits.
///
/// @fails  code.lei_length, code.lei_character, code.lei_check
/// @cost   constant; allocates only when it refuses
/// @source ISO 17442-1:2020; the check digits are ISO/IEC 7064 MOD 97-10
[[nodiscard]] Result<LegalEntityIdentifier> check_lei(std::string_view text);

/// The two check digits, 02..98, for 18 leading characters.
[[nodiscard]] int lei_check_digits(std::string_view leading);

}  // namespace zhiheng::code
