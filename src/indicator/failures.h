#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::indicator {

inline constexpr Failure unknown{"indicator.unknown", Kind::not_found,
                                 "no indicator of that name is declared"};
inline constexpr Failure unknown_dimension{"indicator.unknown_dimension", Kind::usage,
                                           "the indicator cannot be broken down by that"};
inline constexpr Failure no_time{"indicator.no_time", Kind::usage,
                                 "the indicator has no time, so it has no periods"};
inline constexpr Failure no_region{"indicator.no_region", Kind::usage,
                                   "the indicator has no region"};
inline constexpr Failure unknown_region{"indicator.unknown_region", Kind::usage,
                                        "there is no such region"};
inline constexpr Failure confidence_out_of_range{"indicator.confidence_out_of_range", Kind::usage,
                                                 "the confidence is not between one half and one"};
inline constexpr Failure range_reversed{"indicator.range_reversed", Kind::usage,
                                        "the period ends before it begins"};
inline constexpr Failure filter_not_a_condition{"indicator.filter_not_a_condition", Kind::usage,
                                                "the filter is not a condition"};
inline constexpr Failure point_elsewhere{"indicator.point_elsewhere", Kind::invalid,
                                         "the point does not belong to the question"};
inline constexpr Failure no_funnel{"indicator.no_funnel", Kind::usage,
                                   "a funnel needs shares of several groups, not all or none"};
inline constexpr Failure file_not_written{"indicator.file_not_written", Kind::unavailable,
                                          "the file cannot be written"};

inline constexpr Failure engine_unknown{"indicator.engine_unknown", Kind::usage,
                                        "there is no such engine"};
inline constexpr Failure grain_unknown{"indicator.grain_unknown", Kind::usage,
                                       "there is no such kind of period"};

}  // namespace zhiheng::indicator
