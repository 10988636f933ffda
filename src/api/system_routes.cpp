// Health, metrics, the interface's own description.

#include "api/application.h"
#include "api/docs_page.h"
#include "api/json.h"

namespace zhiheng::api {

namespace {

Result<Response> health(Application& application, Request&) {
  ZH_TRY(const std::int64_t newest, application.store->newest_commit());
  return json_response(json::object{
      {"status", "ok"}, {"newest_commit", newest}, {"cube", application.cube->position()}});
}

Result<Response> metrics(Application& application, Request&) {
  ZH_TRY(const std::int64_t newest, application.store->newest_commit());
  Response response;
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = application.metrics.text();
  response.body +=
      "# HELP zhiheng_commits Newest commit of the store.\n"
      "# TYPE zhiheng_commits counter\nzhiheng_commits " +
      std::to_string(newest) +
      "\n# HELP zhiheng_cube_position Newest commit that the cube has.\n"
      "# TYPE zhiheng_cube_position counter\nzhiheng_cube_position " +
      std::to_string(application.cube->position()) + "\n";
  return response;
}

}  // namespace

std::vector<Route> system_routes(Application& application) {
  Application* const with = &application;
  return {
      {.method = "GET",
       .pattern = "/healthz",
       .run = [with](Request& request) { return health(*with, request); }},
      {.method = "GET",
       .pattern = "/metrics",
       .run = [with](Request& request) { return metrics(*with, request); }},
      {.method = "GET",
       .pattern = "/api/openapi.json",
       .run = [with](Request&) -> Result<Response> {
         Response response;
         response.body = openapi(*with->catalog, routes(*with));
         return response;
       }},
      {.method = "GET",
       .pattern = "/api/docs",
       .run = [](Request&) -> Result<Response> {
         Response response;
         response.type = "text/html; charset=utf-8";
         response.body = std::string(docs_page);
         return response;
       }},
      {.method = "GET",
       .pattern = "/api/docs.js",
       .run = [](Request&) -> Result<Response> {
         Response response;
         response.type = "text/javascript; charset=utf-8";
         response.body = std::string(docs_script);
         return response;
       }},
  };
}

}  // namespace zhiheng::api
