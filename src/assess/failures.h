#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::assess {

inline constexpr Failure scheme_unknown{"assess.scheme_unknown", Kind::not_found,
                                        "no scheme of that name is in force in that year"};
inline constexpr Failure node_unknown{"assess.node_unknown", Kind::not_found,
                                      "the scheme has no such criterion"};
inline constexpr Failure region_unknown{"assess.region_unknown", Kind::not_found,
                                        "the region is not assessed by this scheme"};
inline constexpr Failure nobody_assessed{"assess.nobody_assessed", Kind::invalid,
                                         "there are no governments right below the assessor"};
inline constexpr Failure what_if_wrong{"assess.what_if_wrong", Kind::usage,
                                       "the supposition cannot be understood"};
inline constexpr Failure year_wrong{"assess.year_wrong", Kind::usage, "that is not a year"};
inline constexpr Failure not_frozen{"assess.not_frozen", Kind::not_found,
                                    "there is no frozen score sheet of that scheme and year"};
inline constexpr Failure not_written{"assess.not_written", Kind::conflict,
                                     "a row of the frozen score sheets was refused"};

}  // namespace zhiheng::assess
