// Subscriptions to named queries.

#include <algorithm>

#include "api/epcis.h"
#include "api/epcis_live.h"
#include "api/failures.h"
#include "api/json.h"
#include "api/subscription_sender.h"
#include "base/uuid.h"
#include "registry/failures.h"
#include "trace/event_store.h"
#include "trace/failures.h"
#include "trace/live_failures.h"
#include "trace/subscription_runner.h"

namespace zhiheng::api {
namespace {

Result<json::object> shown(Application& application, const trace::Subscription& of) {
  json::object made = {{"subscriptionID", of.id},
                       {"queryName", of.name},
                       {"dest", of.dest},
                       {"createdAt", to_text(of.created)},
                       {"minRecordTime", to_text(of.min_record_time())},
                       {"epcFormat", std::string(trace::name_of(of.identifiers))}};
  ZH_TRY(const auto last, application.sender->last_notified(of.target));
  if (last) made["lastNotifiedAt"] = to_text(*last);
  if (of.controls.initial_record_time) {
    made["initialRecordTime"] = to_text(*of.controls.initial_record_time);
  }
  if (of.controls.stream) {
    made["stream"] = true;
    return made;
  }
  json::object schedule;
  for (const trace::Parameter& field : of.controls.fields) {
    schedule[field.name] = field.values.front();
  }
  made["schedule"] = std::move(schedule);
  made["reportIfEmpty"] = of.controls.report_if_empty;
  made["timeZone"] = of.controls.zone.empty() ? "Asia/Shanghai" : of.controls.zone;
  return made;
}

/// The query must be there, or whoever asks learns from us what others subscribed to.
Result<std::string> known_query(Application& application, const Request& request) {
  ZH_TRY(const catalog::Register* const of,
         application.registry->find_register(trace::event_register));
  if (!application.registry->access(request.person, *of).read) {
    return fail(registry::not_allowed, of->name, request.person.user);
  }
  if (!application.sender || !application.subscriptions) return fail(unexpected);
  ZH_TRY(const std::string key, query_key(application, request, request.parts[0]));
  ZH_DO(named_query(application, key));
  return key;
}

/// Others' subscriptions are not told from those that are not.
Result<trace::Subscription> own(Application& application, const Request& request) {
  ZH_TRY(const std::string key, known_query(application, request));
  ZH_TRY(auto found, application.subscriptions->find(request.parts[1]));
  if (found.query != key || found.user != request.person.user) {
    return fail(trace::subscription_unknown, "subscriptionID", request.parts[1].substr(0, 100));
  }
  return found;
}

Result<Response> subscribe(Application& application, Request& request) {
  ZH_TRY(const std::string key, known_query(application, request));
  if (const std::string type = request.header("content-type");
      !type.empty() && type.find("json") == std::string::npos) {
    return fail(media_type_unsupported, "Content-Type", type, "application/json");
  }
  ZH_TRY(trace::SubscriptionRequest asked, trace::parse_subscription(request.body));
  ZH_TRY(const trace::EventQuery query, named_query(application, key));
  ZH_DO(trace::check_subscribable(query));
  ZH_TRY(const Wanted wanted, wanted_answer(request));
  ZH_TRY(trace::EventQueries* const queries, event_queries(application));
  trace::Subscription made{.id = to_text(make_uuid()),
                           .query = key,
                           .name = request.parts[0],
                           .user = request.person.user,
                           .dest = asked.dest,
                           .target = {},
                           .controls = std::move(asked.controls),
                           .identifiers = wanted.identifiers,
                           .created = now()};
  ZH_TRY(made.progress, trace::first_progress(*queries, made.controls, made.created));
  ZH_TRY(made.target, application.sender->add(made.user, made.dest, asked.signature_token));
  if (auto added = application.subscriptions->add(made); !added) {
    ZH_DO(application.sender->remove(made.target));
    return std::unexpected(std::move(added).error());
  }
  ZH_TRY(json::object body, shown(application, made));
  Response response = json_response(std::move(body), 201);
  response.headers.emplace_back("Location", "/epcis/queries/" + percent_encoded(request.parts[0]) +
                                                "/subscriptions/" + made.id);
  return response;
}

Result<Response> list(Application& application, Request& request) {
  ZH_TRY(const std::string key, known_query(application, request));
  ZH_TRY(const std::size_t most, wanted_page(request));
  ZH_TRY(const auto all, application.subscriptions->all());
  const std::string after = request.parameter("nextPageToken");
  json::array members;
  std::string last, next;
  for (const trace::Subscription& one : all) {
    if (one.query != key || one.user != request.person.user || one.id <= after) continue;
    if (members.size() == most) {
      next = last;
      break;
    }
    last = one.id;
    ZH_TRY(json::object body, shown(application, one));
    members.emplace_back(std::move(body));
  }
  Response response = json_response(std::move(members));
  add_next_page(response, request, next);
  return response;
}

Result<Response> show(Application& application, Request& request) {
  ZH_TRY(const trace::Subscription found, own(application, request));
  ZH_TRY(json::object body, shown(application, found));
  Response response = json_response(std::move(body));
  response.headers.emplace_back("GS1-Query-Min-Record-Time", to_text(found.min_record_time()));
  return response;
}

Result<void> end(Application& application, const trace::Subscription& subscription) {
  ZH_TRY(const bool there, application.subscriptions->remove(subscription.id));
  if (!there || !application.sender) return {};
  return application.sender->remove(subscription.target);
}

Result<Response> unsubscribe(Application& application, Request& request) {
  ZH_TRY(const trace::Subscription found, own(application, request));
  ZH_DO(end(application, found));
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

Result<void> end_subscriptions(Application& application, const std::string& query_key) {
  if (!application.subscriptions) return {};
  ZH_TRY(const auto all, application.subscriptions->all());
  for (const trace::Subscription& one : all) {
    if (one.query == query_key) ZH_DO(end(application, one));
  }
  return {};
}

std::unique_ptr<trace::SubscriptionRunner> make_subscription_runner(Application& application) {
  trace::SubscriptionNeeds needs;
  needs.person = [&application](const std::string& user) {
    return application.people->person(user);
  };
  needs.query = [&application](const trace::Subscription& of) {
    return named_query(application, of.query);
  };
  needs.hand_over = [&application](const trace::Subscription& of, const std::string& key,
                                   const trace::Batch& batch) {
    const Wanted wanted{.identifiers = of.identifiers};
    Response document = event_document(*application.epcis, wanted, batch.events, of.name);
    return application.sender->hand_over(
        {key, of.target, "application/ld+json", std::move(document.body)});
  };
  needs.end = [&application](const trace::Subscription& of) { return end(application, of); };
  return std::make_unique<trace::SubscriptionRunner>(*application.epcis, *application.subscriptions,
                                                     std::move(needs));
}

std::vector<Route> epcis_subscription_routes(Application& application) {
  if (!application.channels) application.channels = std::make_shared<ChannelCounts>();
  constexpr const char* all = "/epcis/queries/{queryName}/subscriptions";
  constexpr const char* one = "/epcis/queries/{queryName}/subscriptions/{subscriptionID}";
  return {epcis_route(application, "POST", all, subscribe, true),
          epcis_route(application, "GET", all, list), epcis_route(application, "GET", one, show),
          epcis_route(application, "DELETE", one, unsubscribe, true)};
}

}  // namespace zhiheng::api
