// Notices, where people are told, the calendar; for administrators what goes out and to whom.

#include "api/application.h"
#include "api/failures.h"
#include "api/json.h"
#include "deliver/calendar_feed.h"
#include "deliver/contacts.h"
#include "deliver/failures.h"
#include "deliver/notice.h"
#include "deliver/register_feed.h"
#include "registry/failures.h"

namespace zhiheng::api {
namespace {

constexpr int calendar_items = 1000;

json::value time_json(const std::optional<Timestamp>& time) {
  if (!time) return nullptr;
  return json::value(to_china_text(*time));
}

Sql inbox_of(const Request& request) {
  return {"channel = 'inbox' AND target = ?", {request.person.user}};
}

Result<Response> notices(Application& application, Request& request) {
  ZH_TRY(const int limit, page_limit(request));
  Sql where = inbox_of(request);
  ZH_TRY(const auto unread, application.outbox->messages().count(
                                {where.text + " AND state = 'unread'", where.values}));
  if (request.parameter("unread") == "1") where.text += " AND state = 'unread'";
  json::array list;
  ZH_DO(application.outbox->messages().list(where, limit, [&](const store::KeptMessage& kept) {
    const auto notice = deliver::parse_notice(kept.message.body);
    if (!notice) return true;
    list.push_back(json::object{{"id", kept.id},
                                {"kind", deliver::name_of(notice->kind)},
                                {"register", notice->register_name},
                                {"record", notice->id},
                                {"key", notice->key},
                                {"line", as_json(deliver::said(*notice, *application.catalog,
                                                               application.outbox->rules()))},
                                {"at", to_china_text(kept.added)},
                                {"due", time_json(notice->due)},
                                {"read", kept.state == store::MessageState::read}});
    return true;
  }));
  return json_response(json::object{{"notices", std::move(list)}, {"unread", unread}});
}

Result<Response> read_notices(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  Sql where = inbox_of(request);
  if (!flag_of(body, "all")) {
    const json::value* ids = body.if_contains("ids");
    if (ids == nullptr || !ids->is_array()) {
      return fail(malformed_body, "", "", R"({"ids": […]} | {"all": true})");
    }
    where.text += " AND id IN (''";
    for (const auto& id : ids->get_array()) {
      if (!id.is_string()) return fail(malformed_body, "ids", json::serialize(id), "texts");
      where.text += ", ?";
      where.values.emplace_back(std::string(id.get_string()));
    }
    where.text += ")";
  }
  ZH_TRY(const auto read, application.outbox->messages().mark_read(where, now()));
  return json_response(json::object{{"read", read}});
}

json::object contact_json(const deliver::Contact& contact) {
  return {{"mail", contact.mail},
          {"wish", deliver::name_of(contact.wish)},
          {"language", contact.language == Language::en ? "en" : "zh"}};
}

Result<Response> contact(Application& application, Request& request) {
  ZH_TRY(const auto found, deliver::Contacts(*application.store).find(request.person.user));
  return json_response(contact_json(found));
}

Result<Response> set_contact(Application& application, Request& request) {
  ZH_TRY(const json::object body, body_object(request));
  deliver::Contact wished{.mail = text_of(body, "mail")};
  ZH_TRY(wished.wish, deliver::parse_mail_wish(text_of(body, "wish")));
  wished.language = text_of(body, "language") == "en" ? Language::en : Language::zh;
  ZH_DO(deliver::Contacts(*application.store).set(request.person.user, wished));
  return json_response(contact_json(wished));
}

Result<Response> issue_calendar(Application& application, Request& request) {
  ZH_TRY(const auto token, deliver::issue_feed_token(*application.store, request.person.user));
  return json_response(json::object{{"address", "/api/work/calendar.ics?token=" + token}}, 201);
}

Result<Response> revoke_calendar(Application& application, Request& request) {
  ZH_TRY([[maybe_unused]] const bool had,
         deliver::revoke_feed_token(*application.store, request.person.user));
  Response response;
  response.status = 204;
  return response;
}

/// Calendars cannot log in: the token in the address says whose list it is.
Result<Response> calendar(Application& application, Request& request) {
  ZH_TRY(const auto user, deliver::feed_owner(*application.store, request.parameter("token")));
  if (!user) return fail(registry::token_unknown, "token");
  ZH_TRY(const auto person, application.people->person(*user));
  ZH_TRY(const auto work, application.registry->work(person, now(), calendar_items));
  ZH_TRY(const auto wished, deliver::Contacts(*application.store).find(*user));
  Response response;
  response.type = "text/calendar; charset=utf-8";
  response.headers.emplace_back("Cache-Control", "private, no-store");
  response.body = deliver::icalendar(work, *application.catalog, application.outbox->rules(),
                                     application.address, wished.language, now());
  return response;
}

Result<void> must_administer(Application& application, const Request& request) {
  if (registry::may_keep_accounts(*application.catalog, request.person)) return {};
  return fail(registry::not_allowed, "deliveries", request.person.user);
}

Result<Response> deliveries(Application& application, Request& request) {
  ZH_DO(must_administer(application, request));
  ZH_TRY(const int limit, page_limit(request));
  Sql where{"channel <> 'inbox'", {}};
  for (const char* name : {"state", "channel"}) {
    const std::string wanted = request.parameter(name);
    if (wanted.empty()) continue;
    where.text += std::string(" AND ") + name + " = ?";
    where.values.emplace_back(wanted);
  }
  auto& messages = application.outbox->messages();
  json::array counts, list;
  ZH_TRY(const auto numbers, messages.counts());
  for (const auto& one : numbers) {
    counts.push_back(json::object{{"channel", one.channel},
                                  {"state", store::name_of(one.state)},
                                  {"number", one.number},
                                  {"oldest", time_json(one.oldest)}});
  }
  ZH_DO(messages.list(where, limit, [&](const store::KeptMessage& kept) {
    list.push_back(json::object{{"id", kept.id},
                                {"channel", kept.message.channel},
                                {"target", kept.message.target},
                                {"subject", kept.message.subject},
                                {"state", store::name_of(kept.state)},
                                {"attempts", kept.attempts},
                                {"added", to_china_text(kept.added)},
                                {"next", time_json(kept.next_attempt)},
                                {"settled", time_json(kept.settled)},
                                {"error", kept.error}});
    return true;
  }));
  return json_response(json::object{{"counts", std::move(counts)}, {"messages", std::move(list)}});
}

Result<Response> retry(Application& application, Request& request) {
  ZH_DO(must_administer(application, request));
  const std::string& id = request.parts[0];
  const Sql where = id == "all" ? Sql{} : Sql{"id = ?", {id}};
  ZH_TRY(const auto number, application.outbox->messages().retry(where, now()));
  if (number == 0 && id != "all") return fail(deliver::message_unknown, "message", id);
  return json_response(json::object{{"retried", number}});
}

json::object subscription_json(const deliver::Subscription& one) {
  return {{"id", one.target.id},       {"register", one.register_name},
          {"filter", one.filter},      {"url", one.target.url},
          {"owner", one.target.owner}, {"made", to_china_text(one.target.made)}};
}

Result<Response> subscriptions(Application& application, Request& request) {
  ZH_DO(must_administer(application, request));
  ZH_TRY(const auto all, deliver::RegisterFeed(*application.outbox, *application.registry).all());
  json::array list;
  for (const auto& one : all) list.push_back(subscription_json(one));
  return json_response(json::object{{"subscriptions", std::move(list)}});
}

Result<Response> subscribe(Application& application, Request& request) {
  ZH_DO(must_administer(application, request));
  ZH_TRY(const json::object body, body_object(request));
  deliver::RegisterFeed feed(*application.outbox, *application.registry);
  ZH_TRY(const auto made, feed.subscribe(text_of(body, "register"), text_of(body, "filter"),
                                         {.owner = request.person.user,
                                          .url = text_of(body, "url"),
                                          .secret = text_of(body, "secret")},
                                         now()));
  json::object document = subscription_json(made);
  document["secret"] = made.target.secret;
  Response response = json_response(document, 201);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Result<Response> unsubscribe(Application& application, Request& request) {
  ZH_DO(must_administer(application, request));
  ZH_DO(deliver::RegisterFeed(*application.outbox, *application.registry)
            .unsubscribe(request.parts[0]));
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

std::vector<Route> delivery_routes(Application& application) {
  Application* const with = &application;
  using Run = Result<Response> (*)(Application&, Request&);
  const auto route = [with](const char* method, const char* pattern, Run run,
                            Access access = Access::logged_in) {
    return Route{.method = method,
                 .pattern = pattern,
                 .access = access,
                 .changes = std::string_view(method) != "GET",
                 .run = [with, run](Request& request) { return run(*with, request); }};
  };
  return {
      route("GET", "/api/notices", notices),
      route("POST", "/api/notices/read", read_notices),
      route("GET", "/api/contact", contact),
      route("PUT", "/api/contact", set_contact),
      route("POST", "/api/work/calendar", issue_calendar),
      route("DELETE", "/api/work/calendar", revoke_calendar),
      route("GET", "/api/work/calendar.ics", calendar, Access::everyone),
      route("GET", "/api/deliveries", deliveries),
      route("POST", "/api/deliveries/{id}/retry", retry),
      route("GET", "/api/subscriptions", subscriptions),
      route("POST", "/api/subscriptions", subscribe),
      route("DELETE", "/api/subscriptions/{id}", unsubscribe),
  };
}

}  // namespace zhiheng::api
