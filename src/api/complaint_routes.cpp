// Complaints of consumers who have no account: filed, followed, withdrawn, rated by a code.

#include <algorithm>

#include "api/forms.h"
#include "api/public_routes.h"
#include "base/uuid.h"
#include "registry/lifecycle_json.h"
#include "reporter/complaints.h"

namespace zhiheng::api {
namespace {

using reporter::Complaints;

const catalog::Register& complaint_register(const Application& application) {
  return *application.catalog->find_register("complaint");
}

Response refusal(const Application& application, const Request& request,
                 const std::vector<Error>& errors) {
  return problem(*application.catalog, &complaint_register(application), errors, request.language,
                 "urn:uuid:" + to_text(make_uuid()));
}

Result<Response> form(const Application& application, Complaints& complaints, Request&) {
  const auto& of = complaint_register(application);
  ZH_TRY(const auto asked, complaints.asked());
  json::array fields;
  for (const auto& [field, required] : asked) {
    json::object one = field_json(of, *field);
    one["required"] = required;
    fields.push_back(std::move(one));
  }
  return json_response(json::object{{"fields", std::move(fields)}});
}

Result<Response> file(const Application& application, Complaints& complaints, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  std::vector<Error> errors;
  ZH_TRY(auto written, written_values(complaint_register(application), body, errors));
  if (!errors.empty()) return refusal(application, request, errors);
  ZH_TRY(const auto filed,
         complaints.file(written.columns, std::move(written.entry.values), now(), request.address));
  if (!filed.errors.empty()) return refusal(application, request, filed.errors);
  return private_response(json::object{{"code", filed.code}, {"number", filed.number}}, 201);
}

json::array steps_asked(const catalog::Register& of,
                        const std::vector<const catalog::Step*>& steps) {
  json::array list;
  for (const auto* step : steps) {
    json::array fields;
    for (const auto& name : step->required_fields) {
      json::object one = field_json(of, *of.find_field(name));
      one["required"] = true;
      fields.push_back(std::move(one));
    }
    list.push_back(json::object{
        {"name", step->name}, {"title", as_json(step->title)}, {"fields", std::move(fields)}});
  }
  return list;
}

json::object state_json(const catalog::Register& of, const std::string& name) {
  const auto state = std::ranges::find(of.states, name, &catalog::State::name);
  return {{"name", name},
          {"title", as_json(registry::state_title(of, name))},
          {"final", state != of.states.end() && state->final}};
}

json::object standing_json(const catalog::Register& of,
                           const reporter::ComplaintStanding& standing) {
  json::array values, past, messages, handovers;
  for (const auto& [field, value] : standing.values) {
    values.push_back(
        json::object{{"field", field_json(of, *field)}, {"value", as_json(value, *field)}});
  }
  for (const auto& one : standing.past) {
    json::object event{{"at", to_china_text(one.at)}, {"state", state_json(of, one.state)}};
    if (const auto* step = of.find_step(one.step)) event["step"] = as_json(step->title);
    past.push_back(std::move(event));
  }
  for (const auto& one : standing.messages) {
    messages.push_back(
        json::object{{"at", to_china_text(one.at)}, {"mine", one.by_reporter}, {"text", one.text}});
  }
  for (const auto& one : standing.handovers) {
    handovers.push_back(json::object{{"to", one.to},
                                     {"sent_on", one.sent_on},
                                     {"received_on", one.received_on},
                                     {"their_number", one.their_number}});
  }
  return {{"state", state_json(of, standing.state)},
          {"values", std::move(values)},
          {"clocks", registry::clocks_json(standing.clocks)},
          {"past", std::move(past)},
          {"messages", std::move(messages)},
          {"handovers", std::move(handovers)},
          {"steps", steps_asked(of, standing.steps)}};
}

Result<Response> follow(const Application& application, Complaints& complaints, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_TRY(const auto standing, complaints.follow(text_of(body, "code"), now()));
  return private_response(standing_json(complaint_register(application), standing));
}

Result<Response> say(const Application&, Complaints& complaints, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_DO(complaints.say(text_of(body, "code"), text_of(body, "text"), now()));
  return private_response(json::object{{"taken", true}}, 201);
}

Result<Response> step(const Application& application, Complaints& complaints, Request& request) {
  ZH_TRY(json::object body, body_object(request));
  if (!body.contains("values")) body["values"] = json::object();
  std::vector<Error> errors;
  ZH_TRY(auto written, written_values(complaint_register(application), body, errors));
  if (!errors.empty()) return refusal(application, request, errors);
  ZH_TRY(errors, complaints.take(text_of(body, "code"), text_of(body, "step"), written.columns,
                                 std::move(written.entry.values), now()));
  if (!errors.empty()) return refusal(application, request, errors);
  return private_response(json::object{{"taken", true}});
}

}  // namespace

std::vector<Route> complaint_routes(Application& application) {
  const auto complaints = std::make_shared<Complaints>(*application.registry);
  const auto answered = [with = &application, complaints](auto run) {
    return [with, complaints, run](Request& request) { return run(*with, *complaints, request); };
  };
  const auto posted = [&](const char* pattern, auto run) {
    return Route{.method = "POST",
                 .pattern = pattern,
                 .changes = true,
                 .largest_body = 64U << 10,
                 .run = answered(run)};
  };
  return {
      {.method = "GET", .pattern = "/api/complaints/form", .run = answered(form)},
      posted("/api/complaints", file),
      posted("/api/complaints/follow", follow),
      posted("/api/complaints/messages", say),
      posted("/api/complaints/steps", step),
  };
}

}  // namespace zhiheng::api
