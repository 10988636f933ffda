// Results of laboratories about blind samples, from a spreadsheet.

#include <filesystem>

#include "api/forms.h"
#include "api/public_routes.h"
#include "portal/results.h"
#include "registry/failures.h"

namespace zhiheng::api {
namespace {

json::object refused_json(const catalog::Catalog& catalog, const portal::RefusedRow& row,
                          Language language) {
  // What a rule or guard wants stands in its sentence; its condition is not for people.
  const bool said =
      row.error.failure == &registry::rule_broken || row.error.failure == &registry::guard_not_met;
  return {{"line", row.line},
          {"column", row.column},
          {"value", row.value},
          {"id", std::string(row.error.failure->id)},
          {"message",
           registry::sentence(catalog, catalog.find_register("blind_test"), row.error, language)},
          {"wanted", said ? std::string() : row.error.wanted}};
}

Result<Response> report(Application& application, Request& request) {
  auto reported = portal::report_results(*application.registry, request.person, request.body_file,
                                         request.parameter("name"));
  std::error_code ignored;
  std::filesystem::remove(request.body_file, ignored);
  if (!reported) return std::unexpected(reported.error());
  json::array refused;
  for (const auto& row : reported->refused) {
    refused.push_back(refused_json(*application.catalog, row, request.language));
  }
  return private_response(json::object{
      {"rows", reported->rows},
      {"reported", reported->reported},
      {"completed", json::array(reported->completed.begin(), reported->completed.end())},
      {"refusals", std::move(refused)}});
}

}  // namespace

std::vector<Route> laboratory_routes(Application& application) {
  Application* const with = &application;
  return {{.method = "POST",
           .pattern = "/api/laboratory/results",
           .access = Access::logged_in,
           .upload = true,
           .changes = true,
           .run = [with](Request& request) { return report(*with, request); }}};
}

}  // namespace zhiheng::api
