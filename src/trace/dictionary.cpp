#include "trace/dictionary.h"

#include <cstring>
#include <functional>

namespace zhiheng::trace {
namespace {

using Length = std::uint32_t;
constexpr std::uint64_t upper_half = 0xFFFF'FFFF'0000'0000U;

}  // namespace

std::string_view Dictionary::at(std::uint32_t number) const {
  const std::uint64_t start = starts_[number];
  const char* at = pieces_[start >> 32].get() + (start & 0xFFFF'FFFFU);
  Length length = 0;
  std::memcpy(&length, at, sizeof length);
  return {at + sizeof length, length};
}

std::size_t Dictionary::slot_of(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash & mask;
  for (; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::uint64_t there = slots_[slot];
    if (((there ^ hash) & upper_half) == 0 && at(static_cast<std::uint32_t>(there) - 1) == text) {
      break;
    }
  }
  return slot;
}

std::optional<std::uint32_t> Dictionary::find(std::string_view text) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint64_t there = slots_[slot_of(text, std::hash<std::string_view>()(text))];
  if (there == 0) return std::nullopt;
  return static_cast<std::uint32_t>(there) - 1;
}

Dictionary::Put Dictionary::put(std::string_view text) {
  if ((starts_.size() + 1) * 10 > slots_.size() * 7) grow();
  const std::uint64_t hash = std::hash<std::string_view>()(text);
  std::uint64_t& slot = slots_[slot_of(text, hash)];
  if (slot != 0) return {static_cast<std::uint32_t>(slot) - 1, false};

  const std::size_t size = sizeof(Length) + text.size();
  const std::size_t piece = std::max(std::size_t{1} << piece_bits, size);
  if (used_ + size > std::size_t{1} << piece_bits) {
    pieces_.push_back(std::make_unique_for_overwrite<char[]>(piece));
    used_ = 0;
  }
  char* place = pieces_.back().get() + used_;
  const auto length = static_cast<Length>(text.size());
  std::memcpy(place, &length, sizeof length);
  std::memcpy(place + sizeof length, text.data(), text.size());
  starts_.push_back((pieces_.size() - 1) << 32 | used_);
  used_ += size;
  const auto number = static_cast<std::uint32_t>(starts_.size());
  slot = (hash & upper_half) | number;
  return {number - 1, true};
}

void Dictionary::grow() {
  std::vector<std::uint64_t> old(slots_.empty() ? 1024 : slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < starts_.size(); ++i) {
    const std::uint64_t hash = std::hash<std::string_view>()(at(static_cast<std::uint32_t>(i)));
    std::size_t slot = hash & mask;
    while (slots_[slot] != 0) slot = (slot + 1) & mask;
    slots_[slot] = (hash & upper_half) | (i + 1);
  }
}

std::size_t Dictionary::bytes() const {
  return (pieces_.size() << piece_bits) + starts_.capacity() * 8 + slots_.capacity() * 8;
}

}  // namespace zhiheng::trace
