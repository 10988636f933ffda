#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::plan {

inline constexpr Failure file_unreadable{"plan.file_unreadable", Kind::unavailable,
                                         "the file of the plan cannot be read"};
inline constexpr Failure text_too_large{"plan.text_too_large", Kind::too_large,
                                        "the text is larger than any plan"};
inline constexpr Failure not_text{"plan.not_text", Kind::invalid,
                                  "the file holds something other than plain text"};
inline constexpr Failure text_empty{"plan.text_empty", Kind::invalid,
                                    "the file holds no characters"};
inline constexpr Failure word_unknown{"plan.word_unknown", Kind::invalid,
                                      "a table of plan words has an entry that cannot be used"};
inline constexpr Failure compare_rule_unusable{"plan.compare_rule_unusable", Kind::invalid,
                                               "a table of the comparison has an unusable entry"};

inline constexpr Failure year_unusable{"plan.year_unusable", Kind::usage,
                                       "the year asked for is not a year"};
inline constexpr Failure region_wrong{"plan.region_wrong", Kind::invalid,
                                      "a plan needs the GB/T 2260 code of its region"};
inline constexpr Failure year_wrong{"plan.year_wrong", Kind::invalid,
                                    "a plan needs the year that it is for"};
inline constexpr Failure suffix_wrong{"plan.suffix_wrong", Kind::invalid,
                                      "the name of a further plan has other signs"};
inline constexpr Failure document_unknown{"plan.document_unknown", Kind::not_found,
                                          "no such plan is on record"};
inline constexpr Failure not_allowed_to_load{"plan.not_allowed_to_load", Kind::forbidden,
                                             "the account may not load plans"};
inline constexpr Failure rules_wrong{"plan.rules_wrong", Kind::invalid,
                                     "the rules of tasks and meetings cannot be used"};
inline constexpr Failure example_wrong{"plan.example_wrong", Kind::invalid,
                                       "the example of a plan's year cannot be read"};

}  // namespace zhiheng::plan
