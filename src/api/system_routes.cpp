// Health, metrics, the interface's own description.

#include "api/application.h"
#include "api/docs_page.h"
#include "api/json.h"
#include "trace/served_chain.h"

namespace zhiheng::api {

namespace {

Result<Response> health(Application& application, Request&) {
  ZH_TRY(const std::int64_t newest, application.store->newest_commit());
  return json_response(json::object{
      {"status", "ok"}, {"newest_commit", newest}, {"cube", application.cube->position()}});
}

/// The chain that is kept in memory: how far, how large, how large it may become.
std::string chain_metrics(const trace::ServedChain& chain) {
  const trace::ChainStanding at = chain.standing();
  struct Line {
    std::string_view name, help;
    std::int64_t value;
  };
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  std::string text;
  for (const Line& line :
       {Line{"position", "Newest commit that the chain of events has.", at.position},
        Line{"ready", "1 when the chain was read to the end and answers questions.",
             at.ready && !at.full ? 1 : 0},
        Line{"events", "Events in the chain.", number(at.events)},
        Line{"identifiers", "Identifiers in the chain.", number(at.identifiers)},
        Line{"edges", "Places of identifiers in events.", number(at.memory.edge_count)},
        Line{"bytes", "Memory that the chain uses.", number(at.bytes())},
        Line{"bytes_limit", "Memory beyond which the chain takes no more.",
             number(at.most_bytes)}}) {
    const std::string name = "zhiheng_chain_" + std::string(line.name);
    text += "# HELP " + name + " " + std::string(line.help) + "\n# TYPE " + name + " gauge\n" +
            name + " " + std::to_string(line.value) + "\n";
  }
  return text;
}

Result<Response> metrics(Application& application, Request&) {
  ZH_TRY(const std::int64_t newest, application.store->newest_commit());
  Response response;
  response.type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = application.metrics.text();
  response.body +=
      "# HELP zhiheng_commits Newest commit of the store.\n"
      "# TYPE zhiheng_commits counter\nzhiheng_commits " +
      std::to_string(newest) +
      "\n# HELP zhiheng_cube_position Newest commit that the cube has.\n"
      "# TYPE zhiheng_cube_position counter\nzhiheng_cube_position " +
      std::to_string(application.cube->position()) + "\n";
  if (application.chain != nullptr) response.body += chain_metrics(*application.chain);
  ZH_TRY(const auto counts, application.outbox->messages().counts());
  response.body +=
      "# HELP zhiheng_messages Messages by channel and state.\n# TYPE zhiheng_messages gauge\n";
  for (const auto& one : counts) {
    response.body += "zhiheng_messages{channel=\"" + one.channel + "\",state=\"" +
                     std::string(store::name_of(one.state)) + "\"} " + std::to_string(one.number) +
                     "\n";
  }
  return response;
}

}  // namespace

std::vector<Route> system_routes(Application& application) {
  Application* const with = &application;
  return {
      {.method = "GET",
       .pattern = "/healthz",
       .run = [with](Request& request) { return health(*with, request); }},
      {.method = "GET",
       .pattern = "/metrics",
       .run = [with](Request& request) { return metrics(*with, request); }},
      {.method = "GET",
       .pattern = "/api/openapi.json",
       .run = [with](Request&) -> Result<Response> {
         Response response;
         response.body = openapi(*with->catalog, routes(*with));
         return response;
       }},
      {.method = "GET",
       .pattern = "/api/docs",
       .run = [](Request&) -> Result<Response> {
         Response response;
         response.type = "text/html; charset=utf-8";
         response.body = std::string(docs_page);
         return response;
       }},
      {.method = "GET",
       .pattern = "/api/docs.js",
       .run = [](Request&) -> Result<Response> {
         Response response;
         response.type = "text/javascript; charset=utf-8";
         response.body = std::string(docs_script);
         return response;
       }},
  };
}

}  // namespace zhiheng::api
