// The import wizard: a file is sent, looked at, imported behind the request, reported on.

#include <algorithm>
#include <filesystem>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "base/signs.h"
#include "base/text.h"
#include "exchange/exchange.h"
#include "registry/failures.h"

namespace zhiheng::api {

namespace {

constexpr std::size_t longest_name = 200;  // characters

// Somebody who may import into at least one register.
bool may_import_something(const Application& application, const registry::Person& person) {
  return std::ranges::any_of(application.catalog->registers, [&](const auto& of) {
    return application.registry->access(person, of).import;
  });
}

Result<Response> receive(Application& application, Request& request) {
  if (!may_import_something(application, request.person)) return fail(registry::not_allowed);
  application.jobs->tidy(now());
  std::string name = shorten(plain_file_name(request.parameter("name")), longest_name);
  if (name.empty()) name = "upload";
  Upload upload{.name = name,
                .path = request.body_file,
                .size = std::filesystem::file_size(request.body_file),
                .user = request.person.user};
  const auto size = upload.size;
  const std::string id = application.jobs->keep(std::move(upload));
  return json_response(json::object{{"upload", id}, {"name", name}, {"size", size}}, 201);
}

struct Asked {
  Upload upload;
  const catalog::Register* of = nullptr;
  intake::Options reading;
  bool all_or_nothing = false;
};

Result<Asked> what_is_asked(Application& application, Request& request) {
  Asked asked;
  ZH_TRY(asked.upload, application.jobs->upload(request.parts[0], request.person.user));
  ZH_TRY(const json::object body, body_object(request));
  ZH_TRY(asked.of, application.registry->find_register(text_of(body, "register")));
  if (!application.registry->access(request.person, *asked.of).import) {
    return fail(registry::not_allowed, asked.of->name);
  }
  asked.reading.mapping = text_of(body, "mapping");
  asked.reading.sheet = text_of(body, "sheet");
  asked.reading.encoding = text_of(body, "encoding");
  asked.all_or_nothing = flag_of(body, "all_or_nothing");
  if (const json::value* columns = body.if_contains("columns"); columns && columns->is_object()) {
    for (const auto& [header, field] : columns->get_object()) {
      if (!field.is_string()) return fail(malformed_body, "columns", "", "{header: field}");
      asked.reading.columns[std::string(header)] = std::string(field.get_string());
    }
  }
  // The upload is kept under a name of its own; the ending that the user's name has tells the
  // format where the content does not.
  const std::string ending = std::filesystem::path(asked.upload.name).extension().string();
  if (ending == ".json" || ending == ".ndjson" || ending == ".xml" || ending == ".parquet") {
    asked.reading.format = ending.substr(1);
  }
  return asked;
}

json::array import_refusals_json(const Application& application, const catalog::Register* of,
                                 const std::vector<intake::Refusal>& refusals, Language language) {
  json::array all;
  for (const auto& refusal : refusals) {
    all.push_back(
        {{"line", refusal.line},
         {"column", refusal.error.where},
         {"field", refusal.field},
         {"value", refusal.error.found},
         {"id", std::string(refusal.error.failure->id)},
         {"message", registry::sentence(*application.catalog, of, refusal.error, language)},
         {"wanted", refusal.error.wanted}});
  }
  return all;
}

Result<Response> preview(Application& application, Request& request) {
  ZH_TRY(const Asked asked, what_is_asked(application, request));
  ZH_TRY(const intake::Preview seen,
         intake::preview(*application.catalog, asked.of->name, asked.upload.path, asked.reading));
  json::array targets;
  for (const auto& target : seen.reading.targets) {
    targets.push_back({{"register", target.register_name},
                       {"columns", json::array(target.columns.begin(), target.columns.end())}});
  }
  json::array columns;
  for (const auto& column : seen.reading.columns) {
    columns.push_back({{"header", column.header},
                       {"register", column.register_name},
                       {"field", column.field},
                       {"by_synonym", column.by_synonym}});
  }
  json::array rows;
  for (const auto& row : seen.rows) rows.push_back(json::array(row.begin(), row.end()));
  return json_response(json::object{
      {"mapping", seen.reading.mapping},
      {"format", seen.reading.format},
      {"encoding", seen.reading.encoding},
      {"sheets", json::array(seen.sheets.begin(), seen.sheets.end())},
      {"suggested_mappings",
       json::array(seen.suggested_mappings.begin(), seen.suggested_mappings.end())},
      {"targets", std::move(targets)},
      {"columns", std::move(columns)},
      {"rows", std::move(rows)},
      {"refusals", import_refusals_json(application, asked.of, seen.refusals, request.language)}});
}

Result<Response> start(Application& application, Request& request) {
  ZH_TRY(const Asked asked, what_is_asked(application, request));
  exchange::ImportOptions options;
  options.reading = asked.reading;
  options.all_or_nothing = asked.all_or_nothing;
  const std::string job =
      application.jobs->start(request.person, asked.upload, asked.of->name, std::move(options));
  Response response = json_response(json::object{{"job", job}}, 202);
  response.headers.emplace_back("Location", "/api/jobs/" + job);
  return response;
}

Result<Response> look_at_job(Application& application, Request& request) {
  ZH_TRY(const Job job, application.jobs->job(request.parts[0], request.person.user));
  static const char* const states[] = {"waiting", "running", "done", "failed"};
  json::object document = {{"job", job.id},     {"state", states[static_cast<int>(job.state)]},
                           {"done", job.done},  {"rows", job.rows},
                           {"report", nullptr}, {"error", nullptr}};
  if (job.report) {
    document["report"] =
        json::parse(exchange::to_json(*job.report, *application.catalog, request.language));
  }
  if (job.error) {
    const Response refused =
        problem(*application.catalog, nullptr, {*job.error}, request.language, request.path);
    document["error"] = json::parse(refused.body);
  }
  Response response = json_response(document);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("ETag", "\"" + job.id + "-" + std::to_string(job.rows) + "-" +
                                            states[static_cast<int>(job.state)] + "\"");
  return response;
}

Result<Response> refusals(Application& application, Request& request) {
  ZH_TRY(const Job job, application.jobs->job(request.parts[0], request.person.user));
  if (!job.report) return fail(no_such_job, "", request.parts[0], "a finished import");
  const std::string format = request.parameter("format") == "xlsx" ? "xlsx" : "csv";
  Response response;
  ZH_TRY(response.body,
         exchange::refusals_as(*job.report, *application.catalog, request.language, format));
  response.type = format == "csv"
                      ? "text/csv; charset=utf-8"
                      : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"refused-rows." + format + "\"");
  return response;
}

}  // namespace

std::vector<Route> import_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* method, const char* pattern, Run run, bool changes,
                            bool upload = false) {
    return Route{.method = method,
                 .pattern = pattern,
                 .access = Access::logged_in,
                 .upload = upload,
                 .changes = changes,
                 .run = [with, run](Request& request) { return run(*with, request); }};
  };
  return {
      route("POST", "/api/uploads", receive, true, true),
      route("POST", "/api/uploads/{upload}/preview", preview, true),
      route("POST", "/api/uploads/{upload}/import", start, true),
      route("GET", "/api/jobs/{job}", look_at_job, false),
      route("GET", "/api/jobs/{job}/refusals", refusals, false),
  };
}

}  // namespace zhiheng::api
