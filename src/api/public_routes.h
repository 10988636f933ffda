#pragma once
// Routes for people outside the authorities.

#include "api/application.h"
#include "api/json.h"
#include "portal/look_up.h"

namespace zhiheng::api {

/// `[{register, title, columns, records, names, more}]`
[[nodiscard]] json::array found_json(const std::vector<portal::FoundIn>& found);

std::vector<Route> complaint_routes(Application& application);
std::vector<Route> look_up_routes(Application& application);
std::vector<Route> firm_routes(Application& application);
std::vector<Route> laboratory_routes(Application& application);

}  // namespace zhiheng::api
