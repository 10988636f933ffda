// Notices, addresses, the calendar; deliveries and subscriptions for those who may see them.

#include "api/routes_fixture.h"
#include "base/uuid.h"
#include "deliver/target.h"
#include "deliver/telling.h"
#include "registry/open_session.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class DeliveryRoutes : public Routes {
 protected:
  void add_notice(const std::string& user, const std::string& key) {
    const deliver::Notice notice{
        .register_name = "complaint", .id = "1", .key = key, .what = "accept", .state = "accepted"};
    const deliver::Message one[] = {{.key = user + key,
                                     .channel = "inbox",
                                     .target = user,
                                     .subject = "step",
                                     .type = "application/json",
                                     .body = deliver::to_body(notice)}};
    ASSERT_TRUE(application_.outbox->enqueue(one, now()));
  }
  json::object get(const std::string& path, const std::map<std::string, std::string>& headers,
                   const std::string& query = "") {
    const Response response = ask({"GET", path, query, "", headers});
    EXPECT_EQ(response.status, 200) << response.body;
    return response.status == 200 ? json::parse(response.body).as_object() : json::object();
  }
};

TEST_F(DeliveryRoutes, ANoticeIsOnesOwnUntilReadAndAfter) {
  const auto officer = as("officer");
  const auto director = as("director");
  add_notice("officer", "C1");
  add_notice("officer", "C2");
  add_notice("director", "C3");
  const auto inbox = get("/api/notices", officer);
  EXPECT_EQ(inbox.at("unread"), 2);
  ASSERT_EQ(inbox.at("notices").as_array().size(), 2U);
  const auto& newest = inbox.at("notices").at(0).as_object();
  EXPECT_EQ(newest.at("key").as_string(), "C2");
  EXPECT_EQ(newest.at("read"), false);
  EXPECT_NE(newest.at("line").at("zh").as_string().find("C2"), std::string::npos);
  const std::string foreign(get("/api/notices", director).at("notices").at(0).at("id").as_string());
  const std::string own(newest.at("id").as_string());
  const auto read = [&](const std::string& body) {
    return ask({"POST", "/api/notices/read", "", body, officer});
  };
  EXPECT_EQ(json::parse(read(R"({"ids":[")" + own + R"(",")" + foreign + R"("]})").body).at("read"),
            1);
  EXPECT_EQ(get("/api/notices", director).at("unread"), 1);
  EXPECT_EQ(get("/api/notices", officer, "unread=1").at("notices").as_array().size(), 1U);
  EXPECT_EQ(json::parse(read(R"({"all":true})").body).at("read"), 1);
  EXPECT_EQ(read("{}").status, 400);
  EXPECT_EQ(ask({"GET", "/api/notices"}).status, 401);
}

TEST_F(DeliveryRoutes, WhoLooksForAnIdentityIsNoticed) {
  registry::Person custodian{.user = "qian", .name = "qian", .roles = {"identity_custodian"}};
  registry::Person reward{.user = "office", .name = "office", .roles = {"reward_office"}};
  for (auto* person : {&custodian, &reward}) {
    person->region = "620000";
    ASSERT_TRUE(application_.people->add(*person, "a long password"));
  }
  const auto logged_in = [&](const std::string& user) -> std::map<std::string, std::string> {
    const auto token =
        registry::open_session(*application_.store, application_.catalog->security, user, now());
    EXPECT_TRUE(token);
    return {{"authorization", "Bearer " + *token}};
  };
  const auto keeper = logged_in("qian");
  const auto office = logged_in("office");
  const auto officer = as("officer");
  const auto lines = [&] {
    std::vector<std::string> said;
    const auto notices = get("/api/notices", keeper).at("notices").as_array();
    for (const auto& one : notices) said.emplace_back(one.at("line").at("en").as_string());
    return said;
  };
  const std::string at = "/api/registers/reporter_identity";
  // Reading the list without looking for anybody is the daily work of those who may.
  EXPECT_EQ(ask({"GET", at + "/records", "", "", office}).status, 200);
  EXPECT_EQ(ask({"GET", at + "/records"}).status, 403) << "the public is not told about";
  EXPECT_TRUE(lines().empty());
  EXPECT_EQ(ask({"GET", at + "/records", "filter=report%20%3D%20%27KQ2026%27", "", office}).status,
            200);
  EXPECT_EQ(lines(),
            std::vector<std::string>{"Account office searched in “Identity of reporters”"});
  EXPECT_NE(ask({"GET", at + "/records", "", "", officer}).status, 200);
  ASSERT_EQ(lines().size(), 2U);
  EXPECT_EQ(lines().front(), "Account officer asked for “Identity of reporters” and was refused");
  // The same again within the hour is written down and told once.
  EXPECT_NE(ask({"GET", at + "/lookup/KQ2026-0001", "", "", officer}).status, 200);
  EXPECT_EQ(lines().size(), 2U);
  const auto written = [&](const std::string& account) {
    store::Select select{.table = "personal_access"};
    select.where = {"account = ?", {account}};
    return application_.store->count(select).value_or(-1);
  };
  EXPECT_EQ(written("officer"), 2);
  // Whoever asks for a file or acts on many looks as well.
  const std::string never = to_text(make_uuid());
  EXPECT_NE(ask({"GET", at + "/records/" + never + "/attachments", "", "", officer}).status, 200);
  EXPECT_EQ(written("officer"), 3);
  (void)ask({"POST", at + "/steps", "", R"({"step":"erase","filter":"consent"})", office});
  EXPECT_EQ(written("office"), 2);
  // Elsewhere nobody is watched.
  EXPECT_EQ(ask({"GET", "/api/registers/complaint/records", "search=x", "", officer}).status, 200);
  EXPECT_EQ(lines().size(), 2U);
}

