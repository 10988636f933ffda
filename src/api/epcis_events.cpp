// Events by query, by id, and by what they are about.

#include <sstream>

#include "api/epcis.h"
#include "api/failures.h"
#include "api/json.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/query_answer.h"

namespace zhiheng::api {
namespace {

constexpr const char* context_url =
    "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

Response collection(json::array members) {
  Response response = json_response(json::object{
      {"@context", context_url}, {"type", "Collection"}, {"member", std::move(members)}});
  response.type = "application/ld+json; charset=utf-8";
  return response;
}

Result<Response> top_level(Application&, Request&) {
  return collection({"capture", "events", "queries", "eventTypes", "epcs", "bizSteps",
                     "bizLocations", "readPoints", "dispositions"});
}

Result<Response> events(Application& application, Request& request) {
  return answer_events(application, request, query_parameters(request));
}

Result<Response> event_by_id(Application& application, Request& request) {
  ZH_TRY(const trace::Form form, wanted_form(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(const auto found, queries->find(request.person, request.parts[0]));
  if (found.empty()) return fail(trace::event_unknown, "eventID", request.parts[0]);
  std::ostringstream body;
  trace::write_events(body, form, found, to_text(now()));
  Response response;
  response.body = std::move(body).str();
  response.type = form == trace::Form::json ? "application/ld+json; charset=utf-8"
                                            : "application/xml; charset=utf-8";
  return response;
}

/// A resource that groups events by one of their fields.
struct Resource {
  std::string_view name;       ///< "bizSteps"
  std::string_view parameter;  ///< of the query language
  std::string_view column;     ///< whose values are listed; empty: they are not
};
constexpr Resource resources[] = {
    {"eventTypes", "eventType", "type"},
    {"epcs", "MATCH_anyEPC", ""},
    {"bizSteps", "EQ_bizStep", "biz_step"},
    {"bizLocations", "EQ_bizLocation", "biz_location"},
    {"readPoints", "EQ_readPoint", "read_point"},
    {"dispositions", "EQ_disposition", "disposition"},
};

/// The values that the person's events have, each found behind the one before.
Result<Response> values(Application& application, Request& request, const Resource& resource) {
  if (resource.name == "eventTypes") {
    return collection({"ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent",
                       "AssociationEvent"});
  }
  if (resource.column.empty()) {
    return fail(not_offered, std::string(resource.name), {},
                "/epcis/" + std::string(resource.name) + "/…");
  }
  ZH_TRY(const catalog::Register* const of,
         application.registry->find_register(trace::event_register));
  ZH_TRY(const Sql visible,
         application.registry->visible_rows(request.person, *of, application.store->dialect()));
  const std::string column(resource.column);
  const std::size_t position = *of->position(column);
  ZH_TRY(const int most, page_limit(request));
  json::array members;
  std::string last = request.parameter("nextPageToken");
  bool more = true;
  while (more && static_cast<int>(members.size()) < most) {
    store::Select select{.table = of->name};
    select.where.text =
        (visible.text.empty() ? "" : "(" + visible.text + ") AND ") + column + " > ?";
    select.where.values = visible.values;
    select.where.values.emplace_back(last);
    select.order = {{.column = column}};
    select.limit = 1;
    more = false;
    ZH_DO(application.store->read(select, [&](const store::Version& version) {
      last = std::get<std::string>(version.values[position]);
      members.emplace_back(last);
      more = true;
      return false;
    }));
  }
  Response response = collection(std::move(members));
  if (more) {
    response.headers.emplace_back(
        "Link", "</epcis/" + std::string(resource.name) + "?limit=" + std::to_string(most) +
                    "&nextPageToken=" + percent_encoded(last) + ">; rel=\"next\"");
  }
  return response;
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
  std::string value = request.parts[0];
  if (!value.ends_with(ending)) return collection({"events"});
  value.resize(value.size() - ending.size());
  auto parameters = query_parameters(request);
  parameters.push_back({std::string(resources[number].parameter), {value}});
  return answer_events(application, request, parameters);
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

std::vector<Route> epcis_event_routes(Application& application) {
  std::vector<Route> routes = {
      epcis_route(application, "GET", "/epcis", top_level),
      epcis_route(application, "GET", "/epcis/events", events),
      epcis_route(application, "GET", "/epcis/events/{rest*}", event_by_id)};
  add_resources(application, routes, std::make_index_sequence<std::size(resources)>{});
  return routes;
}

}  // namespace zhiheng::api
