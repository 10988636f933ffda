#pragma once
// What codes of places and branches are called, and where places lie on the tile map.

#include <vector>

#include "api/http.h"

namespace zhiheng::api {

struct Application;

std::vector<Route> place_routes(Application& application);

}  // namespace zhiheng::api
