#pragma once
// Personal data at rest: AES-256-GCM with a key that never stands in the database.

#include <array>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/image.h"

namespace zhiheng::store {

/// Two keys derived from the one in the key file: one encrypts, the other compares.
class Cipher {
 public:
  explicit Cipher(const std::array<std::uint8_t, 32>& master);

  /// "enc1:" and the base64 of nonce, ciphertext and tag. `place` (table, column, record) is
  /// authenticated: a value moved elsewhere does not decrypt.
  [[nodiscard]] std::string encrypt(std::string_view text, std::string_view place) const;
  /// @fails  store.cannot_decrypt
  [[nodiscard]] Result<std::string> decrypt(std::string_view stored, std::string_view place) const;

  /// Equal for equal bytes, and without the key tells nothing about them: what "unchanged" and
  /// natural keys compare when a column is encrypted.
  [[nodiscard]] Digest keyed_digest(std::string_view bytes) const;

  /// Stands in the database so that a wrong key file is noticed before it is used.
  [[nodiscard]] std::string check_text() const;

 private:
  std::array<std::uint8_t, 32> encryption_{};
  std::array<std::uint8_t, 32> comparison_{};
};

/// What binds a ciphertext to its place.
[[nodiscard]] std::string place_of(std::string_view table, std::string_view column, const Uuid& id);

/// The key file: $ZHIHENG_KEY_FILE, or store.key in the data folder. Made (mode 0600) when `make`
/// and missing. Hexadecimal, 64 digits.
/// @fails  store.key_missing, store.key_wrong (not 64 digits)
[[nodiscard]] Result<std::shared_ptr<const Cipher>> load_cipher(const std::string& folder,
                                                                bool make);

}  // namespace zhiheng::store
