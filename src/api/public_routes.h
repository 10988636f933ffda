#pragma once
// Routes for people outside the authorities.

#include "api/application.h"

namespace zhiheng::api {

std::vector<Route> complaint_routes(Application& application);
std::vector<Route> look_up_routes(Application& application);

}  // namespace zhiheng::api
