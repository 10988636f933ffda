#include "base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

#include "base/freed.h"

namespace zhiheng {
namespace {

/// Fetched once: looking the algorithm up costs more than hashing a short record.
const EVP_MD* algorithm() {
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return fetched;
}

}  // namespace

Digest sha256(std::string_view bytes) {
  thread_local const std::unique_ptr<EVP_MD_CTX, Freed<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  Digest digest;
  unsigned length = 0;
  const bool done = context != nullptr && algorithm() != nullptr &&
                    EVP_DigestInit_ex2(context.get(), algorithm(), nullptr) == 1 &&
                    EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1 &&
                    EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1;
  // Only memory or a broken OpenSSL gets here; a wrong hash in the record would be worse.
  if (!done || length != digest.size()) std::abort();
  return digest;
}

std::string to_hex(const Digest& digest) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string text;
  text.reserve(2 * digest.size());
  for (const std::uint8_t byte : digest) {
    text.push_back(hex[byte >> 4]);
    text.push_back(hex[byte & 15]);
  }
  return text;
}

}  // namespace zhiheng
