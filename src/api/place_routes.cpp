// Names of regions and industries; the tile-grid map.

#include "api/place_routes.h"

#include <map>

#include "api/application.h"
#include "api/failures.h"
#include "api/forms.h"
#include "catalog/tiles.h"
#include "code/industry.h"
#include "code/region.h"

namespace zhiheng::api {

namespace {

const char* level_name(const code::Region& region) {
  switch (region.kind) {
    case code::RegionKind::province:
      return "province";
    case code::RegionKind::prefecture:
      return "prefecture";
    case code::RegionKind::county:
      return "county";
    case code::RegionKind::grouping:
      return "grouping";
    case code::RegionKind::zone:
      return "zone";
    case code::RegionKind::variant:
      return "variant";
  }
  return "";
}

json::object region_json(const code::Region& region) {
  return {{"code", region.code},
          {"name", region.name},
          {"short_name", region.short_name},
          {"level", level_name(region)},
          {"parent", region.parent},
          {"valid_from", to_text(region.valid_from)},
          {"valid_to", region.valid_to == code::Region::still_valid
                           ? json::value(nullptr)
                           : json::value(to_text(region.valid_to))}};
}

Result<Date> day_asked(const Request& request) {
  const std::string on = request.parameter("on");
  if (on.empty()) return china_date(now());
  return parse_date(on);
}

Result<Response> children(Application& application, Request& request) {
  ZH_TRY(const Date on, day_asked(request));
  std::string parent = request.parameter("parent");
  if (parent == "000000") parent.clear();
  json::array found;
  for (const auto* region : application.catalog->regions->children(parent, on)) {
    found.push_back(region_json(*region));
  }
  return json_response(found);
}

Result<Response> one_region(Application& application, Request& request) {
  ZH_TRY(const Date on, day_asked(request));
  const code::Regions& regions = *application.catalog->regions;
  const code::Region* region = regions.nearest(request.parts[0], on);
  if (region == nullptr) return fail(no_such_route, request.path, request.parts[0]);
  json::array path;
  for (const auto* step : regions.path(region->code, on)) path.push_back(region_json(*step));
  json::object document = region_json(*region);
  document["path"] = std::move(path);
  return json_response(document);
}

/// Adds what lies below a branch, its classes included; what has a name already keeps it.
void add_names(const code::Industries& all, code::Edition edition, std::string_view parent,
               std::map<std::string, std::string>& names) {
  for (const auto* one : all.children(parent, edition)) {
    names.try_emplace(one->code, one->name);
    add_names(all, edition, one->code, names);
  }
}

// So that pages show no bare code: of the present edition, and of the older one what it dropped.
Result<Response> industries(Application& application, Request&) {
  std::map<std::string, std::string> names;
  for (const auto edition : {code::Edition::gb2017, code::Edition::gb2011}) {
    add_names(*application.catalog->industries, edition, "", names);
  }
  json::array found;
  for (const auto& [code, name] : names) found.push_back({{"code", code}, {"name", name}});
  return json_response(found);
}

// Where the tiles of a parent are declared; counties and the like without a drawing of their own
// are laid out in rows of a nearly square grid.
Result<Response> tiles(Application& application, Request& request) {
  std::string parent = request.parameter("parent");
  if (parent.empty()) parent = "000000";
  const Date today = china_date(now());
  json::array found;
  const auto add = [&](const code::Region& region, int column, int row) {
    found.push_back({{"code", region.code},
                     {"name", json::object{{"zh", region.short_name}, {"en", region.short_name}}},
                     {"column", column},
                     {"row", row}});
  };
  const auto declared = catalog::tiles_of(application.catalog->folder);
  for (const catalog::Tile& tile : *declared) {
    if (tile.parent != parent) continue;
    const code::Region* region = application.catalog->regions->nearest(tile.code, today);
    if (region != nullptr) add(*region, tile.column, tile.row);
  }
  if (!found.empty()) return json_response(found);
  const auto places =
      application.catalog->regions->children(parent == "000000" ? "" : parent, today);
  int width = 1;
  while (width * width < static_cast<int>(places.size())) ++width;
  for (std::size_t i = 0; i < places.size(); ++i) {
    add(*places[i], static_cast<int>(i) % width, static_cast<int>(i) / width);
  }
  return json_response(found);
}

}  // namespace

std::vector<Route> place_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* pattern, Run run) {
    return Route{.method = "GET", .pattern = pattern, .run = [with, run](Request& request) {
                   return run(*with, request);
                 }};
  };
  return {route("/api/regions", children), route("/api/regions/{code}", one_region),
          route("/api/industries", industries), route("/api/tiles", tiles)};
}

}  // namespace zhiheng::api
