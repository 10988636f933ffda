#include "code/organisation_code.h"

#include "code/digit.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

constexpr std::array<int, 8> weights{3, 7, 9, 10, 5, 8, 4, 2};

/// Here A is 10 and Z is 35: other values than the same letters have in a credit code.
int value_of(char character) {
  if (is_digit(character)) return character - '0';
  return character >= 'A' && character <= 'Z' ? character - 'A' + 10 : -1;
}

std::string one_character(std::string_view text, std::size_t position) {
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return std::string(text.substr(position, end - position));
}

}  // namespace

char organisation_code_check_character(std::string_view leading) {
  int sum = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) sum += value_of(leading[i]) * weights[i];
  const int check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

std::string OrganisationCode::printed() const {
  return std::string(text().substr(0, 8)).append("-").append(1, characters[8]);
}

Result<OrganisationCode> check_organisation_code(std::string_view text) {
  const bool hyphen = text.size() == 10 && text[8] == '-';
  if (text.size() != 9 && !hyphen) {
    return fail(organisation_code_length, "code", std::string(text), "70846113-6");
  }
  for (std::size_t i = 0; i < 8; ++i) {
    if (value_of(text[i]) < 0) {
      return fail(organisation_code_character, "character " + std::to_string(i + 1),
                  one_character(text, i), "0-9 A-Z");
    }
  }
  const char wanted = organisation_code_check_character(text);
  if (text.back() != wanted) {
    return fail(organisation_code_check, "character 9", one_character(text, text.size() - 1),
                std::string(1, wanted));
  }
  OrganisationCode code;
  text.copy(code.characters.data(), 8);
  code.characters[8] = wanted;
  return code;
}

char registration_number_check_digit(std::string_view leading) {
  int product = 10;
  for (std::size_t i = 0; i < 14; ++i) {
    const int sum = (product + (leading[i] - '0')) % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return static_cast<char>('0' + (11 - product) % 10);
}

Result<std::array<char, 15>> check_registration_number(std::string_view text) {
  if (text.size() != 15 || !std::all_of(text.begin(), text.end(), is_digit)) {
    return fail(registration_number_malformed, "code", std::string(text), "15 digits");
  }
  const char wanted = registration_number_check_digit(text);
  if (text[14] != wanted) {
    return fail(registration_number_check, "character 15", std::string(1, text[14]),
                std::string(1, wanted));
  }
  std::array<char, 15> number{};
  text.copy(number.data(), number.size());
  return number;
}

}  // namespace zhiheng::code
