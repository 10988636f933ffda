#pragma once
// Which numbers were seen, a bit for each: a walk asks of millions, mostly of neighbours.

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace zhiheng::trace {

class NumberSet {
 public:
  /// @param numbers  all are below it
  explicit NumberSet(std::size_t numbers) : pages_(numbers / page_bits + 1) {}

  /// False when it was there.
  bool insert(std::uint32_t number) {
    auto& page = pages_[number / page_bits];
    if (page == nullptr) page = std::make_unique<Page>();
    std::uint64_t& word = (*page)[number % page_bits / 64];
    const std::uint64_t bit = std::uint64_t{1} << (number % 64);
    const bool fresh = (word & bit) == 0;
    word |= bit;
    return fresh;
  }

 private:
  static constexpr std::size_t page_bits = 4096;
  using Page = std::array<std::uint64_t, page_bits / 64>;
  std::vector<std::unique_ptr<Page>> pages_;  ///< made when the first of their numbers comes
};

}  // namespace zhiheng::trace
