// Tokens, the second factor, steps with values, terms and the work list, as a client sees them.

#include "api/routes_fixture.h"
#include "registry/one_time_code.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class WorkRoutes : public Routes {};

TEST_F(WorkRoutes, ATokenDoesWhatItsScopesSay) {
  const auto director = as("director");
  const auto reading = application_.credentials->issue("director", "reader", {}, 1, now());
  const auto writing =
      application_.credentials->issue("director", "writer", {"read", "write"}, 1, now());
  const auto with = [](const Result<std::string>& token) {
    return std::map<std::string, std::string>{{"authorization", "Bearer " + *token}};
  };
  EXPECT_EQ(ask({"GET", "/api/registers/alert/records", "", "", with(reading)}).status, 200);
  const Response refused = create_alert(with(reading), "A1");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(failure_of(refused), "registry.scope_missing");
  EXPECT_EQ(create_alert(with(writing), "A1").status, 201);
  ASSERT_TRUE(application_.people->remove("director"));
  EXPECT_NE(create_alert(with(writing), "A2").status, 201) << "the account is gone";
}

TEST_F(WorkRoutes, ASecondFactorIsAskedForAfterTheRightPassword) {
  ensure("director");
  const auto secret = registry::from_base32(*application_.credentials->enrol("director"));
  const auto log_in = [&](const std::string& password, const std::string& code) {
    return ask(
        {"POST", "/api/session", "",
         R"({"user":"director","password":")" + password + R"(","code":")" + code + R"("})"});
  };
  EXPECT_EQ(failure_of(log_in("wrong", "")), "registry.login_refused");
  EXPECT_EQ(failure_of(log_in("a long password", "")), "registry.code_needed");
  EXPECT_EQ(failure_of(log_in("a long password", "000")), "registry.code_wrong");
  const std::string code = registry::one_time_code(*secret, registry::code_counter(now()));
  EXPECT_EQ(log_in("a long password", code).status, 200);
}

TEST_F(WorkRoutes, AStepTakesValuesAndTheRecordTellsItsTermsAndLinks) {
  const auto officer = as("officer");
  const Response made = ask(
      {"POST", "/api/registers/complaint/records", "",
       R"({"values":{"number":"C1","kind":"complaint","received_on":"2025-09-26","region":"620102",)"
       R"("content":"商品变质"}})",
       officer});
  ASSERT_EQ(made.status, 201) << made.body;
  const auto record = json::parse(made.body);
  const auto& clock = record.at("clocks").as_array().at(0);
  EXPECT_EQ(clock.at("due_on").as_string(), "2025-10-13");
  EXPECT_EQ(clock.at("standing").as_string(), "overdue");
  EXPECT_EQ(clock.at("off").as_array().size(), 10U);
  const auto work = json::parse(ask({"GET", "/api/work", "", "", officer}).body);
  ASSERT_EQ(work.at("overdue").as_array().size(), 1U);
  EXPECT_EQ(work.at("overdue").as_array()[0].at("key").as_string(), "C1");
  const std::string path =
      "/api/registers/complaint/records/" + std::string(record.at("id").as_string()) + "/steps";
  const Response bare = ask({"POST", path, "", R"({"step":"accept"})", officer});
  EXPECT_EQ(bare.status, 422);
  const Response taken =
      ask({"POST", path, "", R"({"step":"accept","values":{"decided_on":"2025-10-13"}})", officer});
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(json::parse(taken.body).at("values").at("handler").as_string(), "officer");
  EXPECT_EQ(json::parse(taken.body).at("clocks").as_array().at(0).at("standing").as_string(),
            "met");
  const Response guarded = ask({"POST", path, "", R"({"step":"extend_check"})", officer});
  EXPECT_EQ(guarded.status, 409) << "not from this state";
  EXPECT_NE(ask({"GET", "/api/work"}).status, 200) << "nobody is logged in";
  const auto list = json::parse(
      ask({"GET", "/api/registers/complaint/records", "due=overdue", "", officer}).body);
  // Accepted on 13 October 2025, the mediation has run out as well by now.
  EXPECT_EQ(list.at("records").as_array().size(), 1U);
}

}  // namespace
}  // namespace zhiheng::api
