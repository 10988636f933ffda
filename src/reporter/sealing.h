#pragma once
// Texts that whoever takes them can close and only the custodian can open: the server has the
// public key, the custodian alone the private one.

#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng::reporter {

struct KeyPair {
  std::string private_key;  ///< PKCS #8 in PEM: opened by the program and by a browser alike
  std::string public_key;   ///< the point of P-256, 65 bytes, in base64url
};

[[nodiscard]] KeyPair make_keys();

/// @fails  reporter.key_wrong: not a private key on P-256
[[nodiscard]] Result<std::string> public_key_of(std::string_view private_key);

/// Sixteen signs to tell keys by. @fails reporter.key_wrong: not a public key on P-256
[[nodiscard]] Result<std::string> key_id(std::string_view public_key);

/// "sealed1:", the id of the key, ":", and in base64url the fresh public key, the ciphertext and
/// its tag. Fresh ECDH on P-256; HKDF-SHA256 over the shared secret, salted with both public keys,
/// gives key and nonce of AES-256-GCM. `place` is authenticated: sealed for one report, it does not
/// open for another.
/// @fails  reporter.key_wrong
/// @source NIST SP 800-56A rev. 3, 6.2.2; RFC 5869; the curve and ciphers are those of WebCrypto
[[nodiscard]] Result<std::string> seal(std::string_view public_key, std::string_view text,
                                       std::string_view place);

/// @fails  reporter.key_wrong, reporter.cannot_unseal: for another key or place, or changed
[[nodiscard]] Result<std::string> unseal(std::string_view private_key, std::string_view sealed,
                                         std::string_view place);

}  // namespace zhiheng::reporter
