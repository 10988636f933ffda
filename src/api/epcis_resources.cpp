// What events are about: the values on record, and the events of each.

#include <algorithm>

#include "api/epcis.h"
#include "api/failures.h"
#include "api/json.h"
#include "trace/live_failures.h"

namespace zhiheng::api {
namespace {

constexpr const char* context_url =
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";
constexpr std::string_view standard_types[] = {"ObjectEvent", "AggregationEvent",
                                               "TransactionEvent", "TransformationEvent",
                                               "AssociationEvent"};
constexpr std::size_t most_types = 1000;

using trace::About;

struct Resource {
  std::string_view name;
  About about;
};
constexpr Resource resources[] = {
    {"eventTypes", About::event_type}, {"epcs", About::epc},
    {"bizSteps", About::biz_step},     {"bizLocations", About::biz_location},
    {"readPoints", About::read_point}, {"dispositions", About::disposition},
};

Response collection(json::array members) {
  Response response = json_response(json::object{
      {"@context", context_url}, {"type", "Collection"}, {"member", std::move(members)}});
  response.type = "application/ld+json; charset=utf-8";
  return response;
}

bool is_standard(const Resource& resource, std::string_view value) {
  return resource.about == About::event_type && std::ranges::count(standard_types, value) > 0;
}

Result<Response> top_level(Application&, Request&) {
  json::array members = {"capture", "events", "queries"};
  for (const Resource& resource : resources) members.emplace_back(resource.name);
  return collection(std::move(members));
}

/// The five types of the standard, and those of someone's own that are on record.
Result<Response> event_types(Application& application, Request& request) {
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(const auto page, queries->values(request.person, About::event_type, {}, most_types));
  json::array members;
  for (const std::string_view type : standard_types) members.emplace_back(type);
  for (const std::string& type : page.values) {
    if (std::ranges::count(standard_types, type) == 0) members.emplace_back(type);
  }
  return collection(std::move(members));
}

Result<Response> values(Application& application, Request& request, const Resource& resource) {
  if (resource.about == About::event_type) return event_types(application, request);
  ZH_TRY(const Wanted wanted, wanted_answer(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(const std::size_t most, wanted_page(request));
  ZH_TRY(const auto page,
         queries->values(request.person, resource.about, request.parameter("nextPageToken"), most));
  json::array members;
  for (const std::string& value : page.values) {
    members.emplace_back(trace::in_notation(value, wanted.identifiers, queries->prefixes()));
  }
  Response response = collection(std::move(members));
  response.headers.emplace_back("GS1-EPC-Format", trace::name_of(wanted.identifiers));
  add_next_page(response, request, page.next);
  return response;
}

std::unexpected<Error> no_such(const Resource& resource, const std::string& value) {
  return fail(trace::value_unknown, std::string(resource.name), value.substr(0, 200));
}

Result<bool> knows(Application& application, const Request& request, const Resource& resource,
                   const std::string& value) {
  if (is_standard(resource, value)) return true;
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  return queries->knows(request.person, resource.about, value);
}

/// A pattern stands for many values and need not be one.
Result<Response> events_of(Application& application, Request& request, const Resource& resource,
                           const std::string& value) {
  ZH_TRY(const bool known, knows(application, request, resource, value));
  if (!known && !value.starts_with("urn:epc:idpat:")) return no_such(resource, value);
  auto parameters = query_parameters(request);
  parameters.push_back({std::string(trace::parameter_of(resource.about)), {value}});
  return answer_events(application, request, parameters);
}

template <std::size_t number>
Result<Response> listed(Application& application, Request& request) {
  return values(application, request, resources[number]);
}

/// "/epcis/bizSteps/shipping", "/epcis/bizSteps/shipping/events": a value may itself have slashes,
/// as a Digital Link does.
template <std::size_t number>
Result<Response> below(Application& application, Request& request) {
  constexpr std::string_view ending = "/events";
  const Resource& resource = resources[number];
  std::string value = request.parts[0];
  if (value.ends_with(ending)) {
    value.resize(value.size() - ending.size());
    return events_of(application, request, resource, value);
  }
  ZH_TRY(const bool known, knows(application, request, resource, value));
  if (!known) return no_such(resource, value);
  return collection({"events"});
}

template <std::size_t... numbers>
void add_resources(Application& application, std::vector<Route>& routes,
                   std::index_sequence<numbers...>) {
  const auto add = [&](std::string_view name, EpcisRun list, EpcisRun one) {
    const std::string pattern = "/epcis/" + std::string(name);
    routes.push_back(epcis_route(application, "GET", pattern.c_str(), list));
    routes.push_back(epcis_route(application, "GET", (pattern + "/{rest*}").c_str(), one));
  };
  (add(resources[numbers].name, listed<numbers>, below<numbers>), ...);
}

}  // namespace

std::vector<Route> epcis_resource_routes(Application& application) {
  std::vector<Route> routes = {epcis_route(application, "GET", "/epcis", top_level)};
  add_resources(application, routes, std::make_index_sequence<std::size(resources)>{});
  return routes;
}

}  // namespace zhiheng::api
