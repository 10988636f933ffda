// Subscriptions and websockets, through a server that runs.

#include "api/epcis_live.h"

#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "api/epcis_fixture.h"
#include "api/epcis_problem.h"
#include "api/failures.h"
#include "api/server.h"
#include "api/subscription_sender.h"
#include "deliver/deliver.h"
#include "deliver/listener.h"
#include "deliver/signature.h"
#include "store/base64.h"
#include "support/websocket_client.h"
#include "trace/failures.h"
#include "trace/live_failures.h"
#include "trace/subscription.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

constexpr std::int64_t second = 1'000'000, hour = 3600 * second, day = 24 * hour;

/// A receiver that takes messages as the outbox does: a key counts once.
struct Receiver {
  std::map<std::string, SubscriptionMessage> taken;
  std::vector<std::string> handed_over;   ///< keys, also those that were there before
  std::vector<std::string> targets, ids;  ///< where to send; a name of each
  int added = 0;
  int failing = 0;  ///< so many messages are taken, but the answer is lost

  [[nodiscard]] std::shared_ptr<SubscriptionSender> sender() {
    auto made = std::make_shared<SubscriptionSender>();
    made->add = [this](const std::string&, const std::string& dest, const std::string& token) {
      targets.push_back(dest + " " + token);
      ids.push_back("target " + std::to_string(++added));
      return Result<std::string>(ids.back());
    };
    made->remove = [this](const std::string& target) {
      const auto at = std::ranges::find(ids, target) - ids.begin();
      if (at == std::ssize(ids)) return Result<void>(fail(unexpected));
      ids.erase(ids.begin() + at);
      targets.erase(targets.begin() + at);
      return Result<void>();
    };
    made->hand_over = [this](const SubscriptionMessage& message) -> Result<void> {
      taken.emplace(message.key, message);
      handed_over.push_back(message.key);
      if (failing > 0) {
        --failing;
        return fail(unexpected);
      }
      return {};
    };
    made->last_notified = [this](const std::string&) {
      return Result<std::optional<Timestamp>>(taken.empty() ? std::optional<Timestamp>()
                                                            : std::optional<Timestamp>(now()));
    };
    return made;
  }
  /// Events of all messages, by their EPCs, in order of arrival.
  [[nodiscard]] std::vector<std::string> epcs() const {
    std::vector<std::string> found;
    std::set<std::string> met;
    for (const std::string& key : handed_over) {
      if (!met.insert(key).second) continue;
      for (const auto& event : events(taken.at(key).body)) {
        found.push_back(std::string(event.at("epcList").as_array()[0].as_string()));
      }
    }
    return found;
  }
  static json::array events(const std::string& body) {
    return json::parse(body)
        .at("epcisBody")
        .at("queryResults")
        .at("resultsBody")
        .at("eventList")
        .as_array();
  }
};

class EpcisLive : public EpcisRoutes {
 protected:
  void SetUp() override {
    EpcisRoutes::SetUp();
    application_.sender = receiver_.sender();
    runner_ = make_subscription_runner(application_);
    options_.most_websockets = capacity().websockets;
    who_ = account("keeper", "administrator", "");
    ASSERT_EQ(post(who_, "/epcis/queries", R"({"name":"all","query":{}})").status, 201);
    ASSERT_EQ(post(who_, "/epcis/queries",
                   R"({"name":"one","query":{"MATCH_epc":["urn:epc:id:sgtin:4012345.012345.1"]}})")
                  .status,
              201);
  }
  void TearDown() override {
    stop_ = true;
    if (thread_.joinable()) thread_.join();
    EpcisRoutes::TearDown();
  }

  std::string subscribe(const std::string& body, const std::string& query = "all") {
    const Response made = post(who_, "/epcis/queries/" + query + "/subscriptions", body);
    EXPECT_EQ(made.status, 201) << made.body;
    return header_of(made, "Location");
  }
  /// Runs what is due so long from now on.
  void run(std::int64_t later = 0) {
    const auto done = runner_->run({now().microseconds + later});
    EXPECT_TRUE(done) << describe(done.error());
  }
  static std::string epc(int number) {
    return "urn:epc:id:sgtin:4012345.012345." + std::to_string(number);
  }

