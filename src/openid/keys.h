#pragma once
// The keys that a login service publishes, and what they have signed.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::openid {

enum class Algorithm {
  rs256,  ///< RSASSA-PKCS1-v1_5 with SHA-256
  es256,  ///< ECDSA on P-256 with SHA-256
};

/// A public key as the service publishes it. Which algorithm it is for follows from its kind, never
/// from the token: else a token could choose how it is judged.
struct Key {
  std::string id = {};  ///< "kid", may be empty
  Algorithm algorithm = Algorithm::rs256;
  std::string modulus = {}, exponent = {};  ///< RSA, big-endian
  std::string x = {}, y = {};               ///< P-256, 32 bytes each
};

/// The usable keys of a JWK set. Keys for other uses, of other kinds, and RSA keys under 2048 bits
/// are left out.
/// @fails  openid.keys_malformed
/// @source RFC 7517, 5; RFC 7518, 6
[[nodiscard]] Result<std::vector<Key>> parse_keys(std::string_view json);

/// A signed token (JWS, compact), its parts decoded; nothing is checked yet.
struct SignedToken {
  Algorithm algorithm = Algorithm::rs256;
  std::string key_id = {};     ///< "kid", may be empty
  std::string payload = {};    ///< JSON
  std::string covered = {};    ///< the bytes that the signature is over
  std::string signature = {};  ///< RSA: as it is; ECDSA: r and s, 32 bytes each
};

/// @fails  openid.token_malformed, openid.algorithm_refused: anything but RS256 and ES256, so also
///         "none" and the HMACs, for which a public key would be the secret
/// @source RFC 7515, 5.2; RFC 8725, 3.1
[[nodiscard]] Result<SignedToken> parse_token(std::string_view token);

/// The key that a token names; without a name, the only one of its algorithm.
/// @fails  openid.key_unknown
[[nodiscard]] Result<const Key*> key_of(const SignedToken& token, std::span<const Key> keys);

/// @fails  openid.signature_wrong
[[nodiscard]] Result<void> check_signature(const SignedToken& token, const Key& key);

}  // namespace zhiheng::openid
