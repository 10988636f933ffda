#include "code/epc_text.h"

#include <algorithm>
#include <array>

namespace zhiheng::code {
namespace {

enum SignClass : std::uint8_t { gs1 = 1, component = 2, unreserved = 4 };

consteval std::array<std::uint8_t, 256> classes_of_signs() {
  std::array<std::uint8_t, 256> classes{};
  const auto add = [&classes](std::string_view signs, SignClass each) {
    for (const char sign : signs) {
      classes[static_cast<unsigned char>(sign)] =
          static_cast<std::uint8_t>(classes[static_cast<unsigned char>(sign)] | each);
    }
  };
  constexpr std::string_view digits = "0123456789";
  constexpr std::string_view upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  constexpr std::string_view lower = "abcdefghijklmnopqrstuvwxyz";
  for (const std::string_view each : {digits, upper}) {
    add(each, gs1);
    add(each, component);
    add(each, unreserved);
  }
  add(lower, gs1);
  add(lower, unreserved);
  add("!\"%&'()*+,-./:;<=>?_", gs1);
  add("#-/", component);
  add("-._~", unreserved);
  return classes;
}

constexpr std::array<std::uint8_t, 256> classes = classes_of_signs();

bool is(char sign, SignClass wanted) {
  return (classes[static_cast<unsigned char>(sign)] & wanted) != 0;
}

}  // namespace

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }

bool is_gs1_sign(char sign) { return is(sign, gs1); }

bool is_component_sign(char sign) { return is(sign, component); }

bool is_unreserved(char sign) { return is(sign, unreserved); }

int hexadecimal(char sign) {
  if (is_digit(sign)) return sign - '0';
  if (sign >= 'A' && sign <= 'F') return sign - 'A' + 10;
  if (sign >= 'a' && sign <= 'f') return sign - 'a' + 10;
  return -1;
}

bool is_escape(std::string_view text, std::size_t at) {
  return at + 2 < text.size() && text[at] == '%' && hexadecimal(text[at + 1]) >= 0 &&
         hexadecimal(text[at + 2]) >= 0;
}

std::size_t escaped_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size(); ++length) at += is_escape(text, at) ? 3 : 1;
  return length;
}

std::string unescape(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (!is_escape(text, at)) {
      plain.push_back(text[at++]);
      continue;
    }
    plain.push_back(static_cast<char>(hexadecimal(text[at + 1]) * 16 + hexadecimal(text[at + 2])));
    at += 3;
  }
  return plain;
}

void append_escape(std::string& out, char sign) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(sign);
  out.push_back('%');
  out.push_back(digits[byte >> 4]);
  out.push_back(digits[byte & 15]);
}

}  // namespace zhiheng::code
