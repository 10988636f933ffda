#pragma once
// What subscriptions, lists of values and views of events refuse. Beside failures.h, which all that
// reads documents sees.

#include "base/result.h"

namespace zhiheng::trace {

inline constexpr Failure value_unknown{"trace.value_unknown", Kind::not_found,
                                       "no event that the caller may see has this value"};
inline constexpr Failure views_malformed{
    "trace.views_malformed", Kind::invalid,
    "the table of what roles are not told of events has a wrong entry"};
inline constexpr Failure schedule_wrong{"trace.schedule_wrong", Kind::usage,
                                        "the schedule is none, or its time never comes"};
inline constexpr Failure subscription_wrong{
    "trace.subscription_wrong", Kind::usage,
    "the subscription lacks something, or says what excludes one another"};
inline constexpr Failure subscription_unknown{"trace.subscription_unknown", Kind::not_found,
                                              "there is no such subscription"};
inline constexpr Failure subscription_twice{"trace.subscription_twice", Kind::conflict,
                                            "the account has this subscription already"};
inline constexpr Failure subscriptions_too_many{
    "trace.subscriptions_too_many", Kind::conflict,
    "the account has as many subscriptions or open connections as one may have"};
inline constexpr Failure subscribe_not_permitted{"trace.subscribe_not_permitted", Kind::usage,
                                                 "this query can be asked, but not subscribed to"};
inline constexpr Failure destination_wrong{"trace.destination_wrong", Kind::usage,
                                           "this is no address that can be sent to"};

}  // namespace zhiheng::trace
