#pragma once
// Is this an organisation code (组织机构代码) or an old business registration number?

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::code {

/// Nine characters that passed the check, without hyphen.
struct OrganisationCode {
  std::array<char, 9> characters{};

  [[nodiscard]] std::string_view text() const { return {characters.data(), 9}; }
  /// "70846113-6", as certificates print it.
  [[nodiscard]] std::string printed() const;
};

/// Strict: upper case, with or without the hyphen before the check character.
///
/// @fails  code.organisation_code_length, code.organisation_code_character,
///         code.organisation_code_check
/// @cost   constant; allocates only when it refuses
/// @source GB 11714-1997
[[nodiscard]] Result<OrganisationCode> check_organisation_code(std::string_view text);

/// The check character for 8 leading digits or upper-case letters.
[[nodiscard]] char organisation_code_check_character(std::string_view leading);

/// The 15-digit number of the business register from before October 2015; digits 1-6 are the
/// region of registration.
///
/// @fails  code.registration_number_malformed, code.registration_number_check
/// @source GS 15-2006; the check digit is ISO 7064 MOD 11,10
[[nodiscard]] Result<std::array<char, 15>> check_registration_number(std::string_view text);

/// The check digit for 14 leading digits.
[[nodiscard]] char registration_number_check_digit(std::string_view leading);

}  // namespace zhiheng::code
