#pragma once
// Numbers by number, in one piece of memory: for walks that touch millions.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhiheng::trace {

/// Keys and values below 2^32 - 1. Entries are never taken away.
class NumberMap {
 public:
  /// @param keys  all are below it; once a sixteenth of them is there each has a place of its own,
  ///              which is nearer in memory and needs no search
  explicit NumberMap(std::size_t keys = empty) : keys_(keys) {}

  /// The value of `key`, which is `fresh` when it was not there.
  std::uint32_t& at(std::uint32_t key, std::uint32_t fresh) {
    if (!values_.empty()) {
      std::uint32_t& value = values_[key];
      if (value == empty) value = fresh;
      return value;
    }
    if ((size_ + 1) * 2 > slots_.size()) {
      grow();
      return at(key, fresh);
    }
    Slot& slot = slots_[place(key)];
    if (slot.key == key) return slot.value;
    ++size_;
    slot = {key, fresh};
    return slot.value;
  }

  /// nullptr when it is not there.
  [[nodiscard]] const std::uint32_t* find(std::uint32_t key) const {
    if (!values_.empty()) return values_[key] == empty ? nullptr : &values_[key];
    if (slots_.empty()) return nullptr;
    const Slot& slot = slots_[place(key)];
    return slot.key == key ? &slot.value : nullptr;
  }

 private:
  static constexpr std::uint32_t empty = 0xFFFF'FFFF;
  static constexpr std::size_t fewest = 4096;  ///< below, a search costs nothing
  struct Slot {
    std::uint32_t key = empty;
    std::uint32_t value = 0;
  };

  /// Where the key stands, or the empty slot for it. Neighbours stay neighbours: identifiers that
  /// were numbered together are asked for together.
  [[nodiscard]] std::size_t place(std::uint32_t key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = ((key >> 6) * 0x9E37'79B9U ^ key) & mask;
    while (slots_[at].key != key && slots_[at].key != empty) at = (at + 1) & mask;
    return at;
  }

  void grow() {
    std::vector<Slot> old;
    old.swap(slots_);
    if (size_ >= fewest && size_ >= keys_ / 16) {
      values_.assign(keys_, empty);
      for (const Slot& slot : old) {
        if (slot.key != empty) values_[slot.key] = slot.value;
      }
      return;
    }
    slots_.resize(old.empty() ? 64 : old.size() * 2);
    for (const Slot& slot : old) {
      if (slot.key != empty) slots_[place(slot.key)] = slot;
    }
  }

  std::size_t keys_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> values_;  ///< by key, once there are many
  std::size_t size_ = 0;
};

}  // namespace zhiheng::trace
