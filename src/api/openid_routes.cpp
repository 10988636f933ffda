// Logging in through another service: which there are, going there, coming back.

#include "api/application.h"
#include "api/cookies.h"
#include "api/json.h"
#include "base/log.h"
#include "openid/failures.h"
#include "openid/logins.h"
#include "registry/open_session.h"

namespace zhiheng::api {
namespace {

constexpr const char* departure_cookie = "zhiheng_departure";
constexpr const char* departure_path = "/api/openid";

Response redirection(std::string address) {
  Response response;
  response.status = 302;
  response.type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Location", std::move(address));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

// A person stands before a browser: they see a page and not a problem document. What is inside goes
// to the log.
Response refused_page(const Error& error) {
  log(Level::warning, "api.openid_refused", {{"error", describe(error)}});
  return redirection("/login?refused=" + std::string(error.failure->id));
}

Result<Response> list_services(Application& application) {
  json::array services;
  if (application.logins) {
    for (const auto* service : application.logins->services()) {
      services.push_back(json::object{{"name", service->name},
                                      {"title", as_json(service->title)},
                                      {"start", "/api/openid/" + service->name + "/start"}});
    }
  }
  return json_response(json::object{{"services", std::move(services)}});
}

Result<Response> start(Application& application, Request& request) {
  if (!application.logins) return fail(openid::service_unknown, "service", request.parts.at(0));
  const auto departure =
      application.logins->start(request.parts.at(0), request.parameter("next"), now());
  if (!departure) {
    if (departure.error().failure == &openid::service_unknown) {
      return std::unexpected(departure.error());
    }
    return refused_page(departure.error());
  }
  Response response = redirection(departure->address);
  set_cookie(application, response,
             {.name = departure_cookie,
              .value = departure->cookie,
              .path = departure_path,
              .same_site = "Lax",
              .age = std::to_string(
                  catalog::limits_of(application.catalog->folder).outside_login_seconds)});
  return response;
}

Result<Response> arrive(Application& application, Request& request) {
  const auto& service = request.parts.at(0);
  if (!application.logins) return fail(openid::service_unknown, "service", service);
  const auto arrival =
      application.logins->finish(service,
                                 {.code = request.parameter("code"),
                                  .state = request.parameter("state"),
                                  .error = request.parameter("error"),
                                  .issuer = request.parameter("iss")},
                                 cookie(request.header("cookie"), departure_cookie), now());
  if (!arrival) {
    if (arrival.error().failure == &openid::service_unknown) {
      return std::unexpected(arrival.error());
    }
    return refused_page(arrival.error());
  }
  ZH_TRY(const std::string token,
         registry::open_session(*application.store, application.catalog->security, arrival->user,
                                now()));
  Response response = redirection(arrival->next);
  set_cookie(application, response, {.name = session_cookie, .value = token});
  set_cookie(application, response, {.name = service_cookie, .value = service});
  set_cookie(application, response,
             {.name = departure_cookie, .path = departure_path, .same_site = "Lax", .age = "0"});
  return response;
}

}  // namespace

std::vector<Route> openid_routes(Application& application) {
  Application* const with = &application;
  return {
      {.method = "GET",
       .pattern = "/api/openid",
       .run = [with](Request&) { return list_services(*with); }},
      {.method = "GET",
       .pattern = "/api/openid/{service}/start",
       .run = [with](Request& request) { return start(*with, request); }},
      {.method = "GET",
       .pattern = "/api/openid/{service}/callback",
       .run = [with](Request& request) { return arrive(*with, request); }},
  };
}

}  // namespace zhiheng::api