  void serve() {
    options_.port = 0;
    options_.upload_folder = folder_.path();
    handler_.find = [this](const Request& request) { return find_route(routes_, request); };
    handler_.answer = [this](const Route* route, Request& request) {
      return answer(application_, routes_, route, request);
    };
    std::promise<std::uint16_t> bound;
    auto port = bound.get_future();
    thread_ = std::thread([this, &bound] {
      const auto done = run_server(options_, handler_, stop_,
                                   [&](std::uint16_t number) { bound.set_value(number); });
      EXPECT_TRUE(done);
    });
    port_ = port.get();
  }

  Receiver receiver_;
  std::unique_ptr<trace::SubscriptionRunner> runner_;
  Headers who_;
  ServerOptions options_;
  Handler handler_;
  std::atomic<bool> stop_ = false;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

constexpr const char* stream = R"({"dest":"https://a.example.com/","signatureToken":"secret",)"
                               R"("stream":true})";

TEST_F(EpcisLive, AStreamTellsEachNewEventOnce) {
  capture(who_, {event_text(1)});
  const std::string where = subscribe(stream);
  run();
  EXPECT_TRUE(receiver_.handed_over.empty()) << "what was there before does not count";
  capture(who_, {event_text(2), event_text(3)});
  run();
  run();
  capture(who_, {event_text(2)});  // captured again: nothing new
  run();
  capture(who_, {event_text(4)});
  run();
  EXPECT_EQ(receiver_.epcs(), (std::vector{epc(2), epc(3), epc(4)}));
  EXPECT_EQ(receiver_.handed_over.size(), 2U);
  const auto shown = json::parse(get(who_, where).body);
  EXPECT_TRUE(shown.at("stream").as_bool());
  EXPECT_TRUE(shown.as_object().contains("lastNotifiedAt"));
  EXPECT_EQ(shown.at("queryName").as_string(), "all");
  EXPECT_EQ(get(who_, where).body.find("secret"), std::string::npos);
  EXPECT_EQ(receiver_.targets, std::vector<std::string>{"https://a.example.com/ secret"});
  EXPECT_EQ(remove(who_, where).status, 204);
  EXPECT_TRUE(receiver_.targets.empty());
  const Response gone = get(who_, where);
  EXPECT_EQ(gone.status, 404);
  EXPECT_EQ(exception(gone), "NoSuchSubscriptionException");
  capture(who_, {event_text(5)});
  run();
  EXPECT_EQ(receiver_.epcs().size(), 3U);
}

TEST_F(EpcisLive, AScheduleTellsWhenItsTimeHasCome) {
  // Twelve hours from now and more: once a day.
  const Timestamp later{now().microseconds + 12 * hour};
  const std::string text = to_china_text(later);
  const std::string body = R"({"dest":"https://a.example.com/","schedule":{"hour":")" +
                           std::to_string(std::stoi(text.substr(11, 2))) + R"(","minute":")" +
                           std::to_string(std::stoi(text.substr(14, 2))) + R"("}})";
  const std::string where = subscribe(body);
  capture(who_, {event_text(1), event_text(2)});
  run(11 * hour);
  EXPECT_TRUE(receiver_.handed_over.empty());
  run(12 * hour);
  EXPECT_EQ(receiver_.epcs(), (std::vector{epc(1), epc(2)}));
  run(13 * hour);
  run(36 * hour);
  EXPECT_EQ(receiver_.handed_over.size(), 1U) << "nothing new, and not told";
  // Missed while nobody ran: one report makes up for all.
  capture(who_, {event_text(3)});
  runner_ = make_subscription_runner(application_);
  run(5 * day);
  run(5 * day);
  EXPECT_EQ(receiver_.epcs(), (std::vector{epc(1), epc(2), epc(3)}));
  EXPECT_EQ(receiver_.handed_over.size(), 2U);
  const auto shown = json::parse(get(who_, where).body);
  EXPECT_EQ(shown.at("timeZone").as_string(), "Asia/Shanghai");
  EXPECT_GT(*parse_timestamp(std::string(shown.at("minRecordTime").as_string())), now());
}

