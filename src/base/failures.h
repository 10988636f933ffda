#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::base {

inline constexpr Failure date_malformed{"base.date_malformed", Kind::invalid, "this is not a date"};
inline constexpr Failure date_impossible{"base.date_impossible", Kind::invalid,
                                         "the calendar has no such day"};
inline constexpr Failure timestamp_malformed{"base.timestamp_malformed", Kind::invalid,
                                             "this is not a point in time"};
inline constexpr Failure decimal_malformed{"base.decimal_malformed", Kind::invalid,
                                           "this is not a number"};
inline constexpr Failure decimal_too_long{"base.decimal_too_long", Kind::invalid,
                                          "the number has more than 18 digits"};
inline constexpr Failure decimal_places{"base.decimal_places", Kind::invalid,
                                        "the number has more decimal places than the field"};
inline constexpr Failure uuid_malformed{"base.uuid_malformed", Kind::invalid, "this is not a UUID"};
inline constexpr Failure text_not_utf8{"base.text_not_utf8", Kind::invalid,
                                       "the text is not valid UTF-8"};
inline constexpr Failure text_encoding_unknown{"base.text_encoding_unknown", Kind::invalid,
                                               "the text is neither UTF-8 nor GB18030"};
inline constexpr Failure calendar_out_of_range{
    "base.calendar_out_of_range", Kind::invalid,
    "no holiday notice is on record for that year, so working days cannot be counted"};

}  // namespace zhiheng::base
