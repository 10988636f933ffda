#include "reporter/claim_code.h"

#include "registry/packing.h"
#include "registry/password.h"

namespace zhiheng::reporter {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t locator_size = 6;
constexpr std::size_t secret_size = 20;
constexpr std::size_t group = 5;

}  // namespace

std::string ClaimCode::text() const {
  std::string text = locator;
  for (std::size_t at = 0; at < secret.size(); at += group) text += "-" + secret.substr(at, group);
  return text;
}

std::string random_signs(std::size_t count) {
  std::string signs;
  while (signs.size() < count) {
    const std::string bytes = registry::from_base64url(registry::random_token()).value();
    // 32 signs divide 256: every one is as likely as another.
    for (const char byte : bytes) {
      if (signs.size() < count) signs.push_back(alphabet[static_cast<unsigned char>(byte) & 31U]);
    }
  }
  return signs;
}

ClaimCode make_claim_code() { return {random_signs(locator_size), random_signs(secret_size)}; }

std::optional<ClaimCode> read_claim_code(std::string_view text) {
  std::string signs;
  for (char sign : text) {
    if (sign == '-' || sign == ' ') continue;
    if (sign >= 'a' && sign <= 'z') sign = static_cast<char>(sign - 'a' + 'A');
    if (sign == 'O') sign = '0';
    if (sign == 'I' || sign == 'L') sign = '1';
    if (alphabet.find(sign) == std::string_view::npos) return std::nullopt;
    signs.push_back(sign);
    if (signs.size() > locator_size + secret_size) return std::nullopt;
  }
  if (signs.size() != locator_size + secret_size) return std::nullopt;
  return ClaimCode{signs.substr(0, locator_size), signs.substr(locator_size)};
}

}  // namespace zhiheng::reporter
