#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::catalog {

inline constexpr Failure folder_missing{"catalog.folder_missing", Kind::invalid,
                                        "there is no catalog at this place"};
inline constexpr Failure not_toml{"catalog.not_toml", Kind::invalid,
                                  "the declaration is not valid TOML"};
inline constexpr Failure key_missing{"catalog.key_missing", Kind::invalid,
                                     "the declaration lacks something that it needs"};
inline constexpr Failure key_unknown{"catalog.key_unknown", Kind::invalid,
                                     "the declaration says something that nobody reads"};
inline constexpr Failure wrong_type{"catalog.wrong_type", Kind::invalid,
                                    "the value is of another kind than declared here"};
inline constexpr Failure wrong_value{"catalog.wrong_value", Kind::invalid,
                                     "the value is not one of those possible here"};
inline constexpr Failure name_taken{"catalog.name_taken", Kind::invalid,
                                    "two declarations have the same name"};
inline constexpr Failure reference_unknown{"catalog.reference_unknown", Kind::invalid,
                                           "the declaration names something that does not exist"};
inline constexpr Failure expression_wrong{"catalog.expression_wrong", Kind::invalid,
                                          "the condition cannot be understood"};
inline constexpr Failure calendar_unknown{"catalog.calendar_unknown", Kind::usage,
                                          "there is no calendar of that name"};
inline constexpr Failure term_wrong{"catalog.term_wrong", Kind::usage,
                                    "exactly one term is wanted, as a whole number"};
inline constexpr Failure family_unknown{"catalog.family_unknown", Kind::usage,
                                        "there is no such family of rows"};

}  // namespace zhiheng::catalog
