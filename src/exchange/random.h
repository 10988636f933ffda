#pragma once
// Random numbers that are the same on every machine and with every compiler.

#include <cstdint>
#include <vector>

namespace zhiheng::exchange {

/// @source  D. Blackman, S. Vigna, ACM Trans. Math. Softw. 47 (2021) 36: xoshiro256**; its state is
///          filled by splitmix64
class Random {
 public:
  explicit Random(std::uint64_t seed) {
    for (auto& word : state_) {
      seed += 0x9E3779B97F4A7C15U;
      std::uint64_t mixed = seed;
      mixed = (mixed ^ mixed >> 30) * 0xBF58476D1CE4E5B9U;
      mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EBU;
      word = mixed ^ mixed >> 31;
    }
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate(state_[3], 45);
    return result;
  }

  /// 0 <= x < 1, 53 bits.
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  /// 0 <= n < bound; bound >= 1 and small, so that the bias does not matter.
  std::size_t below(std::size_t bound) {
    return static_cast<std::size_t>(unit() * static_cast<double>(bound));
  }
  bool chance(double probability) { return unit() < probability; }
  double between(double low, double high) { return low + unit() * (high - low); }
  template <class T>
  const T& pick(const std::vector<T>& things) {
    return things[below(things.size())];
  }

 private:
  static std::uint64_t rotate(std::uint64_t word, int by) { return word << by | word >> (64 - by); }
  std::uint64_t state_[4];
};

}  // namespace zhiheng::exchange
