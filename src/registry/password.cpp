#include "registry/password.h"

#include <argon2.h>
#include <sys/random.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/sha256.h"
#include "registry/packing.h"

namespace zhiheng::registry {
namespace {

constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19 * 1024;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t salt_bytes = 16;
constexpr std::size_t hash_bytes = 32;

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = getrandom(bytes.data() + filled, count - filled, 0);
    if (got < 0 && errno != EINTR) std::abort();  // without randomness no secret is safe
    if (got > 0) filled += static_cast<std::size_t>(got);
  }
  return bytes;
}

}  // namespace

std::string hash_password(std::string_view password) {
  const std::string salt = random_bytes(salt_bytes);
  std::array<char, 256> encoded{};
  const int failed =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, encoded.data(), encoded.size());
  if (failed != ARGON2_OK) throw std::bad_alloc();  // parameters are constants: only memory fails
  return encoded.data();
}

bool password_matches(std::string_view password, const std::string& encoded) {
  return argon2id_verify(encoded.c_str(), password.data(), password.size()) == ARGON2_OK;
}

std::string random_token() { return to_base64url(random_bytes(32)); }

std::string random_password() {
  constexpr std::string_view signs = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  constexpr auto fair = static_cast<unsigned char>(256 - 256 % signs.size());
  std::string password;
  while (password.size() < 20) {
    for (const char byte : random_bytes(32)) {
      const auto number = static_cast<unsigned char>(byte);
      if (number < fair && password.size() < 20) password.push_back(signs[number % signs.size()]);
    }
  }
  return password;
}

std::string token_digest(std::string_view token) { return to_hex(sha256(token)); }

}  // namespace zhiheng::registry
