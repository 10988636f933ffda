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

}  // namespace

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
