#include "base/arithmetic.h"

#include <cassert>
#include <cmath>

#include "base/failures.h"

namespace zhiheng {
namespace {

__extension__ using Wide = __int128;

constexpr Wide limit = static_cast<Wide>(1'000'000'000'000'000'000);

Wide power(int exponent) {
  Wide result = 1;
  for (int i = 0; i < exponent; ++i) result *= 10;
  return result;
}

std::unexpected<Error> too_long(const std::string& what) {
  return fail(base::decimal_too_long, "decimal", what, "<= 18 digits");
}

Result<Decimal> fitting(Wide unscaled, int scale) {
  if (unscaled >= limit || unscaled <= -limit) return too_long("a result of more than 18 digits");
  return Decimal{static_cast<std::int64_t>(unscaled), static_cast<std::uint8_t>(scale)};
}

/// Half away from zero. @pre divisor > 0
Wide divided(Wide value, Wide divisor) {
  const Wide whole = value / divisor;
  const Wide rest = value % divisor;
  const Wide size = rest < 0 ? -rest : rest;
  if (size < divisor - size) return whole;
  return value < 0 ? whole - 1 : whole + 1;
}

}  // namespace

Result<Decimal> add(Decimal a, Decimal b) {
  const int scale = std::max(a.scale, b.scale);
  return fitting(a.unscaled * power(scale - a.scale) + b.unscaled * power(scale - b.scale), scale);
}

Result<Decimal> subtract(Decimal a, Decimal b) { return add(a, {-b.unscaled, b.scale}); }

Result<Decimal> round_half_up(Decimal value, int scale) {
  assert(scale >= 0 && scale <= most_digits);
  if (scale >= value.scale) return rescale(value, scale);
  return fitting(divided(value.unscaled, power(value.scale - scale)), scale);
}

Result<Decimal> multiply_divide(Decimal value, Decimal numerator, Decimal denominator, int scale) {
  assert(denominator.unscaled != 0 && scale >= 0 && scale <= most_digits);
  // value * numerator / denominator, in units of 10^-scale.
  Wide above = static_cast<Wide>(value.unscaled) * numerator.unscaled;
  Wide below = denominator.unscaled;
  const int shift = scale + denominator.scale - value.scale - numerator.scale;
  Wide& widened = shift >= 0 ? above : below;
  for (int i = 0; i < std::abs(shift); ++i) {
    if (__builtin_mul_overflow(widened, static_cast<Wide>(10), &widened)) {
      return too_long("a product of more than 38 digits");
    }
  }
  return below < 0 ? fitting(divided(-above, -below), scale)
                   : fitting(divided(above, below), scale);
}

Result<Decimal> nearest_decimal(double value, int scale) {
  assert(scale >= 0 && scale <= most_digits);
  const double scaled = std::round(value * static_cast<double>(power(scale)));
  if (!(std::abs(scaled) < 1e18)) return too_long(std::to_string(value));
  return Decimal{static_cast<std::int64_t>(scaled), static_cast<std::uint8_t>(scale)};
}

}  // namespace zhiheng
