#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::content {

inline constexpr Failure cannot_read{"content.cannot_read", Kind::unavailable,
                                     "the file cannot be opened or read"};
inline constexpr Failure empty{"content.empty", Kind::invalid, "the file holds nothing"};
inline constexpr Failure too_large{"content.too_large", Kind::too_large,
                                   "the file is larger than its type may be"};
inline constexpr Failure type_refused{"content.type_refused", Kind::invalid,
                                      "the bytes are of no type that is accepted here"};
inline constexpr Failure damaged{"content.damaged", Kind::invalid,
                                 "the file is cut off or damaged"};
inline constexpr Failure two_in_one{"content.two_in_one", Kind::invalid,
                                    "the bytes can be read as a file of another type too"};
inline constexpr Failure active{"content.active", Kind::invalid,
                                "the file holds something that runs, or fetches from elsewhere"};
inline constexpr Failure locked{"content.locked", Kind::invalid,
                                "the file is encrypted, so nobody can see what it holds"};
inline constexpr Failure unsafe_name{"content.unsafe_name", Kind::invalid,
                                     "a name inside the file would leave its folder, or is there "
                                     "twice"};
inline constexpr Failure too_many{"content.too_many", Kind::conflict,
                                  "the field holds as many files as it may"};
inline constexpr Failure no_place{"content.no_place", Kind::invalid,
                                  "records of this kind have no such field for files"};
inline constexpr Failure unpacks_too_large{"content.unpacks_too_large", Kind::too_large,
                                           "unpacked, the file would be larger than is allowed"};

}  // namespace zhiheng::content
