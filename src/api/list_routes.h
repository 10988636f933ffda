#pragma once
// Routes of lists beyond reading them.

#include "api/application.h"
#include "api/json.h"

namespace zhiheng::api {

/// Steps and corrections of many records; what a form asks while somebody types.
std::vector<Route> bulk_routes(Application& application);
/// Saved lists.
std::vector<Route> view_routes(Application& application);

/// Adds "names" to the answer when it was asked with names=1: what the keys on the page are called.
Result<void> add_names(const Application& application, const Request& request,
                       const catalog::Register& of, const registry::Page& page,
                       json::object& document);

}  // namespace zhiheng::api
