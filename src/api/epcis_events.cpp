// Events by query and by id.

#include "api/epcis.h"
#include "trace/failures.h"

namespace zhiheng::api {
namespace {

Result<Response> events(Application& application, Request& request) {
  return answer_events(application, request, query_parameters(request));
}

Result<Response> event_by_id(Application& application, Request& request) {
  ZH_TRY(const Wanted wanted, wanted_answer(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  ZH_TRY(auto found, queries->find(request.person, request.parts[0]));
  if (found.empty()) return fail(trace::event_unknown, "eventID", request.parts[0]);
  return event_document(*queries, wanted, std::move(found));
}

/// A token is a place in an order and holds nothing that could be released.
Result<Response> forget_page(Application&, Request&) {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::vector<Route> epcis_event_routes(Application& application) {
  return {epcis_route(application, "GET", "/epcis/events", events),
          epcis_route(application, "GET", "/epcis/events/{rest*}", event_by_id),
          epcis_route(application, "DELETE", "/epcis/nextPageToken/{token*}", forget_page)};
}

}  // namespace zhiheng::api