TEST_F(EpcisLive, AnEmptyReportIsMadeOnRequest) {
  subscribe(R"({"dest":"https://a.example.com/","reportIfEmpty":true,"schedule":{"minute":"0"}})");
  run(90 * 60 * second);
  run(90 * 60 * second);
  ASSERT_EQ(receiver_.taken.size(), 1U);
  EXPECT_TRUE(Receiver::events(receiver_.taken.begin()->second.body).empty());
  run(150 * 60 * second);
  EXPECT_EQ(receiver_.taken.size(), 2U);
}

TEST_F(EpcisLive, AFirstRecordTimeReachesBack) {
  capture(who_, {event_text(1)});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  const std::string from = to_text(now());
  capture(who_, {event_text(2)});
  subscribe(R"({"dest":"https://a.example.com/","stream":true,"initialRecordTime":")" + from +
            R"("})");
  run();
  capture(who_, {event_text(3)});
  run();
  EXPECT_EQ(receiver_.epcs(), (std::vector{epc(2), epc(3)}));
}

TEST_F(EpcisLive, WhatWasHandedOverBeforeAKillIsHandedOverUnderTheSameKey) {
  subscribe(stream);
  subscribe(R"({"dest":"https://b.example.com/","stream":true})", "one");
  capture(who_, {event_text(1), event_text(2)});
  receiver_.failing = 2;  // the messages arrived, the program did not live to know
  run();
  runner_ = make_subscription_runner(application_);
  capture(who_, {event_text(3)});
  run();
  run();
  EXPECT_EQ(receiver_.taken.size(), 3U) << "one, two; three; one for the other";
  EXPECT_EQ(receiver_.handed_over.size(), 5U);
}

TEST_F(EpcisLive, LargeLoadsAreToldInParts) {
  subscribe(stream);
  std::vector<std::string> events;
  for (int i = 0; i < 230; ++i) {
    events.push_back(event_text(i % 50, R"(,"ex:number":)" + std::to_string(i)));
  }
  capture(who_, events);
  run();
  EXPECT_EQ(receiver_.handed_over.size(), 3U);
  EXPECT_EQ(receiver_.epcs().size(), 230U);
}

TEST_F(EpcisLive, AFirmIsToldWhatItMaySee) {
  const auto dairy = account("dairy", "enterprise", "620102", credit_code("620102", 1));
  ASSERT_EQ(post(dairy, "/epcis/queries", R"({"name":"mine","query":{}})").status, 201);
  ASSERT_EQ(post(dairy, "/epcis/queries/mine/subscriptions", stream).status, 201);
  capture(who_, {event_text(1)});
  capture(dairy, {event_text(2)});
  run();
  EXPECT_EQ(receiver_.epcs(), std::vector{epc(2)});
  EXPECT_EQ(json::parse(get(who_, "/epcis/queries/all/subscriptions").body).as_array().size(), 0U);
  ASSERT_TRUE(application_.people->remove("dairy"));
  capture(who_, {event_text(3)});
  run();
  EXPECT_EQ(receiver_.epcs().size(), 1U) << "the account is gone";
  EXPECT_TRUE(application_.subscriptions->all()->empty());
  EXPECT_TRUE(receiver_.targets.empty());
}

TEST_F(EpcisLive, RefusalsAreTheStandardsExceptions) {
  const std::string path = "/epcis/queries/all/subscriptions";
  struct Row {
    const char* body;
    const char* exception;
  };
  const Row rows[] = {
      {"no JSON", "ValidationException"},
      {R"({"stream":true})", "InvalidURIException"},
      {R"({"dest":"ftp://a.example.com/","stream":true})", "InvalidURIException"},
      {R"({"dest":"https://user@a.example.com/","stream":true})", "InvalidURIException"},
      {R"({"dest":"https://a.example.com/"})", "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","stream":false})", "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","stream":"often"})", "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","stream":true,"schedule":{"hour":"1"}})",
       "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","stream":true,"reportIfEmpty":true})",
       "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","schedule":{}})", "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","schedule":{"hour":"25"}})",
       "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","schedule":"daily"})", "SubscriptionControlsException"},
      {R"({"dest":"https://a.example.com/","stream":true,"initialRecordTime":"yesterday"})",
       "SubscriptionControlsException"}};
  for (const Row& row : rows) {
    const Response refused = post(who_, path, row.body);
    EXPECT_GE(refused.status, 400) << row.body;
    EXPECT_EQ(exception(refused), row.exception) << row.body;
  }
  EXPECT_EQ(exception(post(who_, "/epcis/queries/none/subscriptions", stream)),
            "NoSuchNameException");
  ASSERT_EQ(post(who_, path, stream).status, 201);
  const Response twice = post(who_, path, stream);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(exception(twice), "DuplicateSubscriptionException");
  EXPECT_EQ(receiver_.targets.size(), 1U);
  ASSERT_EQ(post(who_, "/epcis/queries", R"({"name":"few","query":{"eventCountLimit":3}})").status,
            201);
  const Response few = post(who_, "/epcis/queries/few/subscriptions", stream);
  EXPECT_EQ(few.status, 400);
  EXPECT_EQ(exception(few), "SubscribeNotPermittedException");
  const std::tuple<const Failure*, const char*, int> named[] = {
      {&trace::subscribe_not_permitted, "SubscribeNotPermittedException", 400},
      {&trace::subscription_wrong, "SubscriptionControlsException", 400},
      {&trace::schedule_wrong, "SubscriptionControlsException", 400},
      {&trace::subscriptions_too_many, "SubscribeNotPermittedException", 403},
      {&trace::subscription_twice, "DuplicateSubscriptionException", 409},
      {&trace::subscription_unknown, "NoSuchSubscriptionException", 404},
      {&trace::destination_wrong, "InvalidURIException", 400}};
  for (const auto& [failure, name, status] : named) {
    EXPECT_EQ(exception_of(*failure).name, name);
    EXPECT_EQ(exception_of(*failure).status, status);
  }
  EXPECT_EQ(post(who_, path, "x", {{"content-type", "text/plain"}}).status, 415);
  EXPECT_EQ(exception(ask({"POST", path, "", stream, {}})), "SecurityException");
  EXPECT_EQ(json::parse(get(who_, path + "?perPage=1").body).as_array().size(), 1U);
}

