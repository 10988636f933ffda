#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::document {

inline constexpr Failure notice_unknown{"document.notice_unknown", Kind::not_found,
                                        "there is no such document for records of this register"};
inline constexpr Failure not_now{"document.not_now", Kind::conflict,
                                 "the record is not such that the document can be made of it"};
inline constexpr Failure value_missing{"document.value_missing", Kind::invalid,
                                       "a value that the document states is empty"};
inline constexpr Failure format_unknown{"document.format_unknown", Kind::usage,
                                        "documents are not made in this format"};
inline constexpr Failure cannot_write{"document.cannot_write", Kind::unavailable,
                                      "the file cannot be written"};

}  // namespace zhiheng::document
