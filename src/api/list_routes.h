#pragma once
// Routes of lists beyond reading them.

#include "api/application.h"

namespace zhiheng::api {

/// Steps and corrections of many records; what a form asks while somebody types.
std::vector<Route> bulk_routes(Application& application);
/// Saved lists.
std::vector<Route> view_routes(Application& application);

}  // namespace zhiheng::api