TEST_F(EpcisLive, AQueryTakenAwayTakesItsSubscriptionsAlong) {
  const std::string where = subscribe(stream);
  EXPECT_EQ(remove(who_, "/epcis/queries/all").status, 204);
  EXPECT_TRUE(receiver_.targets.empty());
  EXPECT_TRUE(application_.subscriptions->all()->empty());
  EXPECT_EQ(exception(get(who_, where)), "NoSuchNameException");
}

/// The outbox of the program, with a receiver on this machine.
class EpcisWebhook : public EpcisLive {
 protected:
  void SetUp() override {
    EpcisLive::SetUp();
    outbox_ = application_.outbox;
    application_.sender = outbox_sender(*outbox_);
    settings_.allowed = *deliver::parse_networks("127.0.0.0/8");
  }
  deliver::Sent send(std::int64_t later = 0) {
    const auto channel = deliver::webhook_channel(*outbox_, settings_, nullptr);
    const auto sent =
        deliver::send_next(*outbox_, "webhook", channel, {now().microseconds + later * second}, 0);
    EXPECT_TRUE(sent) << describe(sent.error());
    return *sent;
  }

  std::shared_ptr<deliver::Outbox> outbox_;
  deliver::Settings settings_;
};

TEST_F(EpcisWebhook, SendsSignedEventsUntilTheyAreTakenAndThenNoMore) {
  deliver::test::Receiver hook;
  const std::string token(40, 't');
  const std::string where = subscribe(R"({"dest":")" + hook.url() + R"(","signatureToken":")" +
                                      token + R"(","stream":true})");
  EXPECT_FALSE(json::parse(get(who_, where).body).as_object().contains("lastNotifiedAt"));
  capture(who_, {event_text(1), event_text(2)});
  run();
  hook.answer("503 Later");
  EXPECT_EQ(send(), deliver::Sent::failed);
  hook.answer("200 OK");
  runner_ = make_subscription_runner(application_);  // as after a restart
  run();
  EXPECT_EQ(send(10), deliver::Sent::sent);
  run();
  EXPECT_EQ(send(100), deliver::Sent::none);
  const auto received = hook.received();
  ASSERT_EQ(received.size(), 2U);
  EXPECT_EQ(received[0].body, received[1].body);
  EXPECT_EQ(Receiver::events(received[1].body).size(), 2U);
  const auto& headers = received[1].headers;
  EXPECT_EQ(headers.at("content-type"), "application/ld+json");
  EXPECT_EQ(headers.at("webhook-id"), received[0].headers.at("webhook-id"));
  const Timestamp at{std::stoll(headers.at("webhook-timestamp")) * second};
  const auto wanted = deliver::sign("whsec_" + store::to_base64(token), headers.at("webhook-id"),
                                    at, received[1].body);
  ASSERT_TRUE(wanted);
  EXPECT_EQ(headers.at("gs1-signature"), *wanted);
  EXPECT_TRUE(json::parse(get(who_, where).body).as_object().contains("lastNotifiedAt"));
  capture(who_, {event_text(3)});
  run();
  EXPECT_EQ(remove(who_, where).status, 204);
  EXPECT_EQ(send(200), deliver::Sent::none) << "what waited is forgotten";
}

