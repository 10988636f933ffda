// Records: lists, single ones, their history and their changes.

#include <charconv>

#include "api/application.h"
#include "api/attachment_routes.h"
#include "api/failures.h"
#include "api/forms.h"
#include "api/list_routes.h"
#include "document/document.h"
#include "exchange/exchange.h"
#include "registry/lifecycle_json.h"
#include "registry/names.h"

namespace zhiheng::api {

namespace {

using catalog::Register;

constexpr int page_by_default = 50;
constexpr int counted_by_default = 10'000;

std::string version_tag(int version) { return "\"" + std::to_string(version) + "\""; }

Result<registry::ListQuery> list_query(const Request& request) {
  registry::ListQuery query;
  query.filter = request.parameter("filter");
  query.search = request.parameter("search");
  query.after = request.parameter("after");
  query.overdue = request.parameter("due") == "overdue";
  ZH_TRY(query.limit, page_limit(request));
  for (const auto& part : request.parameters("sort")) {
    for (std::size_t from = 0; from < part.size();) {
      const auto end = std::min(part.find(',', from), part.size());
      if (end > from) query.sort.push_back(part.substr(from, end - from));
      from = end + 1;
    }
  }
  for (const auto& field : request.parameters("field")) query.fields.push_back(field);
  return query;
}

// What runs on the record, what the caller may do with it, what it is linked to.
Result<void> add_lifecycle(Application& application, const Request& request, const Register& of,
                           const std::string& id, json::object& document) {
  registry::Registry& from = *application.registry;
  const bool internal = from.access(request.person, of).widest().is_internal();
  // Of a record that is not their own, firms are told what everybody is told.
  if (const auto clocks = internal ? from.clocks(request.person, of, id, now())
                                   : Result<std::vector<registry::ClockReading>>();
      internal && clocks) {
    document["clocks"] = registry::clocks_json(*clocks);
    ZH_TRY(const auto steps, from.possible_steps(request.person, of, id));
    document["possible_steps"] = registry::steps_json(of, steps);
  }
  ZH_TRY(const auto links, from.links(request.person, of, id));
  document["links"] = registry::links_json(*application.catalog, links);
  return {};
}

Result<Response> with_record(Application& application, Request& request, const Register& of,
                             const std::string& id, int status) {
  std::vector<std::string> columns;
  ZH_TRY(const registry::Record record, application.registry->get(request.person, of, id, columns));
  json::object document = as_json(record, columns, of);
  ZH_TRY(const auto names, registry::names_of(*application.registry, request.person, of, columns,
                                              std::span(&record, 1)));
  document["names"] = registry::names_json(names);
  ZH_DO(add_lifecycle(application, request, of, id, document));
  Response response = json_response(document, status);
  response.headers.emplace_back("ETag", version_tag(record.version));
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

Response refusal(Application& application, const Request& request, const Register& of,
                 const std::vector<Error>& errors) {
  return problem(*application.catalog, &of, errors, request.language, request.path);
}

Result<Response> list(Application& application, Request& request, const Register& of) {
  ZH_TRY(const registry::ListQuery query, list_query(request));
  ZH_TRY(const registry::Page page, application.registry->list(request.person, of, query));
  json::object document = as_json(page, of);
  ZH_DO(add_names(application, request, of, page, document));
  if (const std::string wanted = request.parameter("count"); !wanted.empty()) {
    registry::ListQuery counted = query;
    // Beyond that a number tells a reader nothing more, and takes longer than the page itself.
    if (wanted != "exact") counted.limit = counted_by_default + 1;
    ZH_TRY(const std::int64_t count, application.registry->count(request.person, of, counted));
    const bool more = wanted != "exact" && count > counted_by_default;
    document["count"] = more ? counted_by_default : count;
    if (more) document["count_and_more"] = true;
  }
  return json_response(document);
}

Result<Response> create(Application& application, Request& request, const Register& of) {
  ZH_TRY(const json::object body, body_object(request));
  std::vector<Error> errors;
  ZH_TRY(Written written, written_values(of, body, errors));
  if (!errors.empty()) return refusal(application, request, of, errors);
  std::vector<registry::Entry> entries;
  entries.push_back(std::move(written.entry));
  ZH_TRY(const std::vector<registry::Answer> answers,
         application.registry->put(request.person, of, written.columns, std::move(entries)));
  const registry::Answer& answer = answers.front();
  if (answer.outcome == store::Outcome::refused) {
    return refusal(application, request, of, answer.errors);
  }
  const bool fresh = answer.outcome == store::Outcome::added;
  ZH_TRY(Response response, with_record(application, request, of, answer.id, fresh ? 201 : 200));
  response.headers.emplace_back("Location", "/api/registers/" + of.name + "/records/" + answer.id);
  return response;
}

Result<Response> change(Application& application, Request& request, const Register& of) {
  ZH_TRY(const int expected, expected_version(request));
  ZH_TRY(const json::object body, body_object(request));
  std::vector<Error> errors;
  ZH_TRY(Written written, written_values(of, body, errors));
  if (!errors.empty()) return refusal(application, request, of, errors);
  ZH_TRY(
      const registry::Answer answer,
      application.registry->change(request.person, of, request.parts[1], expected, written.columns,
                                   std::move(written.entry), text_of(body, "reason")));
  if (answer.outcome == store::Outcome::refused) {
    return refusal(application, request, of, answer.errors);
  }
  return with_record(application, request, of, request.parts[1], 200);
}

Result<Response> remove(Application& application, Request& request, const Register& of) {
  ZH_TRY(const int expected, expected_version(request));
  ZH_TRY(const json::object body, body_object(request));
  std::string reason = text_of(body, "reason");
  if (reason.empty()) reason = request.parameter("reason");
  ZH_TRY(const registry::Answer answer,
         application.registry->remove(request.person, of, request.parts[1], expected, reason));
  if (answer.outcome == store::Outcome::refused) {
    return refusal(application, request, of, answer.errors);
  }
  Response response;
  response.status = 204;
  return response;
}

Result<Response> step(Application& application, Request& request, const Register& of) {
  ZH_TRY(const json::object body, body_object(request));
  std::optional<int> expected;
  if (!request.header("if-match").empty()) {
    ZH_TRY(expected, expected_version(request));
  }
  Written written;
  if (body.contains("values")) {
    std::vector<Error> errors;
    ZH_TRY(written, written_values(of, body, errors));
    if (!errors.empty()) return refusal(application, request, of, errors);
  }
  ZH_TRY(const registry::Answer answer,
         application.registry->step(request.person, of, request.parts[1], expected,
                                    text_of(body, "step"), text_of(body, "reason"), written.columns,
                                    std::move(written.entry)));
  if (answer.outcome == store::Outcome::refused) {
    return refusal(application, request, of, answer.errors);
  }
  document::Documents(*application.registry)
      .after_step(request.person, of, request.parts[1], text_of(body, "step"));
  return with_record(application, request, of, request.parts[1], 200);
}

Result<Response> work(Application& application, Request& request) {
  ZH_TRY(const int limit, page_limit(request));
  ZH_TRY(const auto found, application.registry->work(request.person, now(), limit));
  return json_response(registry::work_json(*application.catalog, found));
}

Result<Response> look_up(Application& application, Request& request, const Register& of) {
  std::vector<std::string> columns;
  ZH_TRY(
      const registry::Record record,
      application.registry->find(request.person, of, std::string_view(request.parts[1]), columns));
  Response response = json_response(as_json(record, columns, of));
  response.headers.emplace_back("ETag", version_tag(record.version));
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  return response;
}

Result<Response> history(Application& application, Request& request, const Register& of) {
  ZH_TRY(const registry::Page page,
         application.registry->history(request.person, of, request.parts[1]));
  json::object document = as_json(page, of);
  ZH_DO(add_names(application, request, of, page, document));
  document["versions"] = std::move(document["records"]);
  document.erase("records");
  document.erase("next");
  return json_response(document);
}

std::string content_type(const std::string& format) {
  if (format == "csv") return "text/csv; charset=utf-8";
  if (format == "xlsx") return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return "application/x-ndjson; charset=utf-8";
}

Result<Response> export_all(Application& application, Request& request, const Register& of) {
  const std::string format = request.parameter("format");
  if (format != "csv" && format != "xlsx" && format != "ndjson") {
    return fail(wrong_parameter, "format", format, "csv, xlsx, ndjson");
  }
  ZH_TRY(const registry::ListQuery query, list_query(request));
  // Refused before the first byte goes out: who may not list may not export.
  registry::ListQuery first = query;
  first.limit = 1;
  ZH_TRY(const registry::Page ignored, application.registry->list(request.person, of, first));
  Response response;
  response.type = content_type(format);
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"" + of.name + "." + format + "\"");
  response.stream = [&application, person = request.person, name = of.name, query, format,
                     language = request.language, with_names = request.parameter("names") == "1"](
                        const Sink& sink) -> Result<void> {
    auto rows = exchange::export_records(
        *application.registry, person, name, query, format, language,
        [&](std::string_view bytes) -> Result<void> {
          if (!sink(bytes)) return fail(overloaded, "client");
          return {};
        },
        with_names);
    if (!rows) return std::unexpected(rows.error());
    return {};
  };
  return response;
}

}  // namespace

// If-Match: "3"; a change without it could overwrite what the caller never saw.
Result<int> expected_version(const Request& request) {
  std::string tag = request.header("if-match");
  if (tag.starts_with("W/")) tag.erase(0, 2);
  int version = 0;
  const char* const end = tag.data() + tag.size();
  if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') {
    const auto [rest, error] = std::from_chars(tag.data() + 1, end - 1, version);
    if (error == std::errc() && rest == end - 1) return version;
  }
  return fail(version_needed, "If-Match", tag, "\"1\"");
}

