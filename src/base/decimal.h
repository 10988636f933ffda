#pragma once
// Exact decimal numbers: money, measured values, rates that are stored.

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace zhiheng {

/// So many digits has a DECIMAL of every engine.
inline constexpr int most_digits = 18;

/// unscaled / 10^scale; at most 18 digits, so that it is DECIMAL(18, scale) in every engine.
struct Decimal {
  std::int64_t unscaled = 0;
  std::uint8_t scale = 0;  ///< places after the point, 0..18

  bool operator==(const Decimal&) const = default;  ///< same digits and same places
};

/// "-12.50" with exactly `scale` places or fewer; digits with ASCII signs only.
/// @fails  base.decimal_malformed, base.decimal_too_long (over 18 digits),
///         base.decimal_places (more places than `scale`, other than zeros)
[[nodiscard]] Result<Decimal> parse_decimal(std::string_view text, int scale);

/// "-12.50".
[[nodiscard]] std::string to_text(Decimal value);

/// The nearest double.
[[nodiscard]] double to_double(Decimal value);

/// Numeric order, whatever the scales.
[[nodiscard]] std::strong_ordering compare(Decimal a, Decimal b);

/// The same number with other places; refuses to lose a digit.
/// @fails  base.decimal_places, base.decimal_too_long
[[nodiscard]] Result<Decimal> rescale(Decimal value, int scale);

}  // namespace zhiheng
