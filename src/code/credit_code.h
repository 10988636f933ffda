#pragma once
// Is this a unified social credit code (统一社会信用代码), and what does it say?

#include <array>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::code {

/// Eighteen characters that passed the check.
struct CreditCode {
  std::array<char, 18> characters{};

  [[nodiscard]] std::string_view text() const { return {characters.data(), 18}; }
  /// Registering authority: '9' market regulation, '1' establishment office, '5' civil affairs, …
  [[nodiscard]] char authority() const { return characters[0]; }
  [[nodiscard]] char category() const { return characters[1]; }
  /// GB/T 2260 code of the registering office, as it was on the day of registration.
  [[nodiscard]] std::string_view region() const { return text().substr(2, 6); }
  /// The organisation code of the subject, without hyphen, with its own check character.
  [[nodiscard]] std::string_view subject() const { return text().substr(8, 9); }
  /// Whether the subject passes the organisation-code check too. Reported, not demanded: codes in
  /// circulation break it, and the register, not the arithmetic, says who exists.
  [[nodiscard]] bool subject_is_valid() const;
  /// Individual traders (个体工商户) are natural persons: their code is personal data.
  [[nodiscard]] bool is_individual_trader() const {
    return authority() == '9' && category() == '2';
  }
};

/// Strict: 18 characters, upper case, half width, no I, O, Z, S or V. What people type goes through
/// `normalise` first. A wrong check character is refused; the right one is only named in `wanted`.
///
/// @fails  code.credit_code_length, code.credit_code_character, code.credit_code_check,
///         code.credit_code_is_registration_number
/// @cost   constant; allocates only when it refuses
/// @source GB 32100-2015
[[nodiscard]] Result<CreditCode> check_credit_code(std::string_view text);

/// The check character for 17 leading characters of the alphabet.
/// @param leading  17 characters, each valid at its place
[[nodiscard]] char credit_code_check_character(std::string_view leading);

}  // namespace zhiheng::code
