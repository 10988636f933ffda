#include "code/credit_code.h"

#include "code/digit.h"
#include "code/failures.h"
#include "code/organisation_code.h"

namespace zhiheng::code {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::string_view digits = "0123456789";

/// Value of each character, -1 for what is not in the alphabet.
constexpr auto values = [] {
  std::array<std::int8_t, 256> table{};
  table.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    table[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return table;
}();

/// 3^i mod 31.
constexpr auto weights = [] {
  std::array<int, 17> table{};
  int weight = 1;
  for (int& entry : table) {
    entry = weight;
    weight = weight * 3 % 31;
  }
  return table;
}();

int value_of(char character) { return values[static_cast<unsigned char>(character)]; }

/// The region of registration, characters 3 to 8, is written in digits.
bool wants_digit(std::size_t position) { return position >= 2 && position < 8; }

std::unexpected<Error> refuse_length(std::string_view text) {
  if (text.size() == 15 && std::all_of(text.begin(), text.end(), is_digit)) {
    return fail(credit_code_is_registration_number, "code", std::string(text), "18 characters");
  }
  return fail(credit_code_length, "code", std::string(text), "18 characters");
}

std::unexpected<Error> refuse_character(std::string_view text, std::size_t position) {
  // A multi-byte character is shown whole, so that the message stays readable text.
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return fail(credit_code_character, "character " + std::to_string(position + 1),
              std::string(text.substr(position, end - position)),
              std::string(wants_digit(position) ? digits : alphabet));
}

}  // namespace

char credit_code_check_character(std::string_view leading) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += value_of(leading[i]) * weights[i];
  return alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

bool CreditCode::subject_is_valid() const { return check_organisation_code(subject()).has_value(); }

Result<CreditCode> check_credit_code(std::string_view text) {
  if (text.size() != 18) return refuse_length(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = wants_digit(i) ? is_digit(text[i]) : value_of(text[i]) >= 0;
    if (!fits) return refuse_character(text, i);
  }
  const char wanted = credit_code_check_character(text.substr(0, 17));
  if (text[17] != wanted) {
    return fail(credit_code_check, "character 18", std::string(1, text[17]),
                std::string(1, wanted));
  }
  CreditCode code;
  text.copy(code.characters.data(), code.characters.size());
  return code;
}

}  // namespace zhiheng::code
