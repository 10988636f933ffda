// Two firms and the inspectors of two regions ask every address of the EPCIS interface, with the
// values of the others: what comes back does not differ from what comes for values that never were.

#include <algorithm>
#include <functional>

#include "api/epcis_fixture.h"
#include "api/subscription_sender.h"
#include "trace/failures.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

/// What one party put on record, all of it with a mark that nobody else's has.
struct Owned {
  std::string mark;  ///< "AAA"
  std::string event_id, epc, place, step, disposition, type, query, subscription, job;
};

class EpcisAccess : public EpcisRoutes {
 protected:
  void SetUp() override {
    EpcisRoutes::SetUp();
    auto sender = std::make_shared<SubscriptionSender>();
    sender->add = [](const std::string&, const std::string& dest, const std::string&) {
      return Result<std::string>(dest);
    };
    sender->remove = [](const std::string&) { return Result<void>(); };
    sender->hand_over = [](const SubscriptionMessage&) { return Result<void>(); };
    sender->last_notified = [](const std::string&) {
      return Result<std::optional<Timestamp>>(std::optional<Timestamp>());
    };
    application_.sender = sender;
  }

  static std::string marked_event(const Owned& owned) {
    return R"({"type":"ObjectEvent","eventTime":"2026-03-01T06:00:00Z","eventTimeZoneOffset":"+08:00",)"
           R"("eventID":")" +
           owned.event_id + R"(","action":"OBSERVE","bizStep":")" + owned.step +
           R"(","disposition":")" + owned.disposition + R"(","readPoint":{"id":")" + owned.place +
           R"("},"bizLocation":{"id":")" + owned.place + R"("},"epcList":[")" + owned.epc +
           R"("],"ex:note":")" + owned.mark + R"("})";
  }
  Owned put_on_record(const Headers& who, const std::string& mark) {
    Owned owned{.mark = mark,
                .event_id = "urn:" + mark + ":event",
                .epc = "urn:" + mark + ":epc",
                .place = "urn:" + mark + ":place",
                .step = "https://example.org/" + mark + "/step",
                .disposition = "https://example.org/" + mark + "/disposition",
                .type = "ObjectEvent",
                .query = "query" + mark,
                .subscription = {},
                .job = {}};
    const Response captured = post(who, "/epcis/capture", document_text({marked_event(owned)}));
    EXPECT_EQ(captured.status, 202) << captured.body;
    owned.job = std::string(json::parse(captured.body).at("captureID").as_string());
    EXPECT_TRUE(json::parse(captured.body).at("success").as_bool()) << captured.body;
    const Response query = post(
        who, "/epcis/queries",
        R"({"name":")" + owned.query + R"(","query":{"MATCH_anyEPC":[")" + owned.epc + R"("]}})");
    EXPECT_EQ(query.status, 201) << query.body;
    const Response subscribed =
        post(who, "/epcis/queries/" + owned.query + "/subscriptions",
             R"({"dest":"https://)" + mark + R"(.example.com/","stream":true})");
    EXPECT_EQ(subscribed.status, 201) << subscribed.body;
    if (subscribed.status == 201) {
      owned.subscription =
          std::string(json::parse(subscribed.body).at("subscriptionID").as_string());
    }
    return owned;
  }

  /// Every address that can be read, with the values of somebody.
  [[nodiscard]] std::vector<std::string> addresses(const Owned& owned) const {
    const std::map<std::string, std::string> values = {
        {"{captureID}", owned.job},
        {"{queryName}", owned.query},
        {"{subscriptionID}", owned.subscription},
        {"/epcis/events/{rest*}", owned.event_id},
        {"/epcis/eventTypes/{rest*}", owned.type},
        {"/epcis/epcs/{rest*}", owned.epc},
        {"/epcis/bizSteps/{rest*}", owned.step},
        {"/epcis/bizLocations/{rest*}", owned.place},
        {"/epcis/readPoints/{rest*}", owned.place},
        {"/epcis/dispositions/{rest*}", owned.disposition}};
    std::vector<std::string> made;
    for (const Route& route : routes_) {
      if (route.method != "GET" || !route.pattern.starts_with("/epcis")) continue;
      std::string path = route.pattern;
      for (const auto& [name, value] : values) {
        if (name == path) path = path.substr(0, path.rfind('/') + 1) + value;
        const std::size_t at = path.find(name);
        if (at != std::string::npos) path.replace(at, name.size(), value);
      }
      EXPECT_EQ(path.find('{'), std::string::npos) << path << ": the test has no value for it";
      made.push_back(path);
      if (route.pattern.ends_with("{rest*}") && route.pattern != "/epcis/events/{rest*}") {
        made.push_back(path + "/events");
      }
    }
    for (const char* parameter : {"MATCH_anyEPC", "EQ_bizStep", "EQ_bizLocation", "EQ_eventID",
                                  "EQ_readPoint", "EQ_disposition"}) {
      for (const std::string& value :
           {owned.epc, owned.step, owned.place, owned.event_id, owned.disposition}) {
        made.push_back("/epcis/events?" + std::string(parameter) + "=" + value);
      }
    }
    for (const char* query : {"orderBy=eventTime", "GE_eventTime=2026-01-01T00:00:00Z",
                              "GE_recordTime=2026-01-01T00:00:00Z&orderBy=recordTime",
                              "eventType=ObjectEvent", "EXISTS_ex:note=", "perPage=1"}) {
      made.push_back("/epcis/events?" + std::string(query));
    }
    made.push_back("/api/registers/epcis_event/records");
    made.push_back("/api/registers/epcis_event/records?filter=owner is not null");
    return made;
  }

  static std::string without(std::string text, const Owned& owned) {
    for (const std::string& value : {owned.subscription, owned.job, owned.mark}) {
      if (value.empty()) continue;
      for (std::size_t at = text.find(value); at != std::string::npos; at = text.find(value)) {
        text.replace(at, value.size(), "?");
      }
    }
    return text;
  }
  /// What differs in any two answers: times of making, ids of refusals.
  static std::string without_moments(std::string text) {
    for (const char* key : {"\"creationDate\":\"", "\"instance\":\""}) {
      const std::size_t begin = text.find(key);
      if (begin == std::string::npos) continue;
      text.erase(begin, text.find('"', begin + std::string(key).size()) - begin);
    }
    return text;
  }
};

