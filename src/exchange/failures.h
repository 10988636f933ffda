#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::exchange {

inline constexpr Failure cannot_read{"exchange.cannot_read", Kind::unavailable,
                                     "the file cannot be opened or read"};
inline constexpr Failure cannot_write{"exchange.cannot_write", Kind::unavailable,
                                      "the file or folder cannot be written"};
inline constexpr Failure interrupted{"exchange.interrupted", Kind::interrupted,
                                     "stopped by the user; what was committed before stays"};
inline constexpr Failure format_unknown{"exchange.format_unknown", Kind::usage,
                                        "there is no such export format"};
inline constexpr Failure batch_unknown{"exchange.batch_unknown", Kind::not_found,
                                       "there is no such import"};
inline constexpr Failure province_unknown{"exchange.province_unknown", Kind::usage,
                                          "this is not the code of a province"};
inline constexpr Failure rows_out_of_range{"exchange.rows_out_of_range", Kind::usage,
                                           "the number of rows is outside its limits"};
inline constexpr Failure no_example{"exchange.no_example", Kind::usage,
                                    "there are no example data for this register"};
inline constexpr Failure vocabulary_wrong{"exchange.vocabulary_wrong", Kind::invalid,
                                          "the vocabulary of the example data cannot be read"};

}  // namespace zhiheng::exchange
