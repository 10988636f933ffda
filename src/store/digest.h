#pragma once
// SHA-256 piece by piece, without setting up the algorithm anew for every row.

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/sha256.h"

namespace zhiheng::store {

/// Feed it bytes, take the digest, feed the next.
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void add(std::string_view bytes);
  /// The digest of all bytes since the last finish; the hasher is empty again.
  Digest finish();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

/// The opposite of to_hex; none for anything else.
[[nodiscard]] std::optional<Digest> digest_from_hex(std::string_view hex);

template <std::size_t size>
[[nodiscard]] std::string_view as_bytes(const std::array<std::uint8_t, size>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), size};
}

}  // namespace zhiheng::store
