#pragma once
// What this room can refuse, in one list.

#include "base/result.h"

namespace zhiheng::deliver {

inline constexpr Failure rules_malformed{"deliver.rules_malformed", Kind::unavailable,
                                         "the rules of delivery cannot be read"};
inline constexpr Failure target_malformed{"deliver.target_malformed", Kind::invalid,
                                          "messages cannot be sent to such an address"};
inline constexpr Failure secret_malformed{"deliver.secret_malformed", Kind::invalid,
                                          "this is not a secret to sign with"};
inline constexpr Failure header_malformed{"deliver.header_malformed", Kind::invalid,
                                          "this cannot be a header field"};
inline constexpr Failure target_unknown{"deliver.target_unknown", Kind::not_found,
                                        "there is no such target"};
inline constexpr Failure channel_unknown{"deliver.channel_unknown", Kind::invalid,
                                         "there is no such channel"};
inline constexpr Failure address_malformed{"deliver.address_malformed", Kind::invalid,
                                           "this is not an address for mail"};
inline constexpr Failure wish_unknown{"deliver.wish_unknown", Kind::invalid,
                                      "there is no such way of being told"};
inline constexpr Failure notice_malformed{"deliver.notice_malformed", Kind::internal,
                                          "a notice cannot be read"};
inline constexpr Failure message_unknown{"deliver.message_unknown", Kind::not_found,
                                         "there is no such message"};
inline constexpr Failure network_malformed{"deliver.network_malformed", Kind::invalid,
                                           "this is not a network"};

}  // namespace zhiheng::deliver
