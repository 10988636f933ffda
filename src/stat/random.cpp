#include "stat/random.h"

#include <bit>
#include <cassert>
#include <cmath>

namespace zhiheng::stat {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t index) {
  // The index is scrambled before it meets the seed, else (1, 0) and (0, 1) would be neighbours.
  std::uint64_t stream = index;
  std::uint64_t mixed = seed ^ splitmix(stream);
  for (std::uint64_t& word : state_) word = splitmix(mixed);
}

std::uint64_t Random::bits() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return (static_cast<double>(bits() >> 11) + 0.5) * 0x1.0p-53; }

std::uint64_t Random::below(std::uint64_t bound) {
  assert(bound >= 1);
  const std::uint64_t rest = -bound % bound;  // values below it would make small results likelier
  std::uint64_t drawn = bits();
  while (drawn < rest) drawn = bits();
  return drawn % bound;
}

double Random::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u = 0;
  double v = 0;
  double s = 0;
  do {
    u = 2 * uniform() - 1;
    v = 2 * uniform() - 1;
    s = u * u + v * v;
  } while (s >= 1 || s == 0);
  const double scale = std::sqrt(-2 * std::log(s) / s);
  spare_ = v * scale;
  has_spare_ = true;
  return u * scale;
}

double Random::gamma(double shape) {
  assert(shape > 0);
  if (shape < 1) return gamma(shape + 1) * std::pow(uniform(), 1 / shape);
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double cube = 1 + c * x;
    if (cube <= 0) continue;
    const double v = cube * cube * cube;
    if (std::log(uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double Random::beta(double a, double b) {
  const double x = gamma(a);
  const double y = gamma(b);
  // Both can underflow for tiny parameters; the mean is then as good as any other value.
  return x + y > 0 ? x / (x + y) : a / (a + b);
}

}  // namespace zhiheng::stat
