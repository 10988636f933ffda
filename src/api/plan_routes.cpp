// Plans on record: texts with their parse, matrices, the task board, the calendar, targets.

#include <charconv>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "plan/cascade.h"
#include "plan/documents.h"

namespace zhiheng::api {
namespace {

Response json_text(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Result<Date> today_of(Application& application, const Request& request) {
  const std::string text = request.parameter("today");
  if (text.empty()) return plan::today(*application.store);
  return parse_date(text);
}

Result<plan::StatusQuery> status_query(Application& application, const Request& request) {
  plan::StatusQuery query;
  query.document = request.parameter("plan");
  query.region = request.parameter("region");
  query.department = request.parameter("department");
  if (const std::string days = request.parameter("due"); !days.empty()) {
    const auto [rest, error] =
        std::from_chars(days.data(), days.data() + days.size(), query.due_days);
    const bool whole = error == std::errc() && rest == days.data() + days.size();
    if (!whole || query.due_days < 1 || query.due_days > 3660) {
      return fail(wrong_parameter, "due", days, "1..3660");
    }
  }
  ZH_TRY(query.today, today_of(application, request));
  return query;
}

Result<plan::Lexicon> lexicon_of(const Application& application) {
  return plan::Lexicon::load(application.catalog->folder);
}

Result<Response> list(Application& application, Request& request) {
  ZH_TRY(const auto plans,
         plan::documents(*application.registry, request.person, request.parameter("region")));
  return json_text(plan::to_json(plans));
}

Result<Response> show(Application& application, Request& request) {
  ZH_TRY(const auto lexicon, lexicon_of(application));
  ZH_TRY(const auto found, plan::document(*application.registry, request.person, request.parts[0]));
  ZH_TRY(const auto text,
         plan::text_of(*application.registry, request.person, lexicon, request.parts[0]));
  return json_text(plan::to_json(found, text, lexicon));
}

Result<Response> load(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  plan::LoadOptions options{.region = text_of(body, "region"),
                            .suffix = text_of(body, "name"),
                            .upper = text_of(body, "upper"),
                            .anew = flag_of(body, "anew")};
  if (const auto* year = body.if_contains("year"); year != nullptr && year->is_int64()) {
    options.year = static_cast<int>(std::clamp<std::int64_t>(year->get_int64(), 0, 9999));
  }
  ZH_TRY(const auto lexicon, lexicon_of(application));
  ZH_TRY(const auto report, plan::load(*application.registry, request.person, lexicon,
                                       text_of(body, "text"), options));
  ZH_DO(plan::link_all(*application.registry, request.person, lexicon, report.code));
  return json_text(plan::to_json(report), report.digest.empty() ? 201 : 200);
}

Result<Response> matrix(Application& application, Request& request) {
  const std::string by = request.parameter("by");
  if (by == "region") {
    ZH_TRY(const auto made,
           plan::region_matrix(*application.registry, request.person, request.parts[0]));
    return json_text(plan::to_json(made));
  }
  if (!by.empty() && by != "authority") {
    return fail(wrong_parameter, "by", by, "authority, region");
  }
  ZH_TRY(const auto made,
         plan::authority_matrix(*application.registry, request.person, request.parts[0]));
  return json_text(plan::to_json(made));
}

Result<Response> targets(Application& application, Request& request) {
  plan::ProgressQuery query;
  query.document = request.parts[0];
  ZH_TRY(const auto found, plan::document(*application.registry, request.person, query.document));
  ZH_TRY(query.today, today_of(application, request));
  query.asker = asker_of(application, request.person);
  query.interrupted = application.stop;
  ZH_TRY(const auto made,
         plan::target_progress(*application.registry, request.person, *application.cube, query));
  return json_text(plan::to_json(made));
}

Result<Response> crosswalk(Application& application, Request& request) {
  ZH_TRY(const auto lexicon, lexicon_of(application));
  ZH_TRY(const auto texts,
         plan::compare_on_record(*application.registry, request.person, lexicon,
                                 request.parameter("upper"), request.parameter("lower")));
  return json_text(plan::to_json(texts.crosswalk, texts.upper, texts.lower));
}

Result<Response> tasks(Application& application, Request& request) {
  ZH_TRY(const auto query, status_query(application, request));
  ZH_TRY(const auto found, plan::status(*application.registry, request.person, query));
  return json_text(plan::to_json(found));
}

Result<Response> calendar(Application& application, Request& request) {
  ZH_TRY(const auto query, status_query(application, request));
  Date from = query.today;
  if (const std::string text = request.parameter("from"); !text.empty()) {
    ZH_TRY(from, parse_date(text));
  }
  Date to{from.days + 30};
  if (const std::string text = request.parameter("to"); !text.empty()) {
    ZH_TRY(to, parse_date(text));
  }
  ZH_TRY(const auto found, plan::status(*application.registry, request.person, query));
  return json_text(plan::to_json(plan::calendar(found, from, to)));
}

Result<Response> escalate(Application& application, Request& request) {
  ZH_TRY(const auto query, status_query(application, request));
  ZH_TRY(const std::size_t proposed,
         plan::propose_escalations(*application.registry, request.person, query));
  return json_response(json::object{{"proposed", proposed}}, 201);
}

}  // namespace

std::vector<Route> plan_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* method, const char* pattern, Access access, Run run) {
    return Route{.method = method,
                 .pattern = pattern,
                 .access = access,
                 .changes = std::string_view(method) != "GET",
                 .run = [with, run](Request& request) { return run(*with, request); }};
  };
  return {route("GET", "/api/plans", Access::everyone, list),
          route("POST", "/api/plans", Access::logged_in, load),
          route("GET", "/api/plans/crosswalk", Access::everyone, crosswalk),
          route("GET", "/api/plans/{plan}", Access::everyone, show),
          route("GET", "/api/plans/{plan}/matrix", Access::everyone, matrix),
          route("GET", "/api/plans/{plan}/targets", Access::everyone, targets),
          route("GET", "/api/tasks", Access::logged_in, tasks),
          route("GET", "/api/tasks/calendar", Access::logged_in, calendar),
          route("POST", "/api/tasks/escalations", Access::logged_in, escalate)};
}

}  // namespace zhiheng::api
