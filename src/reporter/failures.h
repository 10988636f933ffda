#pragma once
// What this room can refuse.

#include "base/result.h"

namespace zhiheng::reporter {

inline constexpr Failure code_wrong{"reporter.code_wrong", Kind::unauthenticated,
                                    "no report belongs to this code"};
inline constexpr Failure names_itself{"reporter.names_itself", Kind::invalid,
                                      "the report itself tells who reported"};
inline constexpr Failure identity_wrong{"reporter.identity_wrong", Kind::invalid,
                                        "a detail of the identity is missing or too long"};
inline constexpr Failure text_wrong{"reporter.text_wrong", Kind::invalid,
                                    "the text is empty or too long"};
inline constexpr Failure no_custodian{"reporter.no_custodian", Kind::unavailable,
                                      "nobody keeps identities here yet, so none is taken"};
inline constexpr Failure too_many{"reporter.too_many", Kind::unavailable,
                                  "too many reports at the same time; wait a minute"};
inline constexpr Failure complaint_code_wrong{
    "reporter.complaint_code_wrong", Kind::unauthenticated, "no complaint belongs to this code"};
inline constexpr Failure complaint_twice{"reporter.complaint_twice", Kind::conflict,
                                         "the same complaint was filed a short while ago"};
inline constexpr Failure complaint_closed{"reporter.complaint_closed", Kind::conflict,
                                          "the complaint is closed and nothing can be added"};
inline constexpr Failure too_many_complaints{"reporter.too_many_complaints", Kind::unavailable,
                                             "too many complaints at the same time; wait a minute"};
inline constexpr Failure key_wrong{"reporter.key_wrong", Kind::usage,
                                   "this is not a key of a custodian"};
inline constexpr Failure key_known{"reporter.key_known", Kind::conflict,
                                   "this key is installed already"};
inline constexpr Failure key_unknown{"reporter.key_unknown", Kind::not_found,
                                     "no such key is installed"};
inline constexpr Failure cannot_unseal{"reporter.cannot_unseal", Kind::forbidden,
                                       "this key does not open what is sealed"};
inline constexpr Failure nothing_kept{"reporter.nothing_kept", Kind::not_found,
                                      "no identity is kept, or it was erased"};
inline constexpr Failure changed_since{"reporter.changed_since", Kind::conflict,
                                       "the request was changed after it was approved"};
inline constexpr Failure no_reward{"reporter.no_reward", Kind::conflict,
                                   "there is no reward that could be claimed now"};
inline constexpr Failure key_unwritable{"reporter.key_unwritable", Kind::unavailable,
                                        "the key cannot be written to this file"};

}  // namespace zhiheng::reporter
