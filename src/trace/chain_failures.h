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

// About the made-up chain.
inline constexpr Failure simulation_size{"trace.simulation_size", Kind::usage,
                                         "no chain of this size can be made up"};
inline constexpr Failure faults_malformed{"trace.faults_malformed", Kind::usage,
                                          "this is not a list of faults"};

}  // namespace zhiheng::trace
