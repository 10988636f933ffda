#include "registry/one_time_code.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace zhiheng::registry {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t step_microseconds = 30'000'000;

}  // namespace

std::string one_time_code(std::string_view secret, std::uint64_t counter, int digits) {
  std::array<unsigned char, 8> message{};
  for (std::size_t i = 0; i < message.size(); ++i) {
    message[message.size() - 1 - i] = static_cast<unsigned char>(counter >> (8 * i));
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int length = 0;
  HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), message.data(), message.size(),
       mac.data(), &length);
  const std::size_t offset = mac[length - 1] & 0x0FU;
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7FU) << 24) |
                               (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) |
                               static_cast<std::uint32_t>(mac[offset + 3]);
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  std::string code = std::to_string(number % modulus);
  return std::string(static_cast<std::size_t>(digits) - code.size(), '0') + code;
}

std::uint64_t code_counter(Timestamp time) {
  return static_cast<std::uint64_t>(time.microseconds / step_microseconds);
}

std::string to_base32(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int kept = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(byte);
    for (kept += 8; kept >= 5; kept -= 5) text.push_back(alphabet[(bits >> (kept - 5)) & 31U]);
  }
  if (kept > 0) text.push_back(alphabet[(bits << (5 - kept)) & 31U]);
  return text;
}

std::optional<std::string> from_base32(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int kept = 0;
  for (char sign : text) {
    if (sign == ' ' || sign == '=') continue;
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
    const auto at = alphabet.find(sign);
    if (at == std::string_view::npos) return std::nullopt;
    bits = (bits << 5) | static_cast<std::uint32_t>(at);
    kept += 5;
    if (kept >= 8) {
      bytes.push_back(static_cast<char>((bits >> (kept - 8)) & 0xFFU));
      kept -= 8;
    }
  }
  return bytes;
}

}  // namespace zhiheng::registry
