#pragma once
// Registers in which searches are noticed: those that keep identities.

#include "api/application.h"

namespace zhiheng::api {

/// Tells of whoever, logged in, searched in a watched register or was refused there, whether
/// something was found or not: a list, an export, a page, a file, a change of one or of many.
/// @param answered  what the request came to
[[nodiscard]] Result<void> watch(Application& application, const Route& route,
                                 const Request& request, const Result<Response>& answered);

}  // namespace zhiheng::api
