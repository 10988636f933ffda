// The chain of a started server: the same answers as the commands give, at once after a capture.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "flow/program.h"
#include "support/postgres.h"

namespace zhiheng::flow {
namespace {

constexpr const char* trace_password = "a long password";

class ServedTrace : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    place = std::make_unique<Place>(GetParam());
    if (!place->usable()) GTEST_SKIP() << support::PostgresServer::not_installed;
    const std::string chain = place->file("chain");
    ASSERT_EQ(place
                  ->run({"example", "supply-chain", "--firms", "20", "--lots", "6", "--events",
                         "3000", "--seed", "5", "--faults", "all=1", "--out", chain})
                  .code,
              0);
    for (const auto& file : std::filesystem::directory_iterator(chain)) {
      if (file.path().extension() == ".json" || file.path().extension() == ".jsonld") {
        ASSERT_EQ(place->run({"epcis", "capture", file.path().string()}).code, 0);
      }
    }
    std::ifstream truth(chain + "/truth.jsonl");
    for (std::string line; std::getline(truth, line);) {
      const json::object row = parsed(line);
      if (lot.empty() && row.contains("lot")) lot = std::string(row.at("lot").as_string());
    }
    ASSERT_FALSE(lot.empty());
    const std::string secret = place->write("password", std::string(trace_password) + "\n");
    ASSERT_EQ(
        place->run({"user", "add", "chief", "--role", "administrator", "--password-file", secret})
            .code,
        0);
  }

  std::unique_ptr<Place> place;
  std::string lot;
};
INSTANTIATE_TEST_SUITE_P(Engines, ServedTrace, testing::Values("sqlite", "postgresql"),
                         engine_name);

TEST_P(ServedTrace, AnswersAsTheCommandsDo) {
  const Served served(*place);
  const Caller chief = served.log_in("chief", trace_password);
  const auto asked = [&](const std::string& target) {
    const auto answer = chief.get("/api/v1/trace/" + target);
    EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
    json::object made = parsed(answer.body);
    EXPECT_GT(made["position"].to_number<std::int64_t>(), 0);
    made.erase("position");
    return made;
  };
  for (const std::string question : {"backward", "forward", "state", "graph", "steps"}) {
    json::object told = place->ask({"trace", question, lot, "--json"});
    EXPECT_EQ(asked(question + "?id=" + encoded(lot)), told) << question;
  }
  for (const std::string question : {"gaps", "clones", "balance"}) {
    EXPECT_EQ(asked(question + "?language=en"),
              place->ask({"trace", question, "--json", "--lang", "en"}))
        << question;
  }
  const auto recall = chief.send("POST", "/api/v1/trace/recall", {{"lot", json::array{lot}}});
  ASSERT_EQ(recall.status, 200) << recall.body;
  json::object made = parsed(recall.body);
  json::object told = place->ask({"trace", "recall", "--lot", lot, "--json"});
  made.erase("position");
  told.erase("record");
  EXPECT_EQ(made, told);
  std::string shop;
  for (const json::value& receiver : told.at("receivers").as_array()) {
    if (receiver.at("form") == "place") shop = receiver.at("id").as_string();
  }
  EXPECT_EQ(
      asked("suspects?top=3&case=" + encoded(shop + "=2")),
      place->ask({"trace", "suspects", "--events", "--top", "3", "--case", shop + "=2", "--json"}));
}

TEST_P(ServedTrace, KnowsAtOnceWhatWasCaptured) {
  const Served served(*place);
  const Caller chief = served.log_in("chief", trace_password);
  const std::string piece = "https://id.gs1.org/01/09520000000000/21/NEW";
  EXPECT_EQ(chief.get("/api/v1/trace/state?id=" + encoded(piece)).status, 404);
  const json::value document = json::parse(
      R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],)"
      R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-02T00:00:00Z",)"
      R"("epcisBody":{"eventList":[{"type":"ObjectEvent","eventTime":"2026-03-01T06:00:00Z",)"
      R"("eventTimeZoneOffset":"+08:00","action":"ADD","bizStep":"commissioning",)"
      R"("epcList":["https://id.gs1.org/01/09520000000000/21/NEW"]}]}})");
  ASSERT_EQ(chief.send("POST", "/epcis/capture", document).status, 202);
  const auto state = chief.get("/api/v1/trace/state?id=" + encoded(piece));
  ASSERT_EQ(state.status, 200) << state.body;
  EXPECT_EQ(parsed(state.body).at("events").as_array().size(), 1U);
  EXPECT_EQ(served.anyone().get("/api/v1/trace/state?id=" + encoded(piece)).status, 401);
}

