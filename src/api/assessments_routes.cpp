// Assessment of governments: schemes, rankings, score sheets, what-if, frozen results, procedures.

#include <algorithm>
#include <charconv>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "assess/assess.h"
#include "assess/cases.h"
#include "assess/changes.h"
#include "assess/failures.h"
#include "assess/freeze.h"

namespace zhiheng::api {

namespace {

Result<int> whole_number(std::string_view text, const char* name, const char* wanted) {
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) {
    return fail(wrong_parameter, name, std::string(text), wanted);
  }
  return number;
}

/// A scheme in a year, as the address says it.
struct Asked {
  const catalog::Scheme* scheme = nullptr;
  int year = 0;
  std::string region;
};

Result<Asked> asked_of(Application& application, const Request& request, const std::string& year) {
  Asked asked;
  ZH_TRY(asked.year, whole_number(year, "year", "2000..2100"));
  if (asked.year < 2000 || asked.year > 2100) {
    return fail(wrong_parameter, "year", year, "2000..2100");
  }
  ZH_TRY(asked.scheme, assess::scheme_of(*application.catalog, request.parts[0], asked.year));
  asked.region = request.parameter("region");
  return asked;
}

assess::Sources sources_of(Application& application) {
  return {application.registry.get(), application.cube.get(), application.stop};
}

Result<assess::Assessment> computed(Application& application, const Request& request,
                                    const Asked& asked, const assess::Supposition& supposition = {},
                                    bool with_spread = true) {
  ZH_DO(assess::may_see(*application.registry, request.person));
  ZH_TRY(auto made, assess::score(sources_of(application), *asked.scheme, asked.year, supposition,
                                  with_spread));
  ZH_DO(assess::limit_to_visible(made, *application.registry, request.person));
  return made;
}

Response as_response(std::string body, int status = 200) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Result<Response> list(Application& application, Request&) {
  return as_response(assess::list_json(*application.catalog));
}

Result<Response> ranking(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto made, computed(application, request, asked));
  return as_response(assess::to_json(made, *application.catalog, {}, assess::Detail::totals));
}

Result<Response> sheet(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto made, computed(application, request, asked));
  if (made.find(asked.region) == nullptr) {
    return fail(assess::region_unknown, "region", asked.region);
  }
  return as_response(assess::to_json(made, *application.catalog, asked.region));
}

Result<assess::Supposition> supposition_of(Application& application, const Request& request,
                                           const Asked& asked) {
  assess::Supposition all;
  for (const auto& text : request.parameters("suppose")) {
    ZH_DO(assess::suppose(all, *application.catalog, *asked.scheme, text));
  }
  for (const auto& text : request.parameters("exclude")) {
    const auto slash = std::min(text.find('/'), text.size());
    ZH_TRY(const auto* of, application.registry->find_register(text.substr(0, slash)));
    // Nobody learns from here which records there are that they may not see.
    std::vector<std::string> columns;
    ZH_TRY(const auto record,
           application.registry->find(
               request.person, *of, std::string_view(text).substr(std::min(slash + 1, text.size())),
               columns));
    static_cast<void>(record);
    all.excluded.push_back(text);
  }
  return all;
}

Result<Response> what_if(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto supposition, supposition_of(application, request, asked));
  ZH_TRY(const auto before, computed(application, request, asked, {}, false));
  ZH_TRY(const auto after, computed(application, request, asked, supposition));
  const std::string now =
      asked.region.empty()
          ? assess::to_json(after, *application.catalog, {}, assess::Detail::totals)
          : assess::to_json(after, *application.catalog, asked.region);
  return as_response(R"({"differences":)" + assess::to_json(assess::differences(before, after)) +
                     R"(,"assessment":)" + now + "}");
}

Result<int> round_of(const Request& request, const char* name) {
  const std::string text = request.parameter(name);
  return text.empty() ? Result<int>(0) : whole_number(text, name, "1, 2, …");
}

Result<Response> frozen(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto round, round_of(request, "round"));
  ZH_TRY(auto made,
         assess::frozen(*application.registry, request.person, *asked.scheme, asked.year, round));
  ZH_DO(assess::limit_to_visible(made.assessment, *application.registry, request.person));
  return as_response(R"({"round":)" + std::to_string(made.round) + R"(,"digest":")" + made.digest +
                     R"(","assessment":)" +
                     assess::to_json(made.assessment, *application.catalog, asked.region) + "}");
}

Result<Response> differences(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto round, round_of(request, "round"));
  ZH_TRY(const auto with, round_of(request, "with"));
  ZH_TRY(const auto before,
         assess::frozen(*application.registry, request.person, *asked.scheme, asked.year, round));
  assess::Assessment after;
  std::string digest = asked.scheme->digest;
  if (with > 0) {
    ZH_TRY(auto later,
           assess::frozen(*application.registry, request.person, *asked.scheme, asked.year, with));
    after = std::move(later.assessment);
    digest = later.digest;
  } else {
    ZH_TRY(after, computed(application, request, asked, {}, false));
  }
  ZH_TRY(const auto comparison,
         assess::compare_sheets(sources_of(application), *asked.scheme, asked.year,
                                before.assessment, after, before.digest, digest));
  return as_response(assess::to_json(comparison));
}

Result<Response> cases(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_of(application, request, request.parameter("year")));
  ZH_TRY(const auto all, assess::cases(*application.registry, request.person, *asked.scheme,
                                       asked.year, china_date(now())));
  return as_response(assess::to_json(all));
}

Result<Asked> asked_in_body(Application& application, const Request& request) {
  ZH_TRY(const auto body, body_object(request));
  const auto* year = body.if_contains("year");
  std::string text = text_of(body, "year");
  if (year != nullptr && year->is_int64()) text = std::to_string(year->as_int64());
  return asked_of(application, request, text);
}

Result<Response> freeze(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_in_body(application, request));
  ZH_DO(assess::may_freeze(*application.registry, request.person, *asked.scheme));
  ZH_TRY(const auto made, computed(application, request, asked));
  ZH_TRY(const auto round,
         assess::freeze(sources_of(application), made, request.person, china_date(now())));
  return json_response(json::object{{"round", round}, {"sheets", made.sheets.size()}}, 201);
}

Result<Response> publish(Application& application, Request& request) {
  ZH_TRY(const auto asked, asked_in_body(application, request));
  ZH_DO(assess::may_freeze(*application.registry, request.person, *asked.scheme));
  ZH_TRY(const auto count, assess::publish(*application.registry, *asked.scheme, asked.year,
                                           request.person, china_date(now())));
  return json_response(json::object{{"published", count}}, 201);
}

}  // namespace

std::vector<Route> assessment_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* method, const std::string& pattern, Run run) {
    const bool open = pattern == "/api/assessments";
    return Route{.method = method,
                 .pattern = pattern,
                 .access = open ? Access::everyone : Access::logged_in,
                 .changes = method == std::string_view("POST"),
                 .run = [with, run](Request& request) { return run(*with, request); }};
  };
  const std::string scheme = "/api/assessments/{scheme}/";
  return {
      route("GET", "/api/assessments", list),    route("GET", scheme + "ranking", ranking),
      route("GET", scheme + "sheet", sheet),     route("GET", scheme + "what-if", what_if),
      route("GET", scheme + "frozen", frozen),   route("GET", scheme + "differences", differences),
      route("GET", scheme + "cases", cases),     route("POST", scheme + "freeze", freeze),
      route("POST", scheme + "publish", publish)};
}

}  // namespace zhiheng::api
