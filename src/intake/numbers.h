#pragma once
// Numbers as people write them.

#include <string_view>

#include "base/decimal.h"
#include "base/result.h"

namespace zhiheng::intake {

/// "12.50", "1,234,567.8", "１２．５", "3.5万", "¥12", "12元", "一百二十三", "三点五".
///
/// Commas are thousands separators and nothing else: "12,5" is refused, not guessed.
///
/// @param scale  places of the field; more places are refused
/// @fails  intake.not_a_number, base.decimal_places, base.decimal_too_long
[[nodiscard]] Result<Decimal> read_decimal(std::string_view text, int scale);

/// The same for whole numbers; "12.0" is one.
/// @fails  intake.not_an_integer
[[nodiscard]] Result<std::int64_t> read_integer(std::string_view text);

}  // namespace zhiheng::intake