TEST_F(EpcisAccess, NothingOfTheOthersComesOutAnywhere) {
  const std::string dairy = credit_code("620102", 1), shop = credit_code("620201", 2);
  const auto director = as("director");
  for (const auto& [code, region] : {std::pair(dairy, "620102"), std::pair(shop, "620201")}) {
    const Response firm = ask({"POST", "/api/registers/enterprise/records", "",
                               R"({"values":{"credit_code":")" + code +
                                   R"(","name":"企业","region":")" + region + R"("}})",
                               director});
    ASSERT_EQ(firm.status, 201) << firm.body;
  }
  const std::vector<std::pair<std::string, Headers>> parties = {
      {"AAA", account("dairy", "enterprise", "620102", dairy)},
      {"BBB", account("shop", "enterprise", "620201", shop)},
      {"CCC", account("lanzhou", "officer", "620100")},
      {"DDD", account("jiayuguan", "officer", "620200")}};
  std::map<std::string, Owned> owned;
  for (const auto& [mark, who] : parties) owned[mark] = put_on_record(who, mark);
  const std::string never = "00000000-0000-7000-8000-000000000000";
  const Owned nothing{.mark = "ZZZ",
                      .event_id = "urn:ZZZ:event",
                      .epc = "urn:ZZZ:epc",
                      .place = "urn:ZZZ:place",
                      .step = "https://example.org/ZZZ/step",
                      .disposition = "https://example.org/ZZZ/disposition",
                      .type = "ObjectEvent",
                      .query = "queryZZZ",
                      .subscription = never,
                      .job = never};
  // Inspectors see the firms of their region; each sees what is its own.
  const std::map<std::string, std::string> seen = {
      {"AAA", "AAA"}, {"BBB", "BBB"}, {"CCC", "AAA CCC"}, {"DDD", "BBB DDD"}};
  std::size_t asked = 0;
  for (const auto& [mark, who] : parties) {
    for (const auto& [other, theirs] : owned) {
      if (seen.at(mark).find(other) != std::string::npos) continue;
      // Officials share the names of queries, not what they give; accounts share nothing else.
      const bool officials = mark > "BBB" && other > "BBB";
      const auto addresses_of_theirs = addresses(theirs);
      const auto addresses_of_nothing = addresses(nothing);
      for (std::size_t i = 0; i < addresses_of_theirs.size(); ++i) {
        const std::string& address = addresses_of_theirs[i];
        SCOPED_TRACE(mark + " asks " + address);
        if (officials && address.starts_with("/epcis/queries")) continue;
        const Response answer = get(who, address);
        const Response of_nothing = get(who, addresses_of_nothing[i]);
        EXPECT_EQ(answer.status, of_nothing.status);
        EXPECT_EQ(without_moments(without(answer.body, theirs)),
                  without_moments(without(of_nothing.body, nothing)));
        EXPECT_EQ(header_of(answer, "Link").find(other),
                  address.find(other) == std::string::npos ? std::string::npos
                                                           : header_of(answer, "Link").find(other));
        const Headers xml{{"accept", "application/xml"}};
        if (address.find(other) == std::string::npos) {
          EXPECT_EQ(answer.body.find(other), std::string::npos) << answer.body;
          EXPECT_EQ(get(who, address, xml).body.find(other), std::string::npos);
        }
        ++asked;
      }
      for (const std::string& path :
           {"/epcis/queries/" + theirs.query,
            "/epcis/queries/" + theirs.query + "/subscriptions/" + theirs.subscription}) {
        if (officials) continue;
        EXPECT_EQ(remove(who, path).status, 404) << path;
      }
    }
  }
  EXPECT_GT(asked, 500U);
  // Everyone still finds what is theirs.
  for (const auto& [mark, who] : parties) {
    EXPECT_NE(get(who, "/epcis/epcs").body.find(mark), std::string::npos) << mark;
    EXPECT_EQ(get(who, "/epcis/events/" + owned[mark].event_id).status, 200);
    EXPECT_EQ(get(who, "/epcis/queries/" + owned[mark].query + "/events").status, 200);
    EXPECT_EQ(get(who, "/epcis/queries/" + owned[mark].query + "/subscriptions/" +
                           owned[mark].subscription)
                  .status,
              200);
  }
  EXPECT_EQ(count(get(parties[2].second, "/epcis/events")), 2U);
}

