#include "deliver/signature.h"

#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "base/bytes.h"
#include "base/duration.h"
#include "base/sha256.h"
#include "deliver/failures.h"
#include "store/base64.h"

namespace zhiheng::deliver {
namespace {

constexpr std::string_view prefix = "whsec_";
constexpr std::size_t made_bytes = 32, fewest_bytes = 24, most_bytes = 64;
using duration::second;

Result<std::string> key_of(std::string_view secret) {
  // What was found is not said: it may be all but one sign of a secret.
  const auto wrong = [] { return fail(secret_malformed, "secret", {}, "whsec_ + base64"); };
  if (!secret.starts_with(prefix)) return wrong();
  const std::string_view text = secret.substr(prefix.size());
  if (text.size() > 2 * most_bytes) return wrong();
  auto key = store::from_base64(text);
  if (!key || key->size() < fewest_bytes || key->size() > most_bytes) return wrong();
  return *std::move(key);
}

}  // namespace

std::string make_secret() {
  std::string key(made_bytes, '\0');
  RAND_bytes(bytes_of(key), static_cast<int>(key.size()));
  return std::string(prefix) + store::to_base64(key);
}

Result<void> check_secret(std::string_view secret) {
  ZH_TRY([[maybe_unused]] const std::string key, key_of(secret));
  return {};
}

Result<std::string> sign(std::string_view secret, std::string_view id, Timestamp at,
                         std::string_view body) {
  ZH_TRY(const std::string key, key_of(secret));
  std::string content(id);
  content.append(".").append(std::to_string(at.microseconds / second)).append(".").append(body);
  Digest digest{};
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes_of(content), content.size(),
       digest.data(), nullptr);
  return "v1," + store::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

}  // namespace zhiheng::deliver
