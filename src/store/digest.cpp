#include "store/digest.h"

#include <openssl/evp.h>

#include <cassert>

namespace zhiheng::store {
namespace {

// Fetching the algorithm costs as much as hashing a row, so it is done once.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::optional<Digest> digest_from_hex(std::string_view hex) {
  Digest digest{};
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const int high = digit_of(hex[2 * i]);
    const int low = digit_of(hex[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    digest[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return digest;
}

struct Hasher::Inner {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  Inner() = default;
  Inner(const Inner&) = delete;
  Inner& operator=(const Inner&) = delete;
  ~Inner() { EVP_MD_CTX_free(context); }
};

Hasher::Hasher() : inner_(std::make_unique<Inner>()) {
  [[maybe_unused]] const int done = EVP_DigestInit_ex2(inner_->context, algorithm(), nullptr);
  assert(done == 1);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::add(std::string_view bytes) {
  EVP_DigestUpdate(inner_->context, bytes.data(), bytes.size());
}

Digest Hasher::finish() {
  Digest digest;
  EVP_DigestFinal_ex(inner_->context, digest.data(), nullptr);
  EVP_DigestInit_ex2(inner_->context, nullptr, nullptr);
  return digest;
}

}  // namespace zhiheng::store