/// Two firms that captured their own part of one chain, inspectors of two provinces.
class FirmsTrace : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    place = std::make_unique<Place>(GetParam());
    if (!place->usable()) GTEST_SKIP() << support::PostgresServer::not_installed;
    const std::string secret = place->write("password", std::string(trace_password) + "\n");
    const auto account = [&](std::vector<std::string> words) {
      words.insert(words.begin(), {"user", "add"});
      words.insert(words.end(), {"--password-file", secret});
      ASSERT_EQ(place->run(words).code, 0) << words[2];
    };
    account({"firm_a", "--role", "enterprise", "--company", "91350100M000100Y43", "--region",
             "620100"});
    account({"firm_b", "--role", "enterprise", "--company", "91620200000000002L", "--region",
             "620200"});
    account({"inspector", "--role", "officer", "--region", "620000"});
    account({"elsewhere", "--role", "officer", "--region", "370000"});
    account({"auditor", "--role", "auditor", "--region", "620000"});
    served = std::make_unique<Served>(*place);
    capture("firm_a", {made_lot("a-made", "06", "A1"), made_lot("a-kept", "06", "A2"),
                       moved("a-sent", "07", "shipping", "6901234000016", "A1",
                             R"("destinationList":[{"type":"location","destination":)"
                             R"("https://id.gs1.org/414/6901234000023"}],)")});
    capture("firm_b", {moved("b-came", "08", "receiving", "6901234000023", "A1"), used("b-used"),
                       moved("b-sold", "10", "retail_selling", "6901234000023", "B1")});
  }

  static std::string lot(const std::string& number) {
    return "https://id.gs1.org/01/06901234567892/10/" + number;
  }
  static std::string event(const std::string& id, const std::string& hour,
                           const std::string& more) {
    return R"({"eventID":"urn:x:)" + id + R"(","eventTime":"2026-03-01T)" + hour +
           R"(:00:00Z","eventTimeZoneOffset":"+08:00",)" + more + "}";
  }
  static std::string amount(const std::string& number) {
    return R"([{"epcClass":")" + lot(number) + R"(","quantity":10,"uom":"KGM"}])";
  }
  static std::string moved(const std::string& id, const std::string& hour, const std::string& step,
                           const std::string& gln, const std::string& number,
                           const std::string& more = {}) {
    return event(id, hour,
                 R"("type":"ObjectEvent","action":"OBSERVE","bizStep":")" + step + R"(",)" + more +
                     R"("bizLocation":{"id":"https://id.gs1.org/414/)" + gln +
                     R"("},"quantityList":)" + amount(number));
  }
  static std::string made_lot(const std::string& id, const std::string& hour,
                              const std::string& number) {
    return event(id, hour,
                 R"("type":"ObjectEvent","action":"ADD","bizStep":"commissioning","bizLocation":)"
                 R"({"id":"https://id.gs1.org/414/6901234000016"},"quantityList":)" +
                     amount(number));
  }
  static std::string used(const std::string& id) {
    return event(id, "09",
                 R"("type":"TransformationEvent","bizStep":"commissioning","bizLocation":)"
                 R"({"id":"https://id.gs1.org/414/6901234000023"},"inputQuantityList":)" +
                     amount("A1") + R"(,"outputQuantityList":)" + amount("B1"));
  }
  void capture(const std::string& user, const std::vector<std::string>& events) {
    std::string list;
    for (const std::string& each : events) list += (list.empty() ? "" : ",") + each;
    const json::value document = json::parse(
        R"({"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],)"
        R"("type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-03-02T00:00:00Z",)"
        R"("epcisBody":{"eventList":[)" +
        list + "]}}");
    const auto answer =
        served->log_in(user, trace_password).send("POST", "/epcis/capture", document);
    ASSERT_EQ(answer.status, 202) << answer.body;
    ASSERT_TRUE(parsed(answer.body).at("success").as_bool()) << answer.body;
  }
  HttpAnswer get(const std::string& user, const std::string& question, const std::string& id) {
    return served->log_in(user, trace_password)
        .get("/api/v1/trace/" + question + "?id=" + encoded(id));
  }

  std::unique_ptr<Place> place;
  std::unique_ptr<Served> served;
};
INSTANTIATE_TEST_SUITE_P(Engines, FirmsTrace, testing::Values("sqlite", "postgresql"), engine_name);

