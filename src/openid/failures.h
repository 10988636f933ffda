#pragma once
// What this room can refuse.

#include "base/result.h"

namespace zhiheng::openid {

inline constexpr Failure configuration_wrong{"openid.configuration_wrong", Kind::invalid,
                                             "the file of login services contains an error"};
inline constexpr Failure service_unknown{"openid.service_unknown", Kind::not_found,
                                         "there is no such login service"};
inline constexpr Failure service_unreachable{"openid.service_unreachable", Kind::unavailable,
                                             "the login service does not answer as it should"};
inline constexpr Failure service_refused{"openid.service_refused", Kind::unauthenticated,
                                         "the login service has refused the login"};
inline constexpr Failure state_wrong{"openid.state_wrong", Kind::unauthenticated,
                                     "this login was not begun in this browser, took too long, or "
                                     "was used already"};
inline constexpr Failure token_malformed{"openid.token_malformed", Kind::unauthenticated,
                                         "the token of the login service cannot be read"};
inline constexpr Failure keys_malformed{"openid.keys_malformed", Kind::unavailable,
                                        "the keys of the login service cannot be read"};
inline constexpr Failure algorithm_refused{"openid.algorithm_refused", Kind::unauthenticated,
                                           "the token is not signed by RS256 or ES256"};
inline constexpr Failure key_unknown{"openid.key_unknown", Kind::unauthenticated,
                                     "the login service does not publish the key of the token"};
inline constexpr Failure signature_wrong{"openid.signature_wrong", Kind::unauthenticated,
                                         "the signature of the token is wrong"};
inline constexpr Failure issuer_wrong{"openid.issuer_wrong", Kind::unauthenticated,
                                      "the answer comes from another service than was asked"};
inline constexpr Failure audience_wrong{"openid.audience_wrong", Kind::unauthenticated,
                                        "the token was made for another program"};
inline constexpr Failure token_expired{"openid.token_expired", Kind::unauthenticated,
                                       "the token has expired or is not valid yet"};
inline constexpr Failure nonce_wrong{"openid.nonce_wrong", Kind::unauthenticated,
                                     "the token belongs to another login"};
inline constexpr Failure account_unknown{"openid.account_unknown", Kind::forbidden,
                                         "no account here belongs to this login"};
inline constexpr Failure link_exists{"openid.link_exists", Kind::conflict,
                                     "this login belongs to an account already"};
inline constexpr Failure link_unknown{"openid.link_unknown", Kind::not_found,
                                      "there is no such link"};

}  // namespace zhiheng::openid
