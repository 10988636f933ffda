#pragma once
// Is this a GS1 key: of a product (GTIN), a place (GLN) or a logistic unit (SSCC)?

#include <array>
#include <string_view>

#include "base/result.h"

namespace zhiheng::code {

/// A trade item number that passed the check. A prefix tells which GS1 member organisation issued
/// it, never where the goods come from.
struct Gtin {
  std::array<char, 14> digits{};  ///< padded with zeros on the left: the form that is stored
  int length = 14;                ///< 8, 12, 13 or 14: as it was written

  [[nodiscard]] std::string_view stored() const { return {digits.data(), digits.size()}; }
  [[nodiscard]] std::string_view written() const {
    return stored().substr(digits.size() - static_cast<std::size_t>(length));
  }
};

/// GTIN-8, -12 (UPC-A), -13 (EAN) or -14.
///
/// @fails  code.gs1_length, code.gs1_character, code.gs1_check
/// @cost   constant; allocates only when it refuses
/// @source GS1 General Specifications, 7.9; GB 12904
[[nodiscard]] Result<Gtin> check_gtin(std::string_view text);

/// 13 digits of a place or a party.
/// @fails  code.gs1_length, code.gs1_character, code.gs1_check
/// @source GB/T 16828
[[nodiscard]] Result<std::array<char, 13>> check_gln(std::string_view text);

/// 18 digits of a logistic unit.
/// @fails  code.gs1_length, code.gs1_character, code.gs1_check
[[nodiscard]] Result<std::array<char, 18>> check_sscc(std::string_view text);

/// The digit that completes a key.
/// @param payload  digits, without the check digit
[[nodiscard]] char gs1_check_digit(std::string_view payload);

/// The check digit in front of the four- or five-digit price or weight of a code of variable
/// measure that a shop prints itself.
/// @param payload  4 or 5 digits
/// @return '\0' for any other number of digits
/// @source GS1 General Specifications, 7.9.2 to 7.9.4
[[nodiscard]] char gs1_price_check_digit(std::string_view payload);

}  // namespace zhiheng::code
