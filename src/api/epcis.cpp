#include "api/epcis.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>

#include "api/epcis_problem.h"
#include "api/failures.h"
#include "base/date.h"
#include "base/text.h"
#include "trace/query_answer.h"

namespace zhiheng::api {
namespace {

constexpr const char* epcis_version = "2.0.0";
constexpr const char* cbv_version = "2.0.0";

/// "2.0.0" as 200; what is no version is 0.
int number_of(std::string_view version) {
  int number = 0;
  for (int part = 0; part < 3; ++part) {
    int value = 0;
    const auto read = std::from_chars(version.data(), version.data() + version.size(), value);
    if (read.ec == std::errc{}) {
      version.remove_prefix(static_cast<std::size_t>(read.ptr - version.data()));
      if (!version.empty()) version.remove_prefix(1);
    }
    number = number * 10 + std::min(value, 9);
  }
  return number;
}

/// The caller may say which editions it understands.
Result<void> negotiate(const Request& request) {
  struct Edition {
    const char* least;
    const char* most;
    const char* ours;
  };
  for (const Edition& edition : {Edition{"gs1-epcis-min", "gs1-epcis-max", epcis_version},
                                 Edition{"gs1-cbv-min", "gs1-cbv-max", cbv_version}}) {
    const std::string least = request.header(edition.least);
    const std::string most = request.header(edition.most);
    const int ours = number_of(edition.ours);
    if ((!least.empty() && number_of(least) > ours) || (!most.empty() && number_of(most) < ours)) {
      return fail(not_acceptable, edition.least, least.empty() ? most : least, edition.ours);
    }
  }
  return {};
}

void add_headers(Response& response) {
  response.headers.emplace_back("GS1-EPCIS-Version", epcis_version);
  response.headers.emplace_back("GS1-CBV-Version", cbv_version);
}

Response capabilities(const std::string& path, const std::string& methods) {
  Response response;
  response.status = 204;
  add_headers(response);
  const std::pair<const char*, std::string> more[] = {
      {"Allow", methods + ", OPTIONS"},
      {"GS1-EPCIS-Min", epcis_version},
      {"GS1-EPCIS-Max", epcis_version},
      {"GS1-CBV-Min", cbv_version},
      {"GS1-CBV-Max", cbv_version},
      {"GS1-EPC-Format", "No_Preference"},
      {"GS1-CBV-XML-Format", "Always_Web_URI"},
      {"GS1-Vendor-Version", "zhiheng"},
  };
  for (const auto& [name, value] : more) response.headers.emplace_back(name, value);
  if (path == "/epcis/capture") {
    response.headers.emplace_back("GS1-EPCIS-Capture-Limit", std::to_string(most_captured_events));
    response.headers.emplace_back("GS1-EPCIS-Capture-File-Size-Limit",
                                  std::to_string(largest_capture));
    response.headers.emplace_back("GS1-Capture-Error-Behaviour", "rollback, proceed");
  }
  return response;
}

}  // namespace

Route epcis_route(Application& application, const char* method, const char* pattern, EpcisRun run,
                  bool changes) {
  Application* const with = &application;
  return Route{.method = method,
               .pattern = pattern,
               .access = Access::logged_in,
               .changes = changes,
               .largest_body = changes ? largest_capture : 0,
               .run = [with, run](Request& request) -> Result<Response> {
                 ZH_DO(negotiate(request));
                 ZH_TRY(Response response, run(*with, request));
                 add_headers(response);
                 return response;
               }};
}

Result<trace::Form> wanted_form(const Request& request) {
  const std::string accept = to_lower(request.header("accept"));
  const auto has = [&](std::string_view type) { return accept.find(type) != std::string::npos; };
  if (accept.empty() || has("json") || has("*/*") || has("application/*")) return trace::Form::json;
  if (has("application/xml") || has("text/xml")) return trace::Form::xml;
  return fail(not_acceptable, "Accept", accept, "application/ld+json | application/xml");
}

Result<trace::EventQueries*> event_queries(Application& application) {
  if (application.epcis == nullptr) return fail(unexpected);
  return application.epcis.get();
}

std::string percent_encoded(std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string made;
  for (const char sign : text) {
    const auto byte = static_cast<unsigned char>(sign);
    const bool plain = (sign >= '0' && sign <= '9') || (sign >= 'a' && sign <= 'z') ||
                       (sign >= 'A' && sign <= 'Z') || sign == '-' || sign == '.' || sign == '_' ||
                       sign == '~';
    if (plain) {
      made += sign;
    } else {
      made += {'%', hex[byte >> 4], hex[byte & 15]};
    }
  }
  return made;
}

std::vector<trace::Parameter> query_parameters(const Request& request) {
  std::vector<trace::Parameter> parameters;
  for (const auto& [name, text] : request.query) {
    if (name == "language") continue;
    trace::Parameter made{name, {}};
    for (std::size_t from = 0; from < text.size();) {
      const std::size_t end = std::min(text.find('|', from), text.size());
      if (end > from) made.values.push_back(text.substr(from, end - from));
      from = end + 1;
    }
    parameters.push_back(std::move(made));
  }
  return parameters;
}

trace::QueryReading query_reading(const trace::EventQueries& queries, const Request& request) {
  trace::QueryReading reading{.units = &queries.units()};
  std::istringstream list(request.header("gs1-extensions"));
  for (std::string item; std::getline(list, item, ',');) {
    const std::string_view pair = trim(item);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0) continue;
    reading.prefixes[std::string(pair.substr(0, equals))] = pair.substr(equals + 1);
  }
  return reading;
}