TEST_F(DeliveryRoutes, AnAddressIsKeptForOnesOwnAccount) {
  const auto officer = as("officer");
  EXPECT_EQ(get("/api/contact", officer).at("wish").as_string(), "none");
  const auto set = [&](const std::string& body) {
    return ask({"PUT", "/api/contact", "", body, officer});
  };
  EXPECT_EQ(set(R"({"mail":"a@example.org","wish":"each","language":"en"})").status, 200);
  EXPECT_EQ(get("/api/contact", officer).at("mail").as_string(), "a@example.org");
  EXPECT_EQ(failure_of(set(R"({"mail":"a@example.org\r\nX","wish":"each"})")),
            "deliver.address_malformed");
  EXPECT_EQ(failure_of(set(R"({"mail":"a@example.org","wish":"often"})")), "deliver.wish_unknown");
  EXPECT_EQ(get("/api/contact", as("director")).at("mail").as_string(), "");
}

TEST_F(DeliveryRoutes, TheCalendarIsReadWithItsTokenAlone) {
  const auto officer = as("officer");
  const Response made = ask(
      {"POST", "/api/registers/complaint/records", "",
       R"({"values":{"number":"C1","kind":"complaint","received_on":"2025-09-26","region":"620102",)"
       R"("content":"商品变质"}})",
       officer});
  ASSERT_EQ(made.status, 201) << made.body;
  const Response issued = ask({"POST", "/api/work/calendar", "", "", officer});
  ASSERT_EQ(issued.status, 201) << issued.body;
  const std::string address(json::parse(issued.body).at("address").as_string());
  const std::string query = address.substr(address.find('?') + 1);
  const auto fetch = [&] { return ask({"GET", "/api/work/calendar.ics", query}); };
  const Response calendar = fetch();
  EXPECT_EQ(calendar.status, 200) << calendar.body;
  EXPECT_EQ(calendar.type, "text/calendar; charset=utf-8");
  EXPECT_NE(calendar.body.find("C1"), std::string::npos) << calendar.body;
  EXPECT_NE(calendar.body.find("DTSTART;VALUE=DATE:20251013"), std::string::npos);
  EXPECT_EQ(ask({"GET", "/api/work/calendar.ics", "token=zhc_wrong"}).status, 404);
  EXPECT_EQ(ask({"GET", "/api/work/calendar.ics"}).status, 404);
  EXPECT_EQ(ask({"DELETE", "/api/work/calendar", "", "", officer}).status, 204);
  EXPECT_EQ(fetch().status, 404);
}

TEST_F(DeliveryRoutes, DeliveriesAreForAdministrators) {
  const auto director = as("director");
  const auto officer = as("officer");
  const std::string body =
      R"({"register":"alert","filter":"origin = 'Peru'","url":"https://example.org/hook"})";
  EXPECT_EQ(ask({"POST", "/api/subscriptions", "", body, officer}).status, 403);
  EXPECT_EQ(ask({"GET", "/api/subscriptions", "", "", officer}).status, 403);
  EXPECT_EQ(ask({"GET", "/api/deliveries", "", "", officer}).status, 403);
  EXPECT_EQ(ask({"POST", "/api/deliveries/all/retry", "", "", officer}).status, 403);
  const Response made = ask({"POST", "/api/subscriptions", "", body, director});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto document = json::parse(made.body);
  EXPECT_TRUE(document.at("secret").as_string().starts_with("whsec_"));
  const auto list = get("/api/subscriptions", director).at("subscriptions").as_array();
  ASSERT_EQ(list.size(), 1U);
  EXPECT_FALSE(list[0].as_object().contains("secret"));
  const std::string id(document.at("id").as_string());
  const deliver::Message one[] = {{.key = "k",
                                   .channel = "webhook",
                                   .target = id,
                                   .subject = "record.changed",
                                   .type = "application/json",
                                   .body = "{}"}};
  ASSERT_TRUE(application_.outbox->enqueue(one, now()));
  std::string message;
  ASSERT_TRUE(application_.outbox->messages().list({}, 1, [&](const store::KeptMessage& kept) {
    message = kept.id;
    return true;
  }));
  ASSERT_TRUE(application_.outbox->messages().mark_failed(message, "HTTP 410", {}, now()));
  const auto dead = get("/api/deliveries", director, "state=dead");
  ASSERT_EQ(dead.at("messages").as_array().size(), 1U);
  EXPECT_EQ(dead.at("messages").at(0).at("error").as_string(), "HTTP 410");
  EXPECT_EQ(dead.at("counts").as_array().size(), 1U);
  EXPECT_NE(
      ask({"GET", "/metrics"}).body.find("zhiheng_messages{channel=\"webhook\",state=\"dead\"} 1"),
      std::string::npos);
  const auto retry = [&](const std::string& which) {
    return ask({"POST", "/api/deliveries/" + which + "/retry", "", "", director});
  };
  EXPECT_EQ(failure_of(retry("nothing")), "deliver.message_unknown");
  EXPECT_EQ(retry(message).status, 200);
  EXPECT_EQ(json::parse(retry("all").body).at("retried"), 0);
  EXPECT_EQ(ask({"DELETE", "/api/subscriptions/" + id, "", "", director}).status, 204);
  EXPECT_EQ(ask({"DELETE", "/api/subscriptions/" + id, "", "", director}).status, 404);
}

}  // namespace
}  // namespace zhiheng::api