TEST_F(EpcisLive, AWebsocketTellsEventsAsTheyCome) {
  serve();
  capture(who_, {event_text(1)});
  test::WebSocketClient all(port_, "/epcis/queries/all/events?stream=true", who_);
  ASSERT_EQ(all.status(), 101);
  EXPECT_FALSE(all.header("GS1-Query-Min-Record-Time").empty());
  test::WebSocketClient one(port_, "/epcis/queries/one/events?stream=true", who_);
  test::WebSocketClient often(port_, "/epcis/queries/all/events?second=*&reportIfEmpty=true", who_);
  ASSERT_EQ(often.status(), 101);
  const auto empty = often.receive(5000);
  ASSERT_TRUE(empty);
  EXPECT_TRUE(Receiver::events(*empty).empty());
  capture(who_, {event_text(2)});
  const auto told = all.receive(5000);
  ASSERT_TRUE(told);
  ASSERT_EQ(Receiver::events(*told).size(), 1U);
  EXPECT_EQ(Receiver::events(*told)[0].at("epcList").as_array()[0].as_string(), epc(2));
  capture(who_, {event_text(1, R"(,"disposition":"in_transit")")});
  ASSERT_TRUE(one.receive(5000));
  EXPECT_FALSE(one.receive(300));
  ASSERT_TRUE(all.receive(5000));
  EXPECT_FALSE(all.receive(300)) << "each once";
  // The query goes, and with it whoever listens to it.
  EXPECT_EQ(remove(who_, "/epcis/queries/one").status, 204);
  EXPECT_TRUE(one.ended(5000));
  EXPECT_FALSE(all.ended(100));
  ASSERT_TRUE(application_.people->remove("keeper"));
  EXPECT_TRUE(all.ended(5000)) << "the account is gone";
}