TEST_F(EpcisAccess, TwoFirmsMayUseTheSameNames) {
  const auto dairy = account("dairy", "enterprise", "620102", credit_code("620102", 1));
  const auto shop = account("shop", "enterprise", "620201", credit_code("620201", 2));
  for (const auto& who : {dairy, shop}) {
    EXPECT_EQ(post(who, "/epcis/queries", R"({"name":"mine","query":{}})").status, 201);
    EXPECT_EQ(
        post(who, "/epcis/capture", document_text({event_text(1, R"(,"eventID":"urn:same")")}))
            .status,
        202);
    EXPECT_EQ(count(get(who, "/epcis/events/urn:same")), 1U);
    EXPECT_EQ(count(get(who, "/epcis/queries/mine/events")), 1U);
  }
  const Response again = post(dairy, "/epcis/queries", R"({"name":"mine","query":{}})");
  EXPECT_EQ(exception(again), "DuplicateNameException");
  EXPECT_EQ(get(as("director"), "/epcis/queries/firm:x:mine").status, 404);
}

TEST_F(EpcisAccess, ReadsOfOthersEventsAreOnRecord) {
  const auto dairy = account("dairy", "enterprise", "620102", credit_code("620102", 1));
  const auto officer = account("lanzhou", "officer", "620100");
  capture(dairy, {event_text(1), event_text(2)});
  EXPECT_EQ(count(get(dairy, "/epcis/events")), 2U);
  EXPECT_EQ(count(get(officer, "/epcis/events?EQ_bizStep=shipping")), 2U);
  const auto log =
      json::parse(
          get(account("auditor", "auditor", ""), "/api/registers/epcis_access/records").body)
          .at("records")
          .as_array();
  ASSERT_EQ(log.size(), 1U);
  const std::string text = json::serialize(log[0]);
  EXPECT_NE(text.find("lanzhou"), std::string::npos) << text;
  EXPECT_NE(text.find("EQ_bizStep=shipping"), std::string::npos) << text;
}

}  // namespace
}  // namespace zhiheng::api
