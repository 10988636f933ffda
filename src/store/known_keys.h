#pragma once
// The keys that one import has written into a table that was empty before: what is not among them
// is new, without a look into the database.

#include <cstdint>
#include <string_view>
#include <vector>

namespace zhiheng::store {

/// Hashes of keys. Two keys with the same hash make `contains` true for both, which costs a look
/// and nothing else.
class KnownKeys {
 public:
  [[nodiscard]] bool contains(std::string_view key) const;
  void add(std::string_view key);
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  [[nodiscard]] std::size_t place(std::uint64_t hash) const;
  void grow();

  std::vector<std::uint64_t> slots_;  ///< 0: free; a power of two, at most half of them taken
  std::size_t size_ = 0;
};

}  // namespace zhiheng::store
