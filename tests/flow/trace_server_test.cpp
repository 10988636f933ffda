// The chain of a started server: the same answers as the commands give, at once after a capture.
#include <filesystem>
#include <fstream>

#include "flow/program.h"
#include "support/postgres.h"

namespace zhiheng::flow {
namespace {

constexpr const char* password = "a long password";

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
    const std::string secret = place->write("password", std::string(password) + "\n");
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
  const Caller chief = served.log_in("chief", password);
  const auto asked = [&](const std::string& target) {
    const auto answer = chief.get("/api/v1/trace/" + target);
    EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
    json::object made = parsed(answer.body);
    EXPECT_GT(made["position"].to_number<std::int64_t>(), 0);
    made.erase("position");
    return made;
  };
  for (const std::string question : {"backward", "forward", "state"}) {
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
  const Caller chief = served.log_in("chief", password);
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

}  // namespace
}  // namespace zhiheng::flow
