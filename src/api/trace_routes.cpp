// Questions about the chain of events: those of `zhiheng trace`, asked of the chain that the server
// keeps.

#include <algorithm>
#include <span>

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "api/openapi_parameters.h"
#include "api/trace_questions.h"
#include "trace/served_chain.h"

namespace zhiheng::api {
namespace {

/// "as_known_at" of an address is "as-known-at" of the verb.
std::string option_of(std::string name) {
  std::ranges::replace(name, '_', '-');
  return name;
}

Invocation invocation_for(const Application& application, const Request& request) {
  Invocation call;
  call.json = true;
  call.catalog = application.catalog->folder;
  call.language = request.language;
  call.interrupted = application.stop;
  return call;
}

bool is_switch(std::string_view name) {
  return name == "any_order" || name == "temporal_order" || name == "notices";
}

/// One parameter, as an option or the argument of the verb.
Result<void> put(Invocation& call, const Asking& asking, const std::string& name,
                 const std::string& value) {
  if (asking.identifier != nullptr && name == asking.identifier) {
    call.arguments["ID"] = {value};
    return {};
  }
  const auto known = trace_parameters(asking.question);
  const auto found = std::ranges::find(known, name, &RouteParameter::name);
  if (found == known.end()) {
    std::string wanted;
    for (const RouteParameter& each : known)
      wanted.append(wanted.empty() ? "" : ", ").append(each.name);
    return fail(wrong_parameter, name, value, wanted);
  }
  if (is_switch(name)) {
    if (value != "0" && value != "1") return fail(wrong_parameter, name, value, "0, 1");
    if (value == "0") return {};
  }
  auto& values = call.options[option_of(name)];
  if (!values.empty() && !found->repeated) return fail(wrong_parameter, name, value, "1");
  values.push_back(value);
  return {};
}

Result<Invocation> read_address(const Application& application, const Request& request,
                                const Asking& asking) {
  Invocation call = invocation_for(application, request);
  for (const auto& [name, value] : request.query) {
    if (name == "language") continue;
    if (!value.empty()) ZH_DO(put(call, asking, name, value));
  }
  if (asking.identifier != nullptr && call.argument("ID").empty()) {
    return fail(wrong_parameter, asking.identifier, "", "(01)06901234567892(10)A1");
  }
  return call;
}

/// Texts, lists of texts, numbers and truth values.
Result<Invocation> read_body(const Application& application, const Request& request,
                             const Asking& asking) {
  ZH_TRY(const json::object body, body_object(request));
  Invocation call = invocation_for(application, request);
  for (const auto& [key, value] : body) {
    const std::string name(key);
    const auto each = [&](const json::value& one) -> Result<void> {
      if (one.is_string()) return put(call, asking, name, std::string(one.get_string()));
      if (one.is_bool()) return put(call, asking, name, one.get_bool() ? "1" : "0");
      if (one.is_number()) return put(call, asking, name, json::serialize(one));
      return fail(malformed_body, name, json::serialize(one).substr(0, 80), "text");
    };
    if (value.is_null()) continue;
    if (!value.is_array()) {
      ZH_DO(each(value));
      continue;
    }
    for (const json::value& one : value.get_array()) ZH_DO(each(one));
  }
  return call;
}

}  // namespace

Result<trace::ServedChain*> served_chain(Application& application) {
  if (application.chain == nullptr) return fail(unexpected);
  return application.chain.get();
}

Result<Invocation> read_question(const Application& application, const Request& request,
                                 const Asking& asking) {
  return request.method == "POST" ? read_body(application, request, asking)
                                  : read_address(application, request, asking);
}

namespace {

Response text_response(std::string text) {
  Response response;
  response.body = std::move(text);
  return response;
}

Result<Response> ask(Application& application, const Request& request, const Asking& asking) {
  ZH_TRY(const Invocation call, read_question(application, request, asking));
  ZH_TRY(trace::ServedChain* const chain, served_chain(application));
  ZH_TRY(std::string text, chain->ask(request.person, call, asking.question));
  return text_response(std::move(text));
}

/// How far the chain is; says nothing of what is in it.
Result<Response> standing(Application& application, const Request&) {
  ZH_TRY(trace::ServedChain* const chain, served_chain(application));
  const trace::ChainStanding at = chain->standing();
  return json_response(json::object{{"ready", at.ready},
                                    {"full", at.full},
                                    {"done", at.done},
                                    {"position", at.position},
                                    {"newest", at.newest}});
}

Route route(Application& application, const char* method, Asking asking) {
  Application* const with = &application;
  return {.method = method,
          .pattern = "/api/v1/trace/" + std::string(asking.question),
          .access = Access::logged_in,
          .run = [with, asking](Request& request) { return ask(*with, request, asking); }};
}

}  // namespace

std::vector<Route> trace_routes(Application& application) {
  Application* const with = &application;
  std::vector<Route> all = {{.method = "GET",
                             .pattern = "/api/v1/trace",
                             .access = Access::logged_in,
                             .run = [with](Request& request) { return standing(*with, request); }}};
  for (const char* question : {"backward", "forward", "state", "graph", "steps"}) {
    all.push_back(route(application, "GET", {question, "id"}));
  }
  all.push_back(route(application, "GET", {"search", "q"}));
  for (const char* question : {"gaps", "clones", "balance", "suspects", "rules"}) {
    all.push_back(route(application, "GET", {question}));
  }
  all.push_back(route(application, "POST", {"recall"}));
  std::ranges::move(recall_routes(application), std::back_inserter(all));
  return all;
}

}  // namespace zhiheng::api
