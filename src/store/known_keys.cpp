#include "store/known_keys.h"

#include <functional>

namespace zhiheng::store {
namespace {

constexpr std::size_t first_slots = std::size_t{1} << 14;

std::uint64_t hash_of(std::string_view key) {
  const std::uint64_t hash = std::hash<std::string_view>{}(key);
  return hash == 0 ? 1 : hash;
}

}  // namespace

/// Where the hash stands, or the free slot where it would.
std::size_t KnownKeys::place(std::uint64_t hash) const {
  std::size_t at = hash & (slots_.size() - 1);
  while (slots_[at] != 0 && slots_[at] != hash) at = (at + 1) & (slots_.size() - 1);
  return at;
}

bool KnownKeys::contains(std::string_view key) const {
  return !slots_.empty() && slots_[place(hash_of(key))] != 0;
}

void KnownKeys::add(std::string_view key) {
  if (size_ * 2 >= slots_.size()) grow();
  const std::uint64_t hash = hash_of(key);
  std::uint64_t& slot = slots_[place(hash)];
  if (slot == 0) ++size_;
  slot = hash;
}

void KnownKeys::grow() {
  std::vector<std::uint64_t> before(slots_.empty() ? first_slots : slots_.size() * 2);
  before.swap(slots_);
  for (const std::uint64_t hash : before) {
    if (hash != 0) slots_[place(hash)] = hash;
  }
}

}  // namespace zhiheng::store
