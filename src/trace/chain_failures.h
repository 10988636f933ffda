#pragma once
// What the questions about the chain and the made-up chain refuse. Beside failures.h, which all
// that reads documents sees.

#include "base/result.h"

namespace zhiheng::trace {

inline constexpr Failure scope_missing{"trace.scope_missing", Kind::usage,
                                       "nothing says what is to be recalled"};
inline constexpr Failure range_malformed{"trace.range_malformed", Kind::usage,
                                         "this is not a range of identifiers"};
inline constexpr Failure rule_unknown{"trace.rule_unknown", Kind::usage, "there is no such rule"};
inline constexpr Failure rules_malformed{"trace.rules_malformed", Kind::invalid,
                                         "a rule of the catalog does not have its form"};

inline constexpr Failure grouping_unknown{"trace.grouping_unknown", Kind::usage,
                                          "processes cannot be put together in this way"};

inline constexpr Failure recall_number_missing{"trace.recall_number_missing", Kind::usage,
                                               "the recall that is to be recorded has no number"};
inline constexpr Failure notice_language_unknown{"trace.notice_language_unknown", Kind::usage,
                                                 "notices are not written in this language"};
inline constexpr Failure question_unknown{"trace.question_unknown", Kind::not_found,
                                          "the chain is not asked this"};
inline constexpr Failure number_malformed{"trace.number_malformed", Kind::usage,
                                          "this is not a number that is taken here"};
inline constexpr Failure network_missing{"trace.network_missing", Kind::usage,
                                         "nothing says who delivered what to whom"};
inline constexpr Failure direction_unknown{"trace.direction_unknown", Kind::usage,
                                           "a chain is not followed in this direction"};
inline constexpr Failure chain_not_ready{
    "trace.chain_not_ready", Kind::unavailable,
    "the events are still being read into the chain; the answer would not be whole"};

// About the made-up chain.
inline constexpr Failure simulation_size{"trace.simulation_size", Kind::usage,
                                         "no chain of this size can be made up"};
inline constexpr Failure faults_malformed{"trace.faults_malformed", Kind::usage,
                                          "this is not a list of faults"};

}  // namespace zhiheng::trace
