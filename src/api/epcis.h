#pragma once
// The REST interface of EPCIS 2.0 below /epcis: what its parts share. Inside of this room only.

#include <functional>
#include <string>
#include <vector>

#include "api/application.h"
#include "trace/convert.h"
#include "trace/event_query.h"
#include "trace/notation.h"

namespace zhiheng::api {

/// What a capture may hold; told in the headers of OPTIONS.
inline constexpr std::size_t most_captured_events = 10'000;
inline constexpr std::uint64_t largest_capture = 32U << 20;  ///< bytes
inline constexpr std::int64_t events_a_page = 30;

using EpcisRun = Result<Response> (*)(Application&, Request&);

/// A route that negotiates versions, runs, adds the headers of the standard and tells refusals as
/// its exceptions.
[[nodiscard]] Route epcis_route(Application& application, const char* method, const char* pattern,
                                EpcisRun run, bool changes = false);

/// What an answer shall look like: form and notations.
struct Wanted {
  trace::Syntax syntax = trace::Syntax::json;
  trace::Identifiers identifiers = trace::Identifiers::as_captured;
  trace::WordNotation words = trace::WordNotation::address;  ///< of XML only
};

/// From Accept, GS1-EPC-Format and GS1-CBV-XML-Format; JSON and as captured when it does not
/// matter.
/// @fails  api.not_acceptable
[[nodiscard]] Result<Wanted> wanted_answer(const Request& request);

/// Events as a query document, with the headers that say how it is written.
[[nodiscard]] Response event_document(const trace::EventQueries& queries, const Wanted& wanted,
                                      std::vector<trace::FoundEvent> events,
                                      const std::string& query_name = "SimpleEventQuery");

/// The address of the next page, as the header Link says it.
void add_next_page(Response& response, const Request& request, const std::string& token);
/// `perPage`, or the usual number.
/// @fails  api.wrong_parameter
[[nodiscard]] Result<std::size_t> wanted_page(const Request& request);

/// The index and the units; made by `serve`.
/// @fails  api.unexpected
[[nodiscard]] Result<trace::EventQueries*> event_queries(Application& application);

/// One page of a query as a document, with a link to the next one.
[[nodiscard]] Result<Response> answer_events(Application& application, const Request& request,
                                             std::span<const trace::Parameter> parameters,
                                             const std::string& query_name = "SimpleEventQuery");

/// Those parameters of an address that belong to the query; lists divided by "|" are taken apart.
[[nodiscard]] std::vector<trace::Parameter> query_parameters(const Request& request);

/// "ex=https://example.org/" of the header GS1-Extensions.
[[nodiscard]] trace::QueryReading query_reading(const trace::EventQueries& queries,
                                                const Request& request);

/// A text as part of an address, for Link and Location.
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// Where a query of this name is kept: each firm has names of its own.
/// @fails  trace.query_unknown
[[nodiscard]] Result<std::string> query_key(Application& application, const Request& request,
                                            const std::string& name);
/// @fails  trace.query_unknown, and the refusals of the query language
[[nodiscard]] Result<trace::EventQuery> named_query(Application& application,
                                                    const std::string& key);
/// All those to a query that is taken away.
Result<void> end_subscriptions(Application& application, const std::string& query_key);

std::vector<Route> epcis_capture_routes(Application& application);
std::vector<Route> epcis_event_routes(Application& application);
std::vector<Route> epcis_resource_routes(Application& application);
std::vector<Route> epcis_query_routes(Application& application);
std::vector<Route> epcis_subscription_routes(Application& application);

}  // namespace zhiheng::api
