#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iterator>

#include "api/application.h"
#include "api/attachment_routes.h"
#include "api/epcis_problem.h"
#include "api/failures.h"
#include "api/json.h"
#include "api/list_routes.h"
#include "api/place_routes.h"
#include "api/public_routes.h"
#include "api/watched.h"
#include "base/log.h"
#include "base/sha256.h"
#include "base/uuid.h"
#include "registry/failures.h"

namespace zhiheng::api {

std::vector<Route> routes(Application& application) {
  std::vector<Route> all;
  for (auto&& part : {session_routes(application),    openid_routes(application),
                      reporter_routes(application),   complaint_routes(application),
                      look_up_routes(application),    firm_routes(application),
                      laboratory_routes(application), catalog_routes(application),
                      record_routes(application),     attachment_routes(application),
                      document_routes(application),   import_routes(application),
                      indicator_routes(application),  plan_routes(application),
                      assessment_routes(application), product_routes(application),
                      epcis_routes(application),      trace_routes(application),
                      delivery_routes(application),   bulk_routes(application),
                      view_routes(application),       system_routes(application),
                      place_routes(application)}) {
    std::ranges::copy(part, std::back_inserter(all));
  }
  return all;
}

registry::Session public_session() {
  registry::Session session;
  session.person.roles = {"public"};
  return session;
}

namespace {

// A program's: the rights of its account at this moment, as far as its scopes go.
Result<registry::Session> token_session(Application& application, const std::string& token) {
  ZH_TRY(const auto found, application.credentials->token(token, now()));
  registry::Session session;
  ZH_TRY(session.person, application.people->person(found.user));
  session.expires = found.expires;
  session.may_read = found.allows("read");
  session.may_change = found.allows("write");
  return session;
}

}  // namespace

Result<registry::Session> session_of(Application& application, const Request& request) {
  std::string token = cookie(request.header("cookie"), "zhiheng_session");
  if (const std::string bearer = request.header("authorization"); bearer.starts_with("Bearer ")) {
    token = bearer.substr(7);
  }
  if (token.empty()) return public_session();
  if (registry::Credentials::is_token(token)) return token_session(application, token);
  return application.people->session(token, now());
}

namespace {

// A change that a browser makes must prove that it comes from our own page.
bool carries_token(const Request& request, const registry::Session& session) {
  if (request.header("authorization").starts_with("Bearer ")) return true;
  return !session.csrf.empty() && request.header("x-csrf-token") == session.csrf;
}

Result<Response> authorised(Application& application, const Route& route, Request& request) {
  auto session = session_of(application, request);
  if (!session) {
    // An ended session may still read what everyone may, and log in again.
    if (route.access == Access::logged_in || route.changes) {
      return std::unexpected(session.error());
    }
    session = public_session();
  }
  request.person = session->person;
  if (route.access == Access::logged_in && request.person.is_public()) return fail(not_logged_in);
  if (!(route.changes ? session->may_change : session->may_read)) {
    return fail(registry::scope_missing, "scope", "", route.changes ? "write" : "read");
  }
  if (route.changes && !request.person.is_public() && !carries_token(request, *session)) {
    return fail(csrf_missing, "X-CSRF-Token");
  }
  auto answered = route.run(request);
  ZH_DO(watch(application, route, request, answered));
  return answered;
}

void add_validator(const Request& request, Response& response) {
  if (request.method != "GET" || response.status != 200 || response.stream) return;
  std::string tag;
  for (const auto& [name, value] : response.headers) {
    if (name == "ETag") tag = value;
  }
  if (tag.empty()) {
    tag = "\"" + to_hex(sha256(response.body)).substr(0, 24) + "\"";
    response.headers.emplace_back("ETag", tag);
    response.headers.emplace_back("Cache-Control", "private, no-cache");
  }
  if (request.header("if-none-match") == tag) {
    response.status = 304;
    response.body.clear();
  }
}

Response refused(Application& application, const Error& error, const Request& request) {
  const std::string instance = "urn:uuid:" + to_text(make_uuid());
  if (error.failure->kind == Kind::internal || error.failure->kind == Kind::unavailable) {
    log(Level::error, "api.refused", {{"instance", instance}, {"error", describe(error)}});
    // What is inside stays inside; the id finds it in the log.
    const Error shown{error.failure, "", "", ""};
    if (is_epcis(request)) {
      return epcis_problem(*application.catalog, shown, request.language, instance);
    }
    return problem(*application.catalog, nullptr, {shown}, request.language, instance);
  }
  if (is_epcis(request)) {
    return epcis_problem(*application.catalog, error, request.language, instance);
  }
  return problem(*application.catalog, nullptr, {error}, request.language, instance);
}

}  // namespace

const Route* find_route(const std::vector<Route>& routes, const Request& request) {
  for (const Route& route : routes) {
    if (route.method == request.method && match(route.pattern, request.raw_path)) return &route;
  }
  return nullptr;
}

namespace {

// "GET, PATCH": the methods that an address knows.
std::string methods_of(const std::vector<Route>& routes, const std::string& path) {
  std::string methods;
  for (const Route& route : routes) {
    if (match(route.pattern, path)) {
      methods.append(methods.empty() ? "" : ", ").append(route.method);
    }
  }
  return methods;
}

Result<Response> without_route(const Application& application, const std::vector<Route>& routes,
                               const Request& request) {
  const std::string methods = methods_of(routes, request.raw_path);
  if (methods.empty()) return static_file(application, request);
  return fail(method_not_allowed, request.path, request.method, methods);
}

}  // namespace

Response answer(Application& application, const std::vector<Route>& routes, const Route* route,
                Request& request) {
  const auto start = std::chrono::steady_clock::now();
  // A plain link, as to a file, cannot set headers: there the address says the language.
  std::string wished = request.parameter("language");
  if (wished.empty()) wished = request.header("accept-language");
  request.language = wished.starts_with("en") ? Language::en : Language::zh;
  Response response;
  try {
    if (route != nullptr) request.parts = *match(route->pattern, request.raw_path);
    auto done = route == nullptr ? without_route(application, routes, request)
                                 : authorised(application, *route, request);
    response = done ? *std::move(done) : refused(application, done.error(), request);
    if (response.status == 405) {
      response.headers.emplace_back("Allow", methods_of(routes, request.raw_path));
    }
  } catch (const std::exception& error) {
    log(Level::error, "api.exception", {{"path", request.path}, {"what", error.what()}});
    response = refused(application, Error{&unexpected, "", "", ""}, request);
  }
  // Nobody else knows of an upload that was refused.
  if (std::error_code ignored; response.status >= 400 && !request.body_file.empty()) {
    std::filesystem::remove(request.body_file, ignored);
  }
  add_validator(request, response);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  application.metrics.count(request.method, route == nullptr ? "page" : route->pattern,
                            response.status, took.count());
  return response;
}

}  // namespace zhiheng::api
