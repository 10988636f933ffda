#pragma once
// Random numbers that are the same everywhere: on each machine, compiler and number of threads.

#include <cstdint>

namespace zhiheng::stat {

/// xoshiro256++ seeded through splitmix64. One stream per replicate (seed, index), so replicates
/// may run in any order or in parallel and still give the same numbers. The distributions of the
/// standard library are not used because each library draws them differently.
///
/// @source D. Blackman, S. Vigna, ACM Trans. Math. Softw. 47 (2021) 36; generators in the public
///         domain by the same authors
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t index = 0);

  /// 64 uniform bits.
  std::uint64_t bits();
  /// Uniform on the open interval (0, 1), 53 bits.
  double uniform();
  /// Uniform whole number in 0..bound - 1, bound >= 1, without bias.
  std::uint64_t below(std::uint64_t bound);
  /// Standard normal (polar method).
  double normal();
  /// Gamma with scale one, shape > 0 (Marsaglia and Tsang 2000).
  double gamma(double shape);
  /// Beta(a, b), a, b > 0.
  double beta(double a, double b);

 private:
  std::uint64_t state_[4];
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace zhiheng::stat