Result<int> page_limit(const Request& request) {
  const std::string limit = request.parameter("limit");
  if (limit.empty()) return page_by_default;
  int records = 0;
  const auto [rest, error] = std::from_chars(limit.data(), limit.data() + limit.size(), records);
  if (error != std::errc() || rest != limit.data() + limit.size()) {
    return fail(wrong_parameter, "limit", limit, "1..1000");
  }
  return records;
}

// Programs read keys; only pages for people ask what the keys are called.
Result<void> add_names(const Application& application, const Request& request, const Register& of,
                       const registry::Page& page, json::object& document) {
  if (request.parameter("names") != "1") return {};
  ZH_TRY(const auto names, registry::names_of(*application.registry, request.person, of, page));
  document["names"] = registry::names_json(names);
  return {};
}

std::vector<Route> record_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&, const Register&);
  const auto route = [with](const char* method, const char* pattern, Run run,
                            bool changes = false) {
    return Route{.method = method,
                 .pattern = pattern,
                 .changes = changes,
                 .run = [with, run](Request& request) -> Result<Response> {
                   ZH_TRY(const Register* const of,
                          with->registry->find_register(request.parts[0]));
                   return run(*with, request, *of);
                 }};
  };
  return {
      {.method = "GET",
       .pattern = "/api/work",
       .access = Access::logged_in,
       .run = [with](Request& request) { return work(*with, request); }},
      route("GET", "/api/registers/{register}/records", list),
      route("POST", "/api/registers/{register}/records", create, true),
      route("GET", "/api/registers/{register}/records/{id}",
            [](Application& application_, Request& request, const Register& of) {
              return with_record(application_, request, of, request.parts[1], 200);
            }),
      route("PATCH", "/api/registers/{register}/records/{id}", change, true),
      route("DELETE", "/api/registers/{register}/records/{id}", remove, true),
      route("GET", "/api/registers/{register}/records/{id}/history", history),
      route("POST", "/api/registers/{register}/records/{id}/steps", step, true),
      route("GET", "/api/registers/{register}/lookup/{key}", look_up),
      route("GET", "/api/registers/{register}/export", export_all),
  };
}

}  // namespace zhiheng::api
