// What everybody may know about a firm, a product, a certificate: one question to all registers.

#include "api/json.h"
#include "api/public_routes.h"
#include "portal/look_up.h"

namespace zhiheng::api {
namespace {

constexpr int of_each_register = 5;

// As the public, whoever asks: the page shows what others see too.
Result<Response> look_up(Application& application, Request& request) {
  ZH_TRY(const auto found, portal::look_up(*application.registry, public_session().person,
                                           request.parameter("q"), of_each_register));
  return json_response(json::object{{"found", found_json(found)}});
}

}  // namespace

json::array found_json(const std::vector<portal::FoundIn>& found) {
  json::array list;
  for (const auto& [of, page, names] : found) {
    json::object one = as_json(page, *of);
    one["register"] = of->name;
    one["title"] = as_json(of->title);
    one["names"] = registry::names_json(names);
    one["more"] = !page.next.empty();
    one.erase("next");
    list.push_back(std::move(one));
  }
  return list;
}

std::vector<Route> look_up_routes(Application& application) {
  Application* const with = &application;
  return {{.method = "GET", .pattern = "/api/lookup", .run = [with](Request& request) {
             return look_up(*with, request);
           }}};
}

}  // namespace zhiheng::api
