// Steps of many records, verdicts while typing and saved views, as a client sees them.

#include "api/routes_fixture.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class BulkRoutes : public Routes {
 protected:
  using Headers = std::map<std::string, std::string>;

  std::string complain(const Headers& who, const std::string& number) {
    const Response made = ask({"POST", "/api/registers/complaint/records", "",
                               R"({"values":{"number":")" + number +
                                   R"(","kind":"complaint","received_on":"2025-09-26",)"
                                   R"("region":"620102","content":"商品变质"}})",
                               who});
    EXPECT_EQ(made.status, 201) << made.body;
    return std::string(json::parse(made.body).at("id").as_string());
  }
  json::value steps(const Headers& who, const std::string& body) {
    const Response answer = ask({"POST", "/api/registers/complaint/steps", "", body, who});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body);
  }
};

TEST_F(BulkRoutes, AFilterIsTriedThenItsRecordsAreDoneOneByOne) {
  const auto officer = as("officer");
  const std::string first = complain(officer, "C1");
  complain(officer, "C2");
  const std::string deed =
      R"("step":"accept","values":{"decided_on":"2025-09-28"},"reason":"属本局管辖")";
  const auto trial = steps(officer, R"({"filter":"state = 'received'","trial":true,)" + deed + "}");
  EXPECT_EQ(trial.at("matched").as_int64(), 2);
  EXPECT_EQ(trial.at("possible").as_int64(), 2);
  EXPECT_EQ(trial.at("done").as_int64(), 0);
  const auto done =
      steps(officer, R"({"records":[{"id":")" + first + R"(","version":1},"none"],)" + deed + "}");
  EXPECT_EQ(done.at("done").as_int64(), 1);
  const auto& refused = done.at("answers").as_array().at(1);
  EXPECT_EQ(refused.at("outcome").as_string(), "refused");
  EXPECT_EQ(refused.at("errors").as_array().at(0).at("id").as_string(), "registry.not_found");
  EXPECT_FALSE(refused.at("errors").as_array().at(0).at("message").as_string().empty());
  const auto again = steps(officer, R"({"records":[{"id":")" + first + R"(","version":1}],)" +
                                        deed + R"(,"all_or_nothing":true})");
  EXPECT_EQ(again.at("refused").as_int64(), 1) << "accepted already";
}

TEST_F(BulkRoutes, WhatIsMalformedOrNobodysIsRefusedWhole) {
  const auto officer = as("officer");
  const auto path = "/api/registers/complaint/steps";
  EXPECT_EQ(ask({"POST", path, "", R"({"records":[]})"}).status, 401);
  EXPECT_EQ(ask({"POST", path, "", R"({"step":"accept"})", officer}).status, 400);
  EXPECT_EQ(ask({"POST", path, "", R"({"records":[7],"step":"accept"})", officer}).status, 400);
  const Response wrong = ask(
      {"POST", path, "", R"({"records":[],"step":"accept","values":{"decided_on":"x"}})", officer});
  EXPECT_EQ(wrong.status, 422);
}

TEST_F(BulkRoutes, AFormIsJudgedWithoutBeingWritten) {
  const auto officer = as("officer");
  const auto check = [&](const std::string& body) {
    const Response answer = ask({"POST", "/api/registers/complaint/check", "", body, officer});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).at("errors").as_array();
  };
  const auto missing = check(R"({"values":{"number":"C9"}})");
  EXPECT_GE(missing.size(), 2U);
  const auto unreadable = check(R"({"values":{"received_on":"2025-13-01"}})");
  EXPECT_EQ(unreadable.at(0).at("field").as_string(), "received_on");
  EXPECT_EQ(
      json::parse(ask({"GET", "/api/registers/complaint/records", "count=1", "", officer}).body)
          .at("count")
          .as_int64(),
      0);
}

TEST_F(BulkRoutes, AViewIsKeptForItsMakerAndRefusedWhenItsFilterIsWrong) {
  const auto officer = as("officer");
  const auto director = as("director");
  const auto body = [](const std::string& filter) {
    return R"({"register":"complaint","name":"待受理","filter":")" + filter +
           R"(","columns":["number"]})";
  };
  const Response kept = ask({"POST", "/api/views", "", body("state = 'received'"), officer});
  ASSERT_EQ(kept.status, 201) << kept.body;
  const std::string path = "/api/views/" + std::string(json::parse(kept.body).at("id").as_string());
  EXPECT_NE(ask({"POST", "/api/views", "", body("no_field = 1"), officer}).status, 201);
  const auto seen = [&](const Headers& who) {
    return json::parse(ask({"GET", "/api/views", "register=complaint", "", who}).body)
        .at("views")
        .as_array();
  };
  ASSERT_EQ(seen(officer).size(), 1U);
  EXPECT_TRUE(seen(officer)[0].at("mine").as_bool());
  EXPECT_EQ(seen(director).size(), 0U);
  EXPECT_EQ(ask({"PUT", path, "", body("region under '62'"), officer}).status, 200);
  EXPECT_EQ(seen(officer).at(0).at("filter").as_string(), "region under '62'");
  EXPECT_EQ(ask({"DELETE", path, "", "", director}).status, 404);
  EXPECT_EQ(ask({"DELETE", path, "", "", officer}).status, 204);
  EXPECT_EQ(ask({"GET", "/api/views", "register=complaint"}).status, 401);
}

}  // namespace
}  // namespace zhiheng::api
