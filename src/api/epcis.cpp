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
#include "trace/value_forms.h"

namespace zhiheng::api {
namespace {

constexpr const char* epcis_version = "2.0.0";
constexpr const char* cbv_version = "2.0.0";
constexpr std::size_t most_a_page = 1000;

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

std::unexpected<Error> unacceptable(const char* header, const std::string& found,
                                    const char* wanted) {
  return fail(not_acceptable, header, found.substr(0, 60), wanted);
}

/// The caller may say which editions it understands, and in which one it writes.
Result<void> negotiate(const Request& request) {
  struct Edition {
    const char* least;
    const char* most;
    const char* written;
    const char* ours;
  };
  const Edition editions[] = {
      {"gs1-epcis-min", "gs1-epcis-max", "gs1-epcis-version", epcis_version},
      {"gs1-cbv-min", "gs1-cbv-max", "gs1-cbv-version", cbv_version}};
  for (const Edition& edition : editions) {
    const int ours = number_of(edition.ours);
    for (const char* header : {edition.least, edition.most, edition.written}) {
      const std::string given = request.header(header);
      if (given.empty()) continue;
      const int number = number_of(given);
      const bool fits = header == edition.most ? number >= ours : number <= ours;
      if (!trace::is_version(given) || !fits) return unacceptable(header, given, edition.ours);
    }
  }
  return {};
}

/// "ex=https://example.org/, …": pairs of prefix and namespace.
Result<void> check_extensions(const Request& request) {
  std::istringstream list(request.header("gs1-extensions"));
  for (std::string item; std::getline(list, item, ',');) {
    const std::string_view pair = trim(item);
    const std::size_t equals = pair.find('=');
    const bool named = equals != std::string_view::npos && equals > 0;
    if (pair.empty() || (named && trace::is_uri(pair.substr(equals + 1)))) continue;
    return fail(wrong_parameter, "GS1-Extensions", std::string(pair.substr(0, 60)),
                "ex=https://example.org/");
  }
  return {};
}

/// Address and parameters in words, for the log of reads.
std::string request_text(const Request& request) {
  std::string text = request.path;
  for (const auto& [name, value] : request.query) text += " " + name + "=" + value;
  return text;
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
      {"GS1-EPC-Format",
       "No_Preference, Always_GS1_Digital_Link, Always_EPC_URN, "
       "Never_Translates"},
      {"GS1-CBV-XML-Format", "No_Preference, Always_Web_URI, Always_URN"},
      {"GS1-Vendor-Version", "zhiheng"},
  };
  for (const auto& [name, value] : more) response.headers.emplace_back(name, value);
  if (path == "/epcis/capture") {
    response.headers.emplace_back("GS1-EPCIS-Capture-Limit", std::to_string(most_captured_events));
    response.headers.emplace_back("GS1-EPCIS-Capture-File-Size-Limit",
                                  std::to_string(largest_capture));
    response.headers.emplace_back("GS1-Capture-Error-Behaviour", "all");
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
                 ZH_DO(check_extensions(request));
                 ZH_TRY(Response response, run(*with, request));
                 add_headers(response);
                 return response;
               }};
}

Result<Wanted> wanted_answer(const Request& request) {
  Wanted wanted;
  const std::string accept = to_lower(request.header("accept"));
  const auto has = [&](std::string_view type) { return accept.find(type) != std::string::npos; };
  if (!accept.empty() && !has("json") && !has("*/*") && !has("application/*")) {
    if (!has("application/xml") && !has("text/xml")) {
      return unacceptable("Accept", accept, "application/ld+json | application/xml");
    }
    wanted.syntax = trace::Syntax::xml;
  }
  if (const std::string given = request.header("gs1-epc-format"); !given.empty()) {
    const auto named = trace::identifiers_named(given);
    if (!named) {
      return unacceptable("GS1-EPC-Format", given, "Always_GS1_Digital_Link | Always_EPC_URN | …");
    }
    wanted.identifiers = *named;
  }
  const std::string words = request.header("gs1-cbv-xml-format");
  if (words.empty() || wanted.syntax == trace::Syntax::json) return wanted;
  const auto named = trace::words_named(words);
  if (!named) return unacceptable("GS1-CBV-XML-Format", words, "Always_Web_URI | Always_URN");
  wanted.words = *named;
  return wanted;
}

Response event_document(const trace::EventQueries& queries, const Wanted& wanted,
                        std::vector<trace::FoundEvent> events, const std::string& query_name) {
  const bool json = wanted.syntax == trace::Syntax::json;
  for (trace::FoundEvent& found : events) {
    found.event = trace::in_notation(std::move(found.event), wanted.identifiers, wanted.words,
                                     queries.prefixes());
  }
  std::ostringstream body;
  trace::write_events(body, wanted.syntax, events, to_text(now()), query_name);
  Response response;
  response.body = std::move(body).str();
  response.type = json ? "application/ld+json; charset=utf-8" : "application/xml; charset=utf-8";
  response.headers.emplace_back("GS1-EPC-Format", trace::name_of(wanted.identifiers));
  if (!json) response.headers.emplace_back("GS1-CBV-XML-Format", trace::name_of(wanted.words));
  return response;
}

void add_next_page(Response& response, const Request& request, const std::string& token) {
  if (token.empty()) return;
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
  link += divider + ("nextPageToken=" + percent_encoded(token)) + ">; rel=\"next\"";
  response.headers.emplace_back("Link", std::move(link));
}

Result<std::size_t> wanted_page(const Request& request) {
  const std::string text = request.parameter("perPage");
  if (text.empty()) return static_cast<std::size_t>(events_a_page);
  std::size_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  if (!whole || number < 1 || number > most_a_page) {
    return fail(wrong_parameter, "perPage", text, "1.." + std::to_string(most_a_page));
  }
  return number;
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
  ZH_TRY(const Wanted wanted, wanted_answer(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(const trace::EventQuery query,
         trace::parse_event_query(parameters, query_reading(*queries, request)));
  ZH_TRY(trace::EventPage page, queries->page(request.person, query, events_a_page,
                                              application.stop, {"query", request_text(request)}));
  Response response = event_document(*queries, wanted, std::move(page.events), query_name);
  add_next_page(response, request, page.next);
  return response;
}

std::vector<Route> epcis_routes(Application& application) {
  std::vector<Route> all;
  for (auto&& part : {epcis_capture_routes(application), epcis_event_routes(application),
                      epcis_resource_routes(application), epcis_query_routes(application),
                      epcis_subscription_routes(application)}) {
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
                     ZH_DO(negotiate(request));
                     return capabilities(request.path, known);
                   }});
  }
  return all;
}

}  // namespace zhiheng::api
