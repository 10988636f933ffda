#include "code/lei.h"

#include "code/digit.h"
#include "code/failures.h"

namespace zhiheng::code {
namespace {

constexpr std::size_t body = 18;

bool is_sign(char character) {
  return is_digit(character) || (character >= 'A' && character <= 'Z');
}

/// The remainder of 97 after one more character: letters count as 10 to 35, two digits each.
int fed(int remainder, char character) {
  if (is_digit(character)) return (remainder * 10 + (character - '0')) % 97;
  return (remainder * 100 + (character - 'A' + 10)) % 97;
}

std::string whole_character(std::string_view text, std::size_t position) {
  std::size_t end = position + 1;
  while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
  return std::string(text.substr(position, end - position));
}

std::string two_digits(int number) {
  return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

int lei_check_digits(std::string_view leading) {
  int remainder = 0;
  for (const char character : leading.substr(0, body)) remainder = fed(remainder, character);
  return 98 - remainder * 100 % 97;
}

Result<LegalEntityIdentifier> check_lei(std::string_view text) {
  LegalEntityIdentifier code;
  if (text.size() != code.characters.size()) {
    return fail(lei_length, "code", std::string(text), "20 characters");
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool fits = i < body ? is_sign(text[i]) : is_digit(text[i]);
    if (!fits) {
      return fail(lei_character, "character " + std::to_string(i + 1), whole_character(text, i),
                  i < body ? "0-9 A-Z" : "0-9");
    }
  }
  const std::string wanted = two_digits(lei_check_digits(text));
  if (text.substr(body) != wanted) {
    return fail(lei_check, "characters 19-20", std::string(text.substr(body)), wanted);
  }
  text.copy(code.characters.data(), code.characters.size());
  return code;
}

}  // namespace zhiheng::code
