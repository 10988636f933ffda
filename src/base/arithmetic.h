#pragma once
// Exact sums and roundings of decimals, for points and money that must add up on paper.
//
// Rounding is 四舍五入: half away from zero, 89.5 to 90, -0.5 to -1.

#include "base/decimal.h"

namespace zhiheng {

/// a + b and a - b, with the places of the more exact one.
/// @fails  base.decimal_too_long
[[nodiscard]] Result<Decimal> add(Decimal a, Decimal b);
[[nodiscard]] Result<Decimal> subtract(Decimal a, Decimal b);

/// The same number with `scale` places, rounded where it has more.
/// @fails  base.decimal_too_long
[[nodiscard]] Result<Decimal> round_half_up(Decimal value, int scale);

/// value * numerator / denominator, rounded once, to `scale` places.
/// @param denominator  not zero
/// @fails  base.decimal_too_long: the result, or a product on the way, has more digits than fit
[[nodiscard]] Result<Decimal> multiply_divide(Decimal value, Decimal numerator, Decimal denominator,
                                              int scale);

/// The decimal of `scale` places that is nearest to a double, half away from zero.
/// @fails  base.decimal_too_long; also for what is not finite
[[nodiscard]] Result<Decimal> nearest_decimal(double value, int scale);

}  // namespace zhiheng
