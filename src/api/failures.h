#pragma once
// What this room can refuse.

#include "base/result.h"

namespace zhiheng::api {

inline constexpr Failure malformed_url{"api.malformed_url", Kind::usage,
                                       "the address is not well-formed"};
inline constexpr Failure malformed_body{"api.malformed_body", Kind::usage,
                                        "the body is not the JSON expected here"};
inline constexpr Failure no_such_route{"api.no_such_route", Kind::not_found,
                                       "there is nothing at this address"};
inline constexpr Failure method_not_allowed{"api.method_not_allowed", Kind::usage,
                                            "this address does not know that method"};
inline constexpr Failure wrong_parameter{"api.wrong_parameter", Kind::usage,
                                         "a parameter of the address is wrong"};
inline constexpr Failure not_logged_in{"api.not_logged_in", Kind::unauthenticated,
                                       "this needs a login"};
inline constexpr Failure csrf_missing{"api.csrf_missing", Kind::forbidden,
                                      "the change does not carry the token of the session"};
inline constexpr Failure body_too_large{"api.body_too_large", Kind::too_large,
                                        "the body is larger than this route takes"};
inline constexpr Failure overloaded{"api.overloaded", Kind::unavailable,
                                    "too much is going on; try again soon"};
inline constexpr Failure version_needed{
    "api.version_needed", Kind::usage,
    "a change must say in If-Match which version it was made on"};
inline constexpr Failure no_such_upload{"api.no_such_upload", Kind::not_found,
                                        "there is no such upload, or it is older than a day"};
inline constexpr Failure no_such_job{"api.no_such_job", Kind::not_found, "there is no such job"};
inline constexpr Failure not_acceptable{"api.not_acceptable", Kind::usage,
                                        "there is no answer in the form or edition asked for"};
inline constexpr Failure media_type_unsupported{"api.media_type_unsupported", Kind::usage,
                                                "a body of this type is not taken here"};
inline constexpr Failure capture_too_large{"api.capture_too_large", Kind::too_large,
                                           "the document holds more events than are taken at once"};
inline constexpr Failure query_name_taken{"api.query_name_taken", Kind::conflict,
                                          "a query of this name exists"};
inline constexpr Failure origin_refused{"api.origin_refused", Kind::forbidden,
                                        "a page of another site asks for this connection"};
inline constexpr Failure cannot_listen{"api.cannot_listen", Kind::unavailable,
                                       "the address cannot be listened on"};
inline constexpr Failure cannot_write{"api.cannot_write", Kind::unavailable,
                                      "a file cannot be written"};
inline constexpr Failure unexpected{"api.unexpected", Kind::internal,
                                    "something went wrong here; the log has it under this id"};

}  // namespace zhiheng::api
