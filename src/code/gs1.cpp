#include "code/gs1.h"

#include <array>

#include "code/failures.h"

namespace zhiheng::code {
namespace {

/// Digits only, and the last one fits.
Result<void> check_digits(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] >= '0' && text[i] <= '9') continue;
    std::size_t end = i + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return fail(gs1_character, "character " + std::to_string(i + 1),
                std::string(text.substr(i, end - i)), "0-9");
  }
  const char wanted = gs1_check_digit(text.substr(0, text.size() - 1));
  if (text.back() != wanted) {
    return fail(gs1_check, "character " + std::to_string(text.size()), std::string(1, text.back()),
                std::string(1, wanted));
  }
  return {};
}

template <std::size_t length>
Result<std::array<char, length>> check_key(std::string_view text) {
  if (text.size() != length) {
    return fail(gs1_length, "code", std::string(text), std::to_string(length) + " digits");
  }
  ZH_DO(check_digits(text));
  std::array<char, length> key{};
  text.copy(key.data(), length);
  return key;
}

/// The weights of price check digits: the tens of the product are taken off or added to its units.
int weigh(char digit, int weight, int tens) {
  const int product = (digit - '0') * weight;
  return (product % 10 + tens * (product / 10) + 10) % 10;
}

}  // namespace

char gs1_check_digit(std::string_view payload) {
  int sum = 0;
  int weight = 3;
  for (std::size_t i = payload.size(); i > 0; --i) {
    sum += (payload[i - 1] - '0') * weight;
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

char gs1_price_check_digit(std::string_view payload) {
  constexpr int off = -1;
  if (payload.size() == 4) {
    const int sum = weigh(payload[0], 2, off) + weigh(payload[1], 2, off) +
                    weigh(payload[2], 3, 0) + weigh(payload[3], 5, off);
    return static_cast<char>('0' + sum * 3 % 10);
  }
  if (payload.size() != 5) return '\0';
  const int sum = weigh(payload[0], 5, 1) + weigh(payload[1], 2, off) + weigh(payload[2], 5, off) +
                  weigh(payload[3], 5, 1) + weigh(payload[4], 2, off);
  char digit = '0';
  while ((weigh(digit, 5, off) + sum) % 10 != 0) ++digit;
  return digit;
}

Result<Gtin> check_gtin(std::string_view text) {
  const std::size_t length = text.size();
  if (length != 8 && length != 12 && length != 13 && length != 14) {
    return fail(gs1_length, "code", std::string(text), "8, 12, 13, 14 digits");
  }
  ZH_DO(check_digits(text));
  Gtin gtin;
  gtin.length = static_cast<int>(length);
  gtin.digits.fill('0');
  text.copy(gtin.digits.data() + (gtin.digits.size() - length), length);
  return gtin;
}

Result<std::array<char, 13>> check_gln(std::string_view text) { return check_key<13>(text); }

Result<std::array<char, 18>> check_sscc(std::string_view text) { return check_key<18>(text); }

}  // namespace zhiheng::code
