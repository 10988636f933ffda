// Who am I? Logging in and out, and the accounts.

#include "api/application.h"
#include "api/cookies.h"
#include "api/failures.h"
#include "api/json.h"
#include "openid/logins.h"
#include "registry/access.h"
#include "registry/failures.h"

namespace zhiheng::api {

namespace {

json::object person_json(const registry::Person& person) {
  return {{"user", person.user},
          {"name", person.name},
          {"roles", json::array(person.roles.begin(), person.roles.end())},
          {"region", person.region},
          {"company", person.company},
          {"unit", person.unit}};
}

json::object session_json(const registry::Session& session) {
  json::object document = person_json(session.person);
  document["csrf"] = session.csrf;
  document["expires"] = session.person.is_public() ? "" : to_china_text(session.expires);
  return document;
}

Result<Response> log_in(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_TRY(const std::string token,
         application.people->log_in(text_of(body, "user"), text_of(body, "password"), now()));
  // Only somebody with the right password learns that a code is asked for as well.
  if (auto checked =
          application.credentials->check(text_of(body, "user"), text_of(body, "code"), now());
      !checked) {
    ZH_DO(application.people->log_out(token));
    return std::unexpected(std::move(checked).error());
  }
  ZH_TRY(const registry::Session session, application.people->session(token, now()));
  Response response = json_response(session_json(session));
  set_cookie(application, response, {.name = session_cookie, .value = token});
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Result<Response> who(Application& application, Request& request) {
  auto session = session_of(application, request);
  if (!session) session = public_session();
  Response response = json_response(session_json(*session));
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

// Whoever came through another service may want to end the session there as well.
Result<Response> log_out(Application& application, Request& request) {
  const std::string token = cookie(request.header("cookie"), session_cookie);
  if (!token.empty()) ZH_DO(application.people->log_out(token));
  const std::string service = cookie(request.header("cookie"), service_cookie);
  std::string elsewhere;
  if (application.logins && !service.empty()) {
    elsewhere = application.logins->leave(service, now()).value_or(std::string());
  }
  Response response;
  response.status = 204;
  if (!elsewhere.empty()) response = json_response(json::object{{"continue", elsewhere}});
  set_cookie(application, response, {.name = session_cookie, .age = "0"});
  set_cookie(application, response, {.name = service_cookie, .age = "0"});
  return response;
}

Result<Response> list_users(Application& application, Request& request) {
  if (!registry::may_keep_accounts(*application.catalog, request.person)) {
    return fail(registry::not_allowed);
  }
  ZH_TRY(const std::vector<registry::Person> all, application.people->all());
  json::array users;
  for (const auto& person : all) users.push_back(person_json(person));
  return json_response(json::object{{"users", std::move(users)}});
}

Result<Response> add_user(Application& application, Request& request) {
  if (!registry::may_keep_accounts(*application.catalog, request.person)) {
    return fail(registry::not_allowed);
  }
  ZH_TRY(const json::object body, body_object(request));
  registry::Person person{.user = text_of(body, "user"),
                          .name = text_of(body, "name"),
                          .roles = {},
                          .region = text_of(body, "region"),
                          .company = text_of(body, "company"),
                          .unit = text_of(body, "unit")};
  if (const json::value* roles = body.if_contains("roles"); roles && roles->is_array()) {
    for (const auto& role : roles->get_array()) {
      if (!role.is_string()) return fail(malformed_body, "roles", json::serialize(role), "texts");
      person.roles.emplace_back(role.get_string());
    }
  }
  ZH_DO(registry::check_rights(*application.catalog, person));
  ZH_DO(application.people->add(person, text_of(body, "password")));
  return json_response(person_json(person), 201);
}

}  // namespace

std::vector<Route> session_routes(Application& application) {
  Application* const with = &application;
  return {
      {.method = "POST",
       .pattern = "/api/session",
       .run = [with](Request& request) { return log_in(*with, request); }},
      {.method = "GET",
       .pattern = "/api/session",
       .run = [with](Request& request) { return who(*with, request); }},
      {.method = "DELETE",
       .pattern = "/api/session",
       .changes = true,
       .run = [with](Request& request) { return log_out(*with, request); }},
      {.method = "GET",
       .pattern = "/api/users",
       .access = Access::logged_in,
       .run = [with](Request& request) { return list_users(*with, request); }},
      {.method = "POST",
       .pattern = "/api/users",
       .access = Access::logged_in,
       .changes = true,
       .run = [with](Request& request) { return add_user(*with, request); }},
  };
}

}  // namespace zhiheng::api
