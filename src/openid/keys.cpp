#include "openid/keys.h"

#include <algorithm>
#include <optional>

#include "openid/document.h"
#include "openid/failures.h"
#include "registry/packing.h"

namespace zhiheng::openid {
namespace {

constexpr std::size_t longest_token = 32U << 10;
constexpr std::size_t most_keys = 100;
constexpr std::size_t coordinate = 32;
constexpr std::size_t shortest_modulus = 256;  // bytes; NIST SP 800-131A
constexpr std::size_t longest_modulus = 1024;

std::optional<std::string> bytes_at(const json::object& key, std::string_view name) {
  return registry::from_base64url(text_at(key, name));
}

std::string without_leading_zeros(std::string bytes) {
  bytes.erase(0, std::min(bytes.find_first_not_of('\0'), bytes.size()));
  return bytes;
}

std::optional<Key> rsa_key(const json::object& given) {
  auto modulus = bytes_at(given, "n");
  auto exponent = bytes_at(given, "e");
  if (!modulus || !exponent) return std::nullopt;
  Key key{.algorithm = Algorithm::rs256,
          .modulus = without_leading_zeros(*std::move(modulus)),
          .exponent = without_leading_zeros(*std::move(exponent))};
  const bool sound = key.modulus.size() >= shortest_modulus &&
                     key.modulus.size() <= longest_modulus && !key.exponent.empty() &&
                     key.exponent.size() <= 8;
  return sound ? std::optional(std::move(key)) : std::nullopt;
}

std::optional<Key> elliptic_key(const json::object& given) {
  auto x = bytes_at(given, "x");
  auto y = bytes_at(given, "y");
  if (text_at(given, "crv") != "P-256" || !x || !y) return std::nullopt;
  if (x->size() != coordinate || y->size() != coordinate) return std::nullopt;
  Key key;
  key.algorithm = Algorithm::es256;
  key.x = *std::move(x);
  key.y = *std::move(y);
  return key;
}

std::optional<Key> key_from(const json::object& given) {
  const std::string use = text_at(given, "use");
  if (!use.empty() && use != "sig") return std::nullopt;
  const std::string kind = text_at(given, "kty");
  auto key = kind == "RSA"  ? rsa_key(given)
             : kind == "EC" ? elliptic_key(given)
                            : std::optional<Key>();
  if (!key) return std::nullopt;
  const std::string algorithm = text_at(given, "alg");
  const bool fits =
      algorithm.empty() || algorithm == (key->algorithm == Algorithm::rs256 ? "RS256" : "ES256");
  if (!fits) return std::nullopt;
  key->id = text_at(given, "kid");
  return key;
}

}  // namespace

Result<std::vector<Key>> parse_keys(std::string_view json) {
  const auto document = read_object(json);
  const json::value* const listed = document ? document->if_contains("keys") : nullptr;
  if (listed == nullptr || !listed->is_array() || listed->get_array().size() > most_keys) {
    return fail(keys_malformed, "jwks", {}, "{\"keys\":[…]}");
  }
  std::vector<Key> keys;
  for (const auto& one : listed->get_array()) {
    if (!one.is_object()) continue;
    if (auto key = key_from(one.get_object())) keys.push_back(*std::move(key));
  }
  return keys;
}

Result<SignedToken> parse_token(std::string_view token) {
  const auto first = token.find('.');
  const auto second =
      first == std::string_view::npos ? std::string_view::npos : token.find('.', first + 1);
  if (token.size() > longest_token || second == std::string_view::npos ||
      token.find('.', second + 1) != std::string_view::npos) {
    return fail(token_malformed, "token", {}, "header.payload.signature");
  }
  const auto header = registry::from_base64url(token.substr(0, first));
  auto payload = registry::from_base64url(token.substr(first + 1, second - first - 1));
  auto signature = registry::from_base64url(token.substr(second + 1));
  const auto head = header ? read_object(*header) : std::nullopt;
  if (!head || !payload || !signature) return fail(token_malformed, "token", {}, "base64url, JSON");
  // An extension that must be understood, and that nothing here understands.
  if (head->contains("crit")) return fail(token_malformed, "crit", text_at(*head, "crit"));
  SignedToken read{.key_id = text_at(*head, "kid"),
                   .payload = *std::move(payload),
                   .covered = std::string(token.substr(0, second)),
                   .signature = *std::move(signature)};
  const std::string algorithm = text_at(*head, "alg");
  if (algorithm != "RS256" && algorithm != "ES256") {
    return fail(algorithm_refused, "alg", algorithm, "RS256 | ES256");
  }
  read.algorithm = algorithm == "RS256" ? Algorithm::rs256 : Algorithm::es256;
  return read;
}

Result<const Key*> key_of(const SignedToken& token, std::span<const Key> keys) {
  const Key* found = nullptr;
  for (const Key& key : keys) {
    if (key.algorithm != token.algorithm) continue;
    if (!token.key_id.empty() && key.id == token.key_id) return &key;
    if (!token.key_id.empty()) continue;
    // Two that could be meant: nothing says which.
    if (found != nullptr) return fail(key_unknown, "kid");
    found = &key;
  }
  if (found == nullptr) return fail(key_unknown, "kid", token.key_id);
  return found;
}

}  // namespace zhiheng::openid
