// The same step or correction of many records; what would be refused, asked while somebody types.

#include "api/failures.h"
#include "api/forms.h"
#include "api/list_routes.h"
#include "catalog/capacity.h"
#include "registry/bulk.h"
#include "registry/failures.h"

namespace zhiheng::api {
namespace {

using catalog::Register;

const char* word_of(registry::Fate fate) {
  switch (fate) {
    case registry::Fate::done:
      return "done";
    case registry::Fate::refused:
      return "refused";
    case registry::Fate::possible:
      return "possible";
    case registry::Fate::withheld:
      return "withheld";
  }
  return "";
}

// {id, version}, or an id alone.
Result<registry::Target> target_of(const json::value& given) {
  registry::Target target;
  if (given.is_string()) {
    target.id = std::string(given.get_string());
    return target;
  }
  const json::object* const both = given.if_object();
  if (both == nullptr || text_of(*both, "id").empty())
    return fail(malformed_body, "records", json::serialize(given), R"({"id": "…", "version": 1})");
  target.id = text_of(*both, "id");
  if (const json::value* version = both->if_contains("version")) {
    if (!version->is_int64()) return fail(malformed_body, "version", json::serialize(*version));
    target.expected = static_cast<int>(version->get_int64());
  }
  return target;
}

struct Chosen {
  std::vector<registry::Target> targets;
  std::int64_t matched = 0;  ///< as many as there are, even where they are too many
};

// Either the records one by one, or all that the filter lets through.
Result<Chosen> chosen(Application& application, Request& request, const Register& of,
                      const json::object& body) {
  Chosen chosen;
  if (const json::value* records = body.if_contains("records")) {
    if (!records->is_array()) return fail(malformed_body, "records", "", "[{id, version}]");
    for (const auto& given : records->get_array()) {
      ZH_TRY(auto target, target_of(given));
      chosen.targets.push_back(std::move(target));
    }
    chosen.matched = std::ssize(chosen.targets);
    return chosen;
  }
  if (!body.contains("filter")) return fail(malformed_body, "", "", "records | filter");
  registry::ListQuery query;
  query.filter = text_of(body, "filter");
  query.search = text_of(body, "search");
  const auto most =
      static_cast<int>(catalog::capacity_of(application.catalog->folder)->records_at_once);
  query.limit = most;
  ZH_TRY(chosen.matched, application.registry->count(request.person, of, query));
  if (chosen.matched > most) {
    return fail(registry::limit_wrong, "filter", std::to_string(chosen.matched),
                "1.." + std::to_string(most));
  }
  ZH_TRY(const auto page, application.registry->list(request.person, of, query));
  for (const auto& record : page.records)
    chosen.targets.push_back({.id = record.id, .expected = record.version});
  return chosen;
}

json::object outcome_json(const Application& application, const Register& of,
                          const Request& request, const registry::Done& done) {
  return {{"id", done.id},
          {"key", done.key},
          {"title", done.title},
          {"version", done.version},
          {"outcome", word_of(done.fate)},
          {"errors", refusals_json(*application.catalog, &of, done.errors, request.language)}};
}

// The values of a body that need not have any; none: they cannot be read, as `errors` says.
Result<Written> optional_values(const Register& of, const json::object& body,
                                std::vector<Error>& errors) {
  if (!body.contains("values")) return Written();
  return written_values(of, body, errors);
}

Result<Response> act(Application& application, Request& request, const Register& of) {
  ZH_TRY(const json::object body, body_object(request));
  std::vector<Error> errors;
  ZH_TRY(Written written, optional_values(of, body, errors));
  if (!errors.empty())
    return problem(*application.catalog, &of, errors, request.language, request.path);
  ZH_TRY(const Chosen records, chosen(application, request, of, body));
  const registry::Deed deed{.step = text_of(body, "step"),
                            .reason = text_of(body, "reason"),
                            .columns = std::move(written.columns),
                            .values = std::move(written.entry.values)};
  ZH_TRY(const auto all,
         registry::act_on(
             *application.registry, request.person, of, records.targets, deed,
             {.trial = flag_of(body, "trial"), .all_or_nothing = flag_of(body, "all_or_nothing")}));
  std::map<registry::Fate, std::int64_t> counts;
  json::array answers;
  for (const auto& one : all) {
    ++counts[one.fate];
    answers.push_back(outcome_json(application, of, request, one));
  }
  json::object document{{"matched", records.matched}, {"answers", std::move(answers)}};
  for (const auto fate : {registry::Fate::done, registry::Fate::refused, registry::Fate::possible,
                          registry::Fate::withheld}) {
    document[word_of(fate)] = counts[fate];
  }
  return json_response(document);
}

Result<Response> check(Application& application, Request& request, const Register& of) {
  ZH_TRY(const json::object body, body_object(request));
  std::vector<Error> errors;
  ZH_TRY(Written written, written_values(of, body, errors));
  if (errors.empty()) {
    const registry::Deed deed{.step = text_of(body, "step"),
                              .reason = {},
                              .columns = std::move(written.columns),
                              .values = std::move(written.entry.values)};
    ZH_TRY(errors, registry::check_writing(*application.registry, request.person, of,
                                           {.id = text_of(body, "id")}, deed));
  }
  return json_response(
      json::object{{"errors", refusals_json(*application.catalog, &of, errors, request.language)}});
}

}  // namespace

std::vector<Route> bulk_routes(Application& application) {
  using Run = Result<Response> (*)(Application&, Request&, const Register&);
  const auto route = [with = &application](const char* pattern, Run run) {
    return Route{.method = "POST",
                 .pattern = pattern,
                 .access = Access::logged_in,
                 .changes = true,
                 .run = [with, run](Request& request) -> Result<Response> {
                   ZH_TRY(const Register* const of,
                          with->registry->find_register(request.parts[0]));
                   return run(*with, request, *of);
                 }};
  };
  return {route("/api/registers/{register}/steps", act),
          route("/api/registers/{register}/check", check)};
}

}  // namespace zhiheng::api
