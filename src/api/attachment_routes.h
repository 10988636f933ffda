#pragma once
// Routes for files of records, and what they share with those of the records themselves.

#include <string>
#include <vector>

#include "api/http.h"

namespace zhiheng::api {

struct Application;

std::vector<Route> attachment_routes(Application& application);
std::vector<Route> document_routes(Application& application);

/// Content-Disposition of a download under a name that people gave; RFC 6266, RFC 5987.
[[nodiscard]] std::string disposition(const std::string& name);

/// The version that the caller saw, of the header If-Match: "3".
/// @fails  api.version_needed
[[nodiscard]] Result<int> expected_version(const Request& request);

}  // namespace zhiheng::api
