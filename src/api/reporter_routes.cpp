// Reports of violations by people who need not be known, and the opening of identities.

#include "api/application.h"
#include "api/failures.h"
#include "api/forms.h"
#include "base/uuid.h"
#include "reporter/reports.h"

namespace zhiheng::api {
namespace {

Result<Response> file(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  reporter::Filing filing{.region = text_of(body, "region"),
                          .matter = text_of(body, "matter"),
                          .suspect = text_of(body, "suspect"),
                          .suspect_name = text_of(body, "suspect_name"),
                          .place = text_of(body, "place"),
                          .content = text_of(body, "content"),
                          .insider = flag_of(body, "insider")};
  if (const json::value* given = body.if_contains("identity");
      given != nullptr && !given->is_null()) {
    if (!given->is_object()) return fail(malformed_body, "identity", {}, "{…}");
    const json::object& identity = given->get_object();
    filing.identity = reporter::Identity{.name = text_of(identity, "name"),
                                         .phone = text_of(identity, "phone"),
                                         .address = text_of(identity, "address"),
                                         .account = text_of(identity, "account")};
  }
  ZH_TRY(const auto filed, application.reports->file(filing, now(), request.address));
  if (!filed.errors.empty()) {
    return problem(*application.catalog, application.catalog->find_register("violation_report"),
                   filed.errors, request.language, "urn:uuid:" + to_text(make_uuid()));
  }
  return private_response(json::object{{"code", filed.code}}, 201);
}

json::object standing_json(const reporter::Standing& standing, const catalog::Register& of) {
  json::array messages, rewards, openings;
  for (const auto& one : standing.messages) {
    messages.push_back(json::object{
        {"at", to_china_text(one.at)}, {"by_reporter", one.by_reporter}, {"text", one.text}});
  }
  for (const auto& one : standing.rewards) {
    rewards.push_back(json::object{{"state", one.state},
                                   {"amount", one.amount},
                                   {"told_on", one.told_on},
                                   {"claimed_on", one.claimed_on},
                                   {"paid_on", one.paid_on}});
  }
  for (const auto& one : standing.openings) {
    openings.push_back(json::object{{"at", to_china_text(one.at)}, {"ground", one.ground}});
  }
  json::object state{{"name", standing.state}};
  for (const auto& one : of.states) {
    if (one.name == standing.state) state["title"] = as_json(one.title);
  }
  return {{"state", std::move(state)},
          {"received_on", standing.received_on},
          {"decided_on", standing.decided_on},
          {"informed_on", standing.informed_on},
          {"identity_kept", standing.identity_kept},
          {"messages", std::move(messages)},
          {"rewards", std::move(rewards)},
          {"openings", std::move(openings)}};
}

Result<Response> follow(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_TRY(const auto standing, application.reports->follow(text_of(body, "code"), now()));
  const auto* of = application.catalog->find_register("violation_report");
  return private_response(standing_json(standing, *of));
}

Result<Response> reply(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_DO(application.reports->answer(text_of(body, "code"), text_of(body, "text"), now()));
  return private_response(json::object{{"taken", true}}, 201);
}

Result<Response> claim(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  ZH_DO(application.reports->claim(text_of(body, "code"), text_of(body, "account"), now()));
  return private_response(json::object{{"taken", true}}, 201);
}

// Still sealed: the private key stays with the custodian, whose browser opens it.
Result<Response> open(Application& application, Request& request) {
  reporter::Custody custody(*application.registry);
  ZH_TRY(const auto kept, custody.open(request.person, request.parts.at(0)));
  json::array list;
  for (const auto& [place, texts] : kept) {
    list.push_back(
        json::object{{"place", place}, {"sealed", json::array(texts.begin(), texts.end())}});
  }
  return private_response(json::object{{"kept", std::move(list)}});
}

}  // namespace

std::vector<Route> reporter_routes(Application& application) {
  Application* const with = &application;
  const auto posted = [](const char* pattern, Access access, auto run) {
    return Route{.method = "POST",
                 .pattern = pattern,
                 .access = access,
                 .changes = true,
                 .largest_body = 64U << 10,
                 .run = run};
  };
  return {
      posted("/api/reports", Access::everyone,
             [with](Request& request) { return file(*with, request); }),
      posted("/api/reports/follow", Access::everyone,
             [with](Request& request) { return follow(*with, request); }),
      posted("/api/reports/messages", Access::everyone,
             [with](Request& request) { return reply(*with, request); }),
      posted("/api/reports/claim", Access::everyone,
             [with](Request& request) { return claim(*with, request); }),
      posted("/api/identity-openings/{request}/open", Access::logged_in,
             [with](Request& request) { return open(*with, request); }),
  };
}

}  // namespace zhiheng::api
