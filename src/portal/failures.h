#pragma once
// What this room can refuse.

#include "base/result.h"

namespace zhiheng::portal {

inline constexpr Failure look_up_wrong{"portal.look_up_wrong", Kind::usage,
                                       "what is looked for is too short or too long"};

}  // namespace zhiheng::portal