Result<Response> answer_events(Application& application, const Request& request,
                               std::span<const trace::Parameter> parameters,
                               const std::string& query_name) {
  ZH_TRY(const trace::Form form, wanted_form(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(const trace::EventQuery query,
         trace::parse_event_query(parameters, query_reading(*queries, request)));
  ZH_TRY(const trace::EventPage page,
         queries->page(request.person, query, events_a_page, application.stop));
  std::ostringstream body;
  trace::write_events(body, form, page.events, to_text(now()), query_name);
  Response response;
  response.body = std::move(body).str();
  response.type = form == trace::Form::json ? "application/ld+json; charset=utf-8"
                                            : "application/xml; charset=utf-8";
  if (!page.next.empty()) {
    std::string link = "<" + percent_encoded(request.path);
    for (std::size_t at = link.find("%2F"); at != std::string::npos; at = link.find("%2F", at)) {
      link.replace(at, 3, "/");
    }
    char divider = '?';
    for (const auto& [name, text] : request.query) {
      if (name == "nextPageToken") continue;
      link += divider + percent_encoded(name) + "=" + percent_encoded(text);
      divider = '&';
    }
    link += divider + ("nextPageToken=" + percent_encoded(page.next)) + ">; rel=\"next\"";
    response.headers.emplace_back("Link", std::move(link));
  }
  return response;
}

std::vector<Route> epcis_routes(Application& application) {
  std::vector<Route> all;
  for (auto&& part : {epcis_capture_routes(application), epcis_event_routes(application),
                      epcis_query_routes(application)}) {
    std::ranges::copy(part, std::back_inserter(all));
  }
  // What an address can do is told to everyone.
  std::map<std::string, std::string> methods;
  for (const Route& route : all) {
    std::string& known = methods[route.pattern];
    known += (known.empty() ? "" : ", ") + route.method;
  }
  for (const auto& [pattern, known] : methods) {
    all.push_back({.method = "OPTIONS",
                   .pattern = pattern,
                   .run = [known = known](Request& request) -> Result<Response> {
                     return capabilities(request.path, known);
                   }});
  }
  return all;
}

}  // namespace zhiheng::api