TEST_F(EpcisLive, AWebsocketIsRefusedInTheWordsOfTheStandard) {
  serve();
  const auto status = [&](const std::string& target, Headers headers = {}) {
    headers.insert(who_.begin(), who_.end());
    return test::WebSocketClient(port_, target, headers).status();
  };
  EXPECT_EQ(status("/epcis/queries/all/events"), 400);
  EXPECT_EQ(status("/epcis/queries/all/events?stream=true&hour=1"), 400);
  EXPECT_EQ(status("/epcis/queries/all/events?hour=25"), 400);
  EXPECT_EQ(status("/epcis/queries/all/events?stream=true&EQ_bizStep=shipping"), 400);
  EXPECT_EQ(status("/epcis/queries/none/events?stream=true"), 404);
  EXPECT_EQ(test::WebSocketClient(port_, "/epcis/queries/all/events?stream=true", {}).status(),
            401);
  // A page of another site would come with the cookie of whoever looks at it.
  const auto session = as("director");
  const std::string own = "http://127.0.0.1:" + std::to_string(port_);
  const auto from = [&](const std::string& origin) {
    return test::WebSocketClient(port_, "/epcis/queries/all/events?stream=true",
                                 {{"cookie", session.at("cookie")}, {"origin", origin}})
        .status();
  };
  EXPECT_EQ(from("https://elsewhere.example.com"), 403);
  EXPECT_EQ(from(own), 101);
  const Response refused =
      get(who_, "/epcis/queries/all/events?stream=true",
          {{"upgrade", "websocket"}, {"origin", "https://elsewhere.example.com"}});
  EXPECT_EQ(refused.status, 101) << "a token comes from a program";
  Headers cookie = {{"upgrade", "websocket"}, {"origin", "https://x.example.com"}};
  cookie.insert(session.begin(), session.end());
  const Response foreign = get({}, "/epcis/queries/all/events?stream=true", cookie);
  EXPECT_EQ(json::parse(foreign.body).at("failure").as_string(), "api.origin_refused");
}

TEST_F(EpcisLive, MoreWebsocketsThanThereIsRoomForAreTurnedAway) {
  options_.most_websockets = 1;
  serve();
  test::WebSocketClient first(port_, "/epcis/queries/all/events?stream=true", who_);
  EXPECT_EQ(first.status(), 101);
  test::WebSocketClient second_one(port_, "/epcis/queries/all/events?stream=true", who_);
  EXPECT_EQ(second_one.status(), 503);
}

TEST_F(EpcisLive, AnAccountHasSoManySubscriptionsAndConnectionsAndNoMore) {
  for (std::size_t i = 0; i < capacity().subscriptions_each; ++i) {
    ASSERT_NE(
        subscribe(R"({"dest":"https://a.example.com/)" + std::to_string(i) + R"(","stream":true})"),
        "");
  }
  const Response refused = post(who_, "/epcis/queries/all/subscriptions", stream);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(exception(refused), "SubscribeNotPermittedException");
  EXPECT_EQ(json::parse(refused.body).at("failure").as_string(), "trace.subscriptions_too_many");
  const auto other = account("second", "administrator", "");
  EXPECT_EQ(post(other, "/epcis/queries/all/subscriptions", stream).status, 201);
  // The same for connections; one that ends makes room.
  const auto open = [&](const Headers& headers) {
    Headers upgrade = headers;
    upgrade["upgrade"] = "websocket";
    return get(upgrade, "/epcis/queries/all/events?stream=true");
  };
  std::vector<Response> channels;
  for (int i = 0; i < capacity().websockets_each; ++i) {
    channels.push_back(open(who_));
    ASSERT_EQ(channels.back().status, 101);
  }
  EXPECT_EQ(open(who_).status, 403);
  EXPECT_EQ(open(other).status, 101);
  channels.pop_back();
  EXPECT_EQ(open(who_).status, 101);
}

}  // namespace
}  // namespace zhiheng::api
