#pragma once
// What this room can refuse.

#include "base/result.h"

namespace zhiheng::portal {

inline constexpr Failure no_firm{"portal.no_firm", Kind::forbidden,
                                 "this account does not act for a firm or laboratory"};
inline constexpr Failure sample_unknown{"portal.sample_unknown", Kind::not_found,
                                        "no sample of this number was given to this laboratory"};
inline constexpr Failure item_not_ordered{"portal.item_not_ordered", Kind::not_found,
                                          "this item was not ordered for the sample"};
inline constexpr Failure reported_already{"portal.reported_already", Kind::conflict,
                                          "the result was reported already; it can be corrected"};
inline constexpr Failure too_many_rows{"portal.too_many_rows", Kind::too_large,
                                       "the file holds more results than are taken at once"};
inline constexpr Failure look_up_wrong{"portal.look_up_wrong", Kind::usage,
                                       "what is looked for is too short or too long"};

}  // namespace zhiheng::portal
