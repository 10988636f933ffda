#pragma once
// Routes for files of records, and what they share with those of the records themselves.

#include <vector>

#include "api/http.h"

namespace zhiheng::api {

struct Application;

std::vector<Route> attachment_routes(Application& application);

/// The version that the caller saw, of the header If-Match: "3".
/// @fails  api.version_needed
[[nodiscard]] Result<int> expected_version(const Request& request);

}  // namespace zhiheng::api
