// Named queries: kept under a name, asked again and again.

#include "api/epcis.h"
#include "api/epcis_live.h"
#include "api/failures.h"
#include "api/json.h"
#include "base/text.h"
#include "registry/failures.h"
#include "trace/event_store.h"
#include "trace/failures.h"

namespace zhiheng::api {
namespace {

constexpr std::string_view query_space = "epcis_query";
constexpr std::size_t longest_name = 200;

/// A query as the standard's body says it: {"name": …, "query": {parameter: value}}.
std::vector<trace::Parameter> parameters_of(const json::object& query) {
  std::vector<trace::Parameter> parameters;
  for (const auto& [name, value] : query) {
    if (name == "@context") continue;
    trace::Parameter& made = parameters.emplace_back();
    made.name = name;
    const auto add = [&](const json::value& item) {
      if (item.is_string()) {
        made.values.emplace_back(item.get_string());
      } else if (!item.is_null()) {
        made.values.push_back(json::serialize(item));
      }
    };
    if (value.is_array()) {
      for (const json::value& item : value.get_array()) add(item);
    } else {
      add(value);
    }
  }
  return parameters;
}

void add_prefixes(const json::value& context, trace::QueryReading& reading) {
  if (context.is_array()) {
    for (const json::value& item : context.get_array()) add_prefixes(item, reading);
  } else if (context.is_object()) {
    for (const auto& [prefix, uri] : context.get_object()) {
      if (uri.is_string()) reading.prefixes[std::string(prefix)] = std::string(uri.get_string());
    }
  }
}

/// @param extensions  of the header GS1-Extensions
Result<trace::EventQuery> parsed(Application& application, const std::string& extensions,
                                 const json::object& query) {
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  Request request;
  request.headers["gs1-extensions"] = extensions;
  trace::QueryReading reading = query_reading(*queries, request);
  if (const json::value* context = query.if_contains("@context")) add_prefixes(*context, reading);
  return trace::parse_event_query(parameters_of(query), reading);
}

Result<void> may_ask(Application& application, const Request& request) {
  ZH_TRY(const catalog::Register* const of,
         application.registry->find_register(trace::event_register));
  if (application.registry->access(request.person, *of).read) return {};
  return fail(registry::not_allowed, of->name, request.person.user);
}

/// Queries of a firm are its own: nobody else sees their names or finds one taken by them.
constexpr std::string_view of_firms = "firm:";

std::string key_start(Application& application, const Request& request) {
  const catalog::Register* of = application.catalog->find_register(trace::event_register);
  const bool all = of != nullptr && application.registry->access(request.person, *of).reads.all;
  return all ? "" : std::string(of_firms) + request.person.company + ":";
}

Result<json::object> kept_query(Application& application, const Request& request,
                                const std::string& name) {
  ZH_DO(may_ask(application, request));
  ZH_TRY(const std::string key, query_key(application, request, name));
  ZH_TRY(const auto text, application.store->get(query_space, key));
  if (!text) return fail(trace::query_unknown, "name", name);
  return json::parse(*text).as_object();
}

json::object shown(const json::object& kept) {
  return {
      {"name", kept.at("name")}, {"query", kept.at("query")}, {"createdAt", kept.at("createdAt")}};
}

Result<Response> keep_query(Application& application, Request& request) {
  ZH_DO(may_ask(application, request));
  ZH_TRY(const json::object body, body_object(request));
  const std::string name = text_of(body, "name");
  const json::value* query = body.if_contains("query");
  if (name.empty() || name.size() > longest_name || query == nullptr || !query->is_object()) {
    return fail(malformed_body, "", "", R"({"name": …, "query": {parameter: value}})");
  }
  const std::string extensions = request.header("gs1-extensions");
  ZH_DO(parsed(application, extensions, query->get_object()));
  ZH_TRY(const std::string key, query_key(application, request, name));
  ZH_TRY(const auto present, application.store->get(query_space, key));
  if (present) return fail(query_name_taken, "name", name);
  const json::object kept = {{"name", name},
                             {"query", *query},
                             {"extensions", extensions},
                             {"createdAt", to_text(now())},
                             {"user", request.person.user}};
  ZH_DO(application.store->put(query_space, key, json::serialize(kept)));
  Response response = json_response(shown(kept), 201);
  response.headers.emplace_back("Location", "/epcis/queries/" + percent_encoded(name));
  return response;
}

Result<Response> list_queries(Application& application, Request& request) {
  ZH_DO(may_ask(application, request));
  ZH_TRY(const auto all, application.store->list(query_space));
  ZH_TRY(const std::size_t most, wanted_page(request));
  const std::string start = key_start(application, request);
  const std::string after = start + request.parameter("nextPageToken");
  json::array queries;
  std::string last, next;
  for (const auto& [key, text] : all) {
    const bool own = start.empty() ? !key.starts_with(of_firms) : key.starts_with(start);
    if (!own || key <= after) continue;
    if (queries.size() == most) {
      next = last;
      break;
    }
    last = key.substr(start.size());
    queries.push_back(shown(json::parse(text).as_object()));
  }
  Response response = json_response(queries);
  add_next_page(response, request, next);
  return response;
}

Result<Response> show_query(Application& application, Request& request) {
  ZH_TRY(const json::object kept, kept_query(application, request, request.parts[0]));
  return json_response(shown(kept));
}

Result<Response> remove_query(Application& application, Request& request) {
  const std::string& name = request.parts[0];
  ZH_TRY(const json::object kept, kept_query(application, request, name));
  ZH_TRY(const catalog::Register* const of,
         application.registry->find_register(trace::event_register));
  const bool own = text_of(kept, "user") == request.person.user;
  if (!own && !application.registry->access(request.person, *of).administer) {
    return fail(registry::not_allowed, "name", name);
  }
  ZH_TRY(const std::string key, query_key(application, request, name));
  ZH_DO(end_subscriptions(application, key));
  ZH_DO(application.store->erase(query_space, key));
  Response response;
  response.status = 204;
  return response;
}

Result<Response> ask_query(Application& application, Request& request) {
  const std::string& name = request.parts[0];
  ZH_TRY(const json::object kept, kept_query(application, request, name));
  if (to_lower(request.header("upgrade")) == "websocket") {
    ZH_TRY(const std::string key, query_key(application, request, name));
    return open_channel(application, request, key);
  }
  const json::object& query = kept.at("query").as_object();
  std::vector<trace::Parameter> parameters = parameters_of(query);
  for (trace::Parameter& given : query_parameters(request)) {
    if (given.name != "perPage" && given.name != "nextPageToken") {
      return fail(trace::query_parameter_unknown, given.name, {}, "perPage, nextPageToken");
    }
    std::erase_if(parameters, [&](const auto& one) { return one.name == given.name; });
    parameters.push_back(std::move(given));
  }
  // What the query declares is added to what the caller's header says.
  std::string& header = request.headers["gs1-extensions"];
  const auto add = [&](const std::string& pairs) {
    if (!pairs.empty()) header += (header.empty() ? "" : ",") + pairs;
  };
  add(text_of(kept, "extensions"));
  if (const json::value* context = query.if_contains("@context")) {
    trace::QueryReading reading;
    add_prefixes(*context, reading);
    for (const auto& [prefix, uri] : reading.prefixes) add(prefix + "=" + uri);
  }
  return answer_events(application, request, parameters, name);
}

}  // namespace

Result<std::string> query_key(Application& application, const Request& request,
                              const std::string& name) {
  const std::string start = key_start(application, request);
  if (start.empty() && name.starts_with(of_firms)) return fail(trace::query_unknown, "name", name);
  return start + name;
}

Result<trace::EventQuery> named_query(Application& application, const std::string& key) {
  ZH_TRY(const auto text, application.store->get(query_space, key));
  if (!text) return fail(trace::query_unknown, "name", key);
  const json::object kept = json::parse(*text).as_object();
  return parsed(application, text_of(kept, "extensions"), kept.at("query").as_object());
}

std::vector<Route> epcis_query_routes(Application& application) {
  return {epcis_route(application, "POST", "/epcis/queries", keep_query, true),
          epcis_route(application, "GET", "/epcis/queries", list_queries),
          epcis_route(application, "GET", "/epcis/queries/{queryName}", show_query),
          epcis_route(application, "DELETE", "/epcis/queries/{queryName}", remove_query, true),
          epcis_route(application, "GET", "/epcis/queries/{queryName}/events", ask_query)};
}

}  // namespace zhiheng::api
