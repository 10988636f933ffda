#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::cube {

inline constexpr Failure unavailable{"cube.unavailable", Kind::unavailable,
                                     "the cube or its database cannot be reached now"};
inline constexpr Failure damaged{"cube.damaged", Kind::unavailable,
                                 "the cube's file is damaged; it is built again from the feed"};
inline constexpr Failure query_refused{"cube.query_refused", Kind::internal,
                                       "the engine refused a query of ours"};
inline constexpr Failure number_too_large{"cube.number_too_large", Kind::internal,
                                          "a sum has more digits than the engine can hold"};
inline constexpr Failure out_of_memory{"cube.out_of_memory", Kind::unavailable,
                                       "the query needs more memory than the cube may use"};
inline constexpr Failure interrupted{"cube.interrupted", Kind::interrupted,
                                     "the query was stopped"};
inline constexpr Failure engine_not_possible{
    "cube.engine_not_possible", Kind::usage,
    "queries can be pushed down only when the records are in PostgreSQL"};

}  // namespace zhiheng::cube
