// Documents made of a record: which can be made, as a download, and kept among its files.

#include "api/application.h"
#include "api/attachment_routes.h"
#include "api/json.h"
#include "document/document.h"

namespace zhiheng::api {
namespace {

using catalog::Register;

Result<Response> possible(Application& application, Request& request, const Register& of) {
  ZH_TRY(const auto notices,
         document::Documents(*application.registry).possible(request.person, of, request.parts[1]));
  json::array all;
  for (const auto* notice : notices) {
    all.push_back({{"name", notice->name},
                   {"title", as_json(notice->title)},
                   {"field", notice->field},
                   {"source", notice->source},
                   {"verified", notice->verified}});
  }
  return json_response(json::object{{"documents", std::move(all)}});
}

Result<Response> make(Application& application, Request& request, const Register& of) {
  std::string format = request.parameter("format");
  if (format.empty()) format = "pdf";
  ZH_TRY(document::Made made, document::Documents(*application.registry)
                                  .make(request.person, of, request.parts[1], request.parts[2],
                                        format, request.language));
  Response response;
  response.type = made.media;
  response.body = std::move(made.bytes);
  response.headers = {
      {"Content-Disposition", disposition(made.name)},
      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox"},
      {"Cache-Control", "private, no-cache"}};
  return response;
}

Result<Response> keep(Application& application, Request& request, const Register& of) {
  ZH_TRY(const registry::Answer answer,
         document::Documents(*application.registry)
             .keep(request.person, of, request.parts[1], request.parts[2], request.language));
  const bool added = answer.outcome != store::Outcome::unchanged;
  return json_response(json::object{{"id", answer.id}, {"version", answer.version}},
                       added ? 201 : 200);
}

}  // namespace

std::vector<Route> document_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&, const Register&);
  const auto route = [with](const char* method, const char* pattern, Run run, bool changes) {
    return Route{.method = method,
                 .pattern = pattern,
                 .access = Access::logged_in,
                 .changes = changes,
                 .run = [with, run](Request& request) -> Result<Response> {
                   ZH_TRY(const Register* const of,
                          with->registry->find_register(request.parts[0]));
                   return run(*with, request, *of);
                 }};
  };
  static constexpr const char* one = "/api/registers/{register}/records/{id}/documents/{notice}";
  return {
      route("GET", "/api/registers/{register}/records/{id}/documents", possible, false),
      route("GET", one, make, false),
      route("POST", one, keep, true),
  };
}

}  // namespace zhiheng::api