TEST_P(FirmsTrace, EachIsToldItsOwnAndTheChainStaysConnected) {
  struct Row {
    const char* user;
    std::vector<const char*> told, withheld;
  };
  const Row table[] = {
      {"firm_a", {"a-made", "a-sent", "A1"}, {"b-came", "b-used", "b-sold", "10/B1"}},
      {"firm_b", {"b-came", "b-used", "b-sold", "10/A1", "10/B1"}, {"a-made", "a-sent"}},
      {"inspector", {"a-made", "a-sent", "b-came", "b-sold", "10/B1"}, {"withheld"}}};
  for (const auto& [user, told, withheld] : table) {
    const auto answer = get(user, "forward", lot("A1"));
    ASSERT_EQ(answer.status, 200) << user << answer.body;
    for (const char* name : told) EXPECT_THAT(answer.body, testing::HasSubstr(name)) << user;
    for (const char* name : withheld) {
      EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr(name))) << user;
    }
    EXPECT_EQ(parsed(answer.body).at("events").as_array().size(), 5U) << user;
    EXPECT_EQ(parsed(answer.body).at("identifiers").as_array().size(), 2U) << user;
  }
}

TEST_P(FirmsTrace, WhatOneMayNotKnowIsAsIfItWereNot) {
  EXPECT_EQ(served->anyone().get("/api/v1/trace/state?id=" + encoded(lot("A1"))).status, 401);
  EXPECT_EQ(get("firm_a", "state", lot("A2")).status, 200);
  for (const char* user : {"firm_b", "elsewhere"}) {
    const auto hidden = get(user, "state", lot("A2")), none = get(user, "state", lot("A9"));
    EXPECT_EQ(hidden.status, 404) << user;
    EXPECT_EQ(none.status, 404) << user;
    EXPECT_EQ(parsed(hidden.body).at("title"), parsed(none.body).at("title"));
    EXPECT_EQ(hidden.body.size(), none.body.size());
  }
}

TEST_P(FirmsTrace, AnInspectorRecallsAcrossBothAndTheReadIsWrittenDown) {
  const Caller inspector = served->log_in("inspector", trace_password);
  const auto preview =
      inspector.send("POST", "/api/v1/trace/recall", {{"lot", json::array{lot("A1")}}});
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_EQ(parsed(preview.body).at("receivers").as_array().size(), 1U);
  const auto recorded = inspector.send("POST", "/api/v1/trace/recall/record",
                                       {{"lot", json::array{lot("A1")}},
                                        {"record", "R-1"},
                                        {"title", "milk"},
                                        {"region", "620100"},
                                        {"notices", true}});
  ASSERT_EQ(recorded.status, 201) << recorded.body;
  EXPECT_EQ(parsed(recorded.body).at("notices").as_array().size(), 1U);
  const auto list = inspector.get("/api/v1/trace/recall/list?format=csv&lot=" + encoded(lot("A1")));
  EXPECT_THAT(list.body, testing::HasSubstr("6901234000023"));
  const auto reads = served->log_in("auditor", trace_password)
                         .get("/api/registers/epcis_access/records?count=1&filter=" +
                              encoded("action = 'trace/recall/record' and account = 'inspector'"));
  ASSERT_EQ(reads.status, 200) << reads.body;
  EXPECT_EQ(parsed(reads.body).at("count").to_number<int>(), 1);
  EXPECT_EQ(place->count("recall_notice"), 1);
}

}  // namespace
}  // namespace zhiheng::flow
