#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::expr {

inline constexpr Failure syntax{"expr.syntax", Kind::invalid, "the expression cannot be read here"};
inline constexpr Failure unknown_field{"expr.unknown_field", Kind::invalid,
                                       "there is no field of this name"};
inline constexpr Failure unknown_function{"expr.unknown_function", Kind::invalid,
                                          "there is no function of this name"};
inline constexpr Failure wrong_arguments{"expr.wrong_arguments", Kind::invalid,
                                         "the function takes another number of arguments"};
inline constexpr Failure type_mismatch{"expr.type_mismatch", Kind::invalid,
                                       "the types do not go together here"};
inline constexpr Failure not_constant{
    "expr.not_constant", Kind::invalid,
    "a fixed value must stand here, not one that differs by record"};
inline constexpr Failure not_allowed{"expr.not_allowed", Kind::invalid,
                                     "this operator does not apply to that field or value"};
inline constexpr Failure bad_date{"expr.bad_date", Kind::invalid,
                                  "this text is compared with a date and is none"};
inline constexpr Failure bad_pattern{"expr.bad_pattern", Kind::invalid,
                                     "the pattern of `like` cannot be read"};
inline constexpr Failure number_too_long{"expr.number_too_long", Kind::invalid,
                                         "the number may need more digits than can be kept"};
inline constexpr Failure too_long{"expr.too_long", Kind::too_large, "the expression is too long"};
inline constexpr Failure too_deep{"expr.too_deep", Kind::too_large,
                                  "the expression is nested too deeply"};
inline constexpr Failure too_complex{"expr.too_complex", Kind::too_large,
                                     "the expression would take too much work on every record"};

}  // namespace zhiheng::expr
