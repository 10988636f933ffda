#pragma once
// A batch of versions on its way into a table: everything a driver needs, in one piece of memory.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/image.h"

namespace zhiheng::store {

/// A piece of a chunk's memory; offsets, because that memory moves while it grows.
struct Slice {
  std::uint32_t offset = 0;
  std::uint32_t size = 0;
};

struct NewVersion {
  std::int64_t seq = 0;
  Uuid id = {};
  int version = 1;
  bool deleted = false;
  bool newest = true;      ///< false: another version of the record follows in the same chunk
  bool known_key = false;  ///< `current` already has an entry with this key
  std::int64_t row = 0;
  std::int64_t superseded = 0;  ///< seq of the next version when it stands in the same chunk
  std::int64_t supersedes = 0;  ///< seq of the stored version that this one follows
  Slice state = {}, reason = {};
  Slice content = {};  ///< image as stored: encrypted columns as ciphertext
  Slice plain = {};    ///< image as given
  Slice key = {};
  Slice old_key = {};  ///< entry of `current` to take away, because the natural key changed
  Fingerprint fingerprint{};
  Digest previous{};
  Digest hash{};
};

struct Chunk {
  std::string memory;
  std::vector<NewVersion> versions;
  Timestamp recorded_at;
  std::string recorded_by;
  std::string batch;

  [[nodiscard]] std::string_view view(Slice slice) const {
    return std::string_view(memory).substr(slice.offset, slice.size);
  }
  Slice keep(std::string_view bytes) {
    const Slice slice{static_cast<std::uint32_t>(memory.size()),
                      static_cast<std::uint32_t>(bytes.size())};
    memory.append(bytes);
    return slice;
  }
  void clear() {
    memory.clear();
    versions.clear();
  }
};

}  // namespace zhiheng::store
