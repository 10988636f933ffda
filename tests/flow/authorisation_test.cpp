// Who sees what, over the wire: every register, every way out.
#include <signal.h>

#include <filesystem>
#include <map>
#include <memory>

#include "flow/program.h"
#include "support/postgres.h"

namespace zhiheng::flow {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* own_password = "a long password";

// One server for each engine: its records and people are made once.
class Authorisation : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto [at, fresh] = places.try_emplace(GetParam());
    if (fresh) at->second.place = std::make_unique<Place>(GetParam());
    place = at->second.place.get();
    if (!place->usable()) GTEST_SKIP() << support::PostgresServer::not_installed;
    if (fresh) {
      fill();
      at->second.served = std::make_unique<Served>(*place);
    }
    served = at->second.served.get();
  }
  static void TearDownTestSuite() { places.clear(); }

  void fill() {
    place->ask({"import", "complaint",
                place->write("complaints.csv",
                             "编号,类型,收到日期,事发地区,内容,问题类别,投诉人姓名,投诉人电话\n"
                             "TS-62,投诉,2024-03-01,620102,兰州的内容,,李四,13900000062\n"
                             "TS-37,投诉,2024-03-02,370102,济南的内容,,王五,13900000037\n")});
    place->ask(
        {"import", "spot_check",
         place->write("checks.csv",
                      "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论,备注,异议,公告日期\n"
                      "CC-62,2024-03-01,random,乳粉,620102,fail,内部备注,filed,2024-04-01\n"
                      "CC-37,2024-03-02,random,乳粉,370102,pass,内部备注,none,2024-04-01\n")});
    place->ask({"import", "spot_check_item",
                place->write("items.csv",
                             "抽样编号,检验项目,检验结果,单项判定\n"
                             "CC-62,菌落总数,10000,fail\nCC-37,菌落总数,10,pass\n")});
    place->ask({"import", "enterprise",
                place->write("firms.csv",
                             "信用代码,企业名称,行政区划代码,从业人数\n"
                             "91350100M000100Y43,甲公司,350100,12\n")});
    place->ask({"import", "recall",
                place->write("recalls.csv",
                             "来源,编号,召回公告标题,召回时间,地区,备注\n"
                             "samr_consumer,R-62,兰州召回,2024-04-01,620102,内部备注\n"
                             "samr_consumer,R-37,济南召回,2024-04-02,370102,内部备注\n")});
    const std::string secret = place->write("password", std::string(own_password) + "\n");
    const auto account = [&](const std::string& user, const std::string& role,
                             const std::string& region) {
      std::vector<std::string> words = {"user", "add", user, "--role", role, "--password-file",
                                        secret};
      if (!region.empty()) words.insert(words.end(), {"--region", region});
      EXPECT_EQ(place->run(words).code, 0) << user;
    };
    account("analyst", "analyst", "620000");
    account("officer", "officer", "620000");
    account("auditor", "auditor", "");
    account("chief", "administrator", "");
  }

  Caller as(const std::string& user) {
    return user.empty() ? served->anyone() : served->log_in(user, own_password);
  }
  std::int64_t count(const Caller& caller, const std::string& of) {
    const auto answer = caller.get("/api/registers/" + of + "/records?count=1");
    return answer.status == 200 ? parsed(answer.body).at("count").to_number<std::int64_t>()
                                : -answer.status;
  }
  std::string id_of(const std::string& of, const std::string& key) {
    const auto answer = as("chief").get("/api/registers/" + of + "/lookup/" + encoded(key));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return std::string(parsed(answer.body).at("id").as_string());
  }

  struct Running {
    std::unique_ptr<Place> place;
    std::unique_ptr<Served> served;  // gone before its place
  };
  inline static std::map<std::string, Running> places;
  Place* place = nullptr;
  Served* served = nullptr;
};
INSTANTIATE_TEST_SUITE_P(Engines, Authorisation, testing::Values("sqlite", "postgresql"),
                         engine_name);

TEST_P(Authorisation, EverybodySeesTheirOwnRows) {
  struct Row {
    std::string user;
    std::int64_t complaints, checks, items, firms;
  };
  const Row table[] = {{"", -403, 2, 2, 1},
                       {"analyst", 1, 1, 1, 0},
                       {"officer", 1, 1, 1, 0},
                       {"auditor", 2, 2, 2, 1},
                       {"chief", 2, 2, 2, 1}};
  for (const auto& [user, complaints, checks, items, firms] : table) {
    const Caller caller = as(user);
    EXPECT_EQ(count(caller, "complaint"), complaints) << user;
    EXPECT_EQ(count(caller, "spot_check"), checks) << user;
    EXPECT_EQ(count(caller, "spot_check_item"), items) << user;
    EXPECT_EQ(count(caller, "enterprise"), firms) << user;
  }
}

// Every role of catalog/roles.toml against every group of routes that reads or counts.
TEST_P(Authorisation, EveryRoleMeetsEveryGroupOfRoutes) {
  const std::string recalls = "/api/registers/recall/";
  const std::string recall_62 = recalls + "records/" + id_of("recall", "samr_consumer|R-62");
  const std::string recall_37 = recalls + "records/" + id_of("recall", "samr_consumer|R-37");
  const std::vector<std::string> users = {"", "analyst", "officer", "auditor", "chief"};
  struct Row {
    std::string address;
    std::vector<int> statuses;  ///< of the users, in their order
  };
  const Row table[] = {
      {"/api/catalog", {200, 200, 200, 200, 200}},
      {"/api/regions/620000", {200, 200, 200, 200, 200}},
      {"/api/openapi.json", {200, 200, 200, 200, 200}},
      {"/api/home?region=620000", {200, 200, 200, 200, 200}},
      {recalls + "records", {200, 200, 200, 200, 200}},
      {recall_62, {200, 200, 200, 200, 200}},
      {recall_37, {200, 404, 404, 200, 200}},
      {recall_62 + "/history", {403, 200, 200, 200, 200}},
      {recall_37 + "/history", {403, 404, 404, 200, 200}},
      {recalls + "lookup/" + encoded("samr_consumer|R-37"), {200, 404, 404, 200, 200}},
      {recalls + "export?format=csv", {200, 200, 200, 200, 200}},
      {recalls + "records?filter=" + encoded("batch = 'x'"), {422, 200, 200, 200, 200}},
      {"/api/registers/complaint/records", {403, 200, 200, 200, 200}},
      {"/api/indicators/recall_count?by=region:province", {200, 200, 200, 200, 200}},
      {"/api/indicators/recall_count/records", {200, 200, 200, 200, 200}},
      {"/api/indicators/complaint_count", {404, 200, 200, 200, 200}},
      {"/api/indicators/retest_overturn_rate", {404, 200, 200, 200, 200}},
      // Of one failure and one pass; whoever sees only the failure has nothing to compare.
      {"/api/indicators/spot_check_pass_rate/funnel?by=region:province", {200, 400, 400, 200, 200}},
      {"/api/indicators/retest_overturn_rate/funnel?by=region:province", {404, 400, 400, 400, 400}},
      {"/api/indicators/complaint_count/export?format=csv", {404, 200, 200, 200, 200}},
      {"/api/users", {401, 403, 403, 403, 200}},
      {"/api/deliveries", {401, 403, 403, 403, 200}},
      {"/api/subscriptions", {401, 403, 403, 403, 200}},
      {"/api/notices", {401, 200, 200, 200, 200}},
      {"/api/contact", {401, 200, 200, 200, 200}},
      {"/api/work/calendar.ics", {404, 404, 404, 404, 404}},
      {"/api/jobs/none", {401, 404, 404, 404, 404}},
  };
  for (std::size_t u = 0; u < users.size(); ++u) {
    const Caller caller = as(users[u]);
    for (const auto& [address, statuses] : table) {
      const auto answer = caller.get(address);
      EXPECT_EQ(answer.status, statuses[u]) << users[u] << " " << address << " " << answer.body;
    }
    // Rows of others: seen by the public in what is published, never by a regional account.
    const bool elsewhere = users[u] != "analyst" && users[u] != "officer";
    for (const auto* way : {"records", "export?format=csv", "export?format=ndjson"}) {
      const std::string body = caller.get(recalls + way).body;
      EXPECT_THAT(body, HasSubstr("R-62")) << users[u] << way;
      EXPECT_EQ(body.find("R-37") != std::string::npos, elsewhere) << users[u] << way;
      EXPECT_EQ(body.find("内部备注") != std::string::npos, !users[u].empty()) << users[u] << way;
    }
    const auto counted = parsed(caller.get("/api/indicators/recall_count").body);
    EXPECT_EQ(in_group(counted, {}), elsewhere ? 2 : 1) << users[u];
    // The home page counts what its reader sees, and leaves out what the reader may not see.
    const auto home = parsed(caller.get("/api/home?region=620000").body);
    bool names_complaints = false;
    for (const auto& one : home.at("registers").as_array()) {
      if (one.at("name") == "recall") {
        EXPECT_EQ(one.at("records"), elsewhere ? 2 : 1) << users[u];
      }
      names_complaints = names_complaints || one.at("name") == "complaint";
    }
    EXPECT_EQ(names_complaints, !users[u].empty());
  }
}

TEST_P(Authorisation, EveryWayOutShowsTheSameFieldsAndRows) {
  const std::string complaint_62 = id_of("complaint", "TS-62");
  const std::string check_62 = id_of("spot_check", "CC-62");
  const std::string records = "/api/registers/complaint/";
  const std::string checks = "/api/registers/spot_check/";
  const std::vector<std::string> complaint_ways = {records + "records",
                                                   records + "records/" + complaint_62,
                                                   records + "records/" + complaint_62 + "/history",
                                                   records + "lookup/TS-62",
                                                   records + "export?format=csv",
                                                   records + "export?format=ndjson",
                                                   "/api/indicators/complaint_count/records"};
  const std::vector<std::string> check_ways = {checks + "records",
                                               checks + "records/" + check_62,
                                               checks + "lookup/CC-62",
                                               checks + "export?format=csv",
                                               checks + "export?format=ndjson",
                                               "/api/indicators/spot_check_count/records"};
  struct Row {
    std::string user;
    bool complaints, personal, internal, elsewhere;
  };
  const Row table[] = {{"", false, false, false, true},
                       {"analyst", true, false, true, false},
                       {"officer", true, true, true, false},
                       {"auditor", true, false, true, true},
                       {"chief", true, true, true, true}};
  for (const auto& row : table) {
    const Caller caller = as(row.user);
    for (const auto& way : complaint_ways) {
      SCOPED_TRACE(row.user + " " + way);
      const auto answer = caller.get(way);
      if (!row.complaints) {
        EXPECT_THAT(answer.status, testing::AnyOf(403, 404));
        EXPECT_THAT(answer.body, Not(HasSubstr("兰州的内容")));
        continue;
      }
      EXPECT_EQ(answer.status, 200) << answer.body;
      EXPECT_THAT(answer.body, HasSubstr("兰州的内容"));
      EXPECT_EQ(answer.body.find("13900000062") != std::string::npos, row.personal);
      if (way.find(complaint_62) == std::string::npos && way.find("lookup") == std::string::npos) {
        EXPECT_EQ(answer.body.find("济南的内容") != std::string::npos, row.elsewhere);
      }
    }
    for (const auto& way : check_ways) {
      SCOPED_TRACE(row.user + " " + way);
      const auto answer = caller.get(way);
      EXPECT_EQ(answer.status, 200) << answer.body;
      EXPECT_THAT(answer.body, HasSubstr("CC-62"));
      EXPECT_EQ(answer.body.find("内部备注") != std::string::npos, row.internal);
      EXPECT_EQ(answer.body.find("local") != std::string::npos &&
                    answer.body.find("\"recorded_by\":\"\"") == std::string::npos,
                row.internal && answer.body.find("recorded_by") != std::string::npos);
    }
    const auto history = caller.get(checks + "records/" + check_62 + "/history");
    EXPECT_EQ(history.status, row.internal ? 200 : 403) << row.user;
  }
}

TEST_P(Authorisation, WhatMayNotBeSeenMayNotBeAskedAboutEither) {
  const std::string checks = "/api/registers/spot_check/";
  for (const std::string& question :
       {checks + "records?filter=" + encoded("remark contains '内部'"),
        checks + "records?filter=" + encoded("objection = 'filed'"), checks + "records?sort=remark",
        checks + "records?field=remark",
        checks + "export?format=csv&filter=" + encoded("remark is not null"),
        std::string("/api/indicators/spot_check_count?by=objection"),
        "/api/indicators/spot_check_count?filter=" + encoded("objection = 'filed'"),
        "/api/indicators/spot_check_count/records?filter=" + encoded("remark is not null"),
        std::string("/api/indicators/spot_check_count/export?format=csv&by=objection"),
        "/api/indicators/spot_check_pass_rate/funnel?by=region:province&filter=" +
            encoded("remark is not null"),
        std::string("/api/indicators/retest_overturn_rate"),
        std::string("/api/indicators/complaint_count"), std::string("/api/users")}) {
    const auto answer = as("").get(question);
    EXPECT_GE(answer.status, 400) << question << answer.body;
    EXPECT_LT(answer.status, 500) << question << answer.body;
    EXPECT_THAT(answer.body, Not(HasSubstr("CC-62"))) << question;
  }
  // Personal data are encrypted: nobody filters or sorts by them, nor do they enter the search.
  for (const std::string& question :
       {"records?filter=" + encoded("complainant_name = '李四'"),
        std::string("records?sort=complainant_name"), "records?search=" + encoded("李四")}) {
    const auto answer = as("analyst").get("/api/registers/complaint/" + question);
    EXPECT_THAT(answer.body, Not(HasSubstr("兰州的内容"))) << question;
  }
}

TEST_P(Authorisation, ARecordOfOthersLooksLikeNoRecordAtAll) {
  const std::string elsewhere = id_of("complaint", "TS-37");
  const std::string nowhere = "01890000-0000-7000-8000-000000000000";
  const Caller officer = as("officer");
  const std::string records = "/api/registers/complaint/records/";
  const json::value change = {{"values", {{"content", "改"}}}, {"reason", "改"}};
  const auto same = [&](const HttpAnswer& a, const HttpAnswer& b) {
    EXPECT_EQ(a.status, 404) << a.body;
    EXPECT_EQ(b.status, 404) << b.body;
    auto first = parsed(a.body), second = parsed(b.body);
    for (auto* body : {&first, &second}) {
      body->erase("instance");
      body->erase("detail");
      body->erase("errors");
    }
    EXPECT_EQ(first, second);
  };
  same(officer.get(records + elsewhere), officer.get(records + nowhere));
  same(officer.get(records + elsewhere + "/history"), officer.get(records + nowhere + "/history"));
  same(officer.send("PATCH", records + elsewhere, change, {"If-Match: \"1\""}),
       officer.send("PATCH", records + nowhere, change, {"If-Match: \"1\""}));
  same(officer.send("DELETE", records + elsewhere, {{"reason", "x"}}, {"If-Match: \"1\""}),
       officer.send("DELETE", records + nowhere, {{"reason", "x"}}, {"If-Match: \"1\""}));
  same(officer.send("POST", records + elsewhere + "/steps", {{"step", "accept"}}),
       officer.send("POST", records + nowhere + "/steps", {{"step", "accept"}}));
  same(officer.get("/api/registers/complaint/lookup/TS-37"),
       officer.get("/api/registers/complaint/lookup/TS-00"));
  // The public may not list complaints, so it hears of none either.
  EXPECT_EQ(as("").get(records + elsewhere).status, as("").get(records + nowhere).status);
}

TEST_P(Authorisation, NobodyWritesWhatTheyMayNot) {
  const std::string id = id_of("spot_check", "CC-62");
  const std::string records = "/api/registers/spot_check/records";
  const json::value fresh = {{"values",
                              {{"sample_number", "X-1"},
                               {"motive", "random"},
                               {"product_name", "乳粉"},
                               {"region", "620102"},
                               {"result", "pass"}}}};
  const json::value change = {{"values", {{"result", "pass"}}}, {"reason", "x"}};
  for (const std::string user : {"", "analyst", "auditor"}) {
    const Caller caller = as(user);
    EXPECT_THAT(caller.send("POST", records, fresh).status, testing::AnyOf(401, 403)) << user;
    EXPECT_THAT(caller.send("PATCH", records + "/" + id, change, {"If-Match: \"1\""}).status,
                testing::AnyOf(401, 403))
        << user;
    EXPECT_THAT(
        caller.send("DELETE", records + "/" + id, {{"reason", "x"}}, {"If-Match: \"1\""}).status,
        testing::AnyOf(401, 403))
        << user;
    EXPECT_THAT(caller.send("POST", records + "/" + id + "/steps", {{"step", "close"}}).status,
                testing::AnyOf(401, 403))
        << user;
    EXPECT_THAT(caller.send_bytes("POST", "/api/uploads?name=a.csv", "a,b\n1,2\n").status,
                testing::AnyOf(401, 403))
        << user;
    EXPECT_THAT(
        caller
            .send("POST", "/api/users",
                  {{"user", "mallory"}, {"password", own_password}, {"roles", json::array()}})
            .status,
        testing::AnyOf(401, 403))
        << user;
  }
  // An officer keeps to the own region: neither new records elsewhere nor old ones moved there.
  const Caller officer = as("officer");
  json::value elsewhere = fresh;
  elsewhere.at("values").as_object()["region"] = "370102";
  EXPECT_EQ(officer.send("POST", records, elsewhere).status, 403);
  EXPECT_EQ(officer
                .send("PATCH", records + "/" + id,
                      {{"values", {{"region", "370102"}}}, {"reason", "x"}}, {"If-Match: \"1\""})
                .status,
            403);
  // Nor does importing take over a record that lies elsewhere.
  const auto job = officer.import("spot_check", "take.csv",
                                  "抽样编号,抽样目的,产品名称,抽样地区,检验结论\n"
                                  "CC-37,random,乳粉,620102,fail\nX-2,random,乳粉,370102,fail\n");
  EXPECT_EQ(job.at("report").at("refused"), 2) << json::serialize(job);
  EXPECT_EQ(job.at("report").at("added"), 0);
  EXPECT_EQ(parsed(as("chief").get("/api/registers/spot_check/lookup/CC-37").body)
                .at("values")
                .at("result"),
            "pass");
  EXPECT_EQ(
      officer.send("POST", "/api/users", {{"user", "friend"}, {"password", own_password}}).status,
      403);
  EXPECT_EQ(count(as("chief"), "spot_check"), 2);
}

TEST_P(Authorisation, AnImportBelongsToWhoeverStartedIt) {
  const Caller officer = as("officer");
  const auto sent = officer.send_bytes("POST", "/api/uploads?name=a.csv",
                                       "网络,编号,第几次公布\ndomestic,U-1,1\n");
  ASSERT_EQ(sent.status, 201) << sent.body;
  const std::string upload(parsed(sent.body).at("upload").as_string());
  const json::value into = {{"register", "alert"}};
  EXPECT_EQ(as("chief").send("POST", "/api/uploads/" + upload + "/preview", into).status, 404);
  EXPECT_EQ(as("chief").send("POST", "/api/uploads/" + upload + "/import", into).status, 404);
  const auto seen = officer.send("POST", "/api/uploads/" + upload + "/preview", into);
  EXPECT_EQ(seen.status, 200) << seen.body;
  const auto started = officer.send("POST", "/api/uploads/" + upload + "/import", into);
  ASSERT_EQ(started.status, 202);
  const std::string job(parsed(started.body).at("job").as_string());
  EXPECT_EQ(as("chief").get("/api/jobs/" + job).status, 404);
  EXPECT_EQ(as("chief").get("/api/jobs/" + job + "/refusals").status, 404);
  EXPECT_THAT(as("").get("/api/jobs/" + job).status, testing::AnyOf(401, 404));
  EXPECT_EQ(officer.get("/api/jobs/" + job).status, 200);
}

TEST_P(Authorisation, AChangeNeedsTheTokenOfTheOwnPage) {
  const Caller chief = as("chief");
  const json::value fresh = {
      {"values", {{"network", "domestic"}, {"reference", "CSRF"}, {"publication", 1}}}};
  const std::string body = json::serialize(fresh);
  const std::string records = "/api/registers/alert/records";
  const Caller without(served->port(), chief.cookie(), "");
  const Caller wrong(served->port(), chief.cookie(), "not-the-token");
  EXPECT_EQ(without.send("POST", records, fresh).status, 403);
  EXPECT_EQ(wrong.send("POST", records, fresh).status, 403);
  EXPECT_EQ(without.send("DELETE", "/api/session", json::object()).status, 403);
  EXPECT_EQ(chief.send("POST", records, fresh).status, 201);
  // A bearer token is never sent by a browser on its own.
  const std::string token = chief.cookie().substr(chief.cookie().find('=') + 1);
  EXPECT_EQ(
      served->anyone().send("POST", records, fresh, {"Authorization: Bearer " + token}).status,
      200);
  EXPECT_EQ(chief.send("DELETE", "/api/session", json::object()).status, 204);
  EXPECT_THAT(chief.send("POST", records, fresh).status, testing::AnyOf(401, 403));
}

// An existing account used to be told from an unknown one by its lock.
TEST_P(Authorisation, WrongPasswordsLockKnownAndUnknownNamesAlike) {
  const std::string secret = place->write("password", std::string(own_password) + "\n");
  ASSERT_EQ(
      place->run({"user", "add", "locked", "--role", "analyst", "--password-file", secret}).code,
      0);
  const auto attempt = [&](const std::string& user, const std::string& with) {
    return served->anyone().send("POST", "/api/session", {{"user", user}, {"password", with}});
  };
  const auto plain = [](const HttpAnswer& answer) {
    auto body = parsed(answer.body);
    body.erase("instance");
    body.erase("errors");  // these hold the moment at which the lock ends
    body.erase("detail");
    return json::serialize(body);
  };
  for (int i = 0; i < 7; ++i) {
    const auto known = attempt("locked", "wrong password");
    const auto unknown = attempt("nobody-here", "wrong password");
    EXPECT_EQ(known.status, 401) << i;
    EXPECT_EQ(unknown.status, 401) << i;
    EXPECT_EQ(plain(known), plain(unknown)) << i;
    EXPECT_EQ(known.body.find("login_locked") != std::string::npos, i >= 5) << known.body;
  }
  EXPECT_EQ(attempt("locked", own_password).status, 401);
  EXPECT_EQ(attempt("officer", own_password).status, 200);
}

TEST_P(Authorisation, AVersionThatIsNotTheNewestChangesNothing) {
  const Caller chief = as("chief");
  const auto made =
      chief.send("POST", "/api/registers/alert/records",
                 {{"values", {{"network", "domestic"}, {"reference", "V-1"}, {"publication", 1}}}});
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string address = made.headers.at("location");
  const auto change = [&](const std::string& subject, std::vector<std::string> lines) {
    return chief
        .send("PATCH", address, {{"values", {{"subject", subject}}}, {"reason", "x"}},
              std::move(lines))
        .status;
  };
  EXPECT_EQ(change("one", {"If-Match: \"1\""}), 200);
  EXPECT_THAT(change("two", {"If-Match: \"1\""}), testing::AnyOf(409, 412));
  EXPECT_THAT(change("two", {}), testing::AnyOf(400, 412, 428));
  EXPECT_THAT(change("two", {"If-Match: something"}), testing::AnyOf(400, 412, 428));
  EXPECT_EQ(parsed(chief.get(address).body).at("values").at("subject"), "one");
  EXPECT_EQ(
      chief.send("PATCH", address, {{"values", {{"subject", "two"}}}}, {"If-Match: \"2\""}).status,
      422)
      << "a correction needs a reason";
  EXPECT_EQ(chief.send("DELETE", address, {{"reason", "误录"}}, {"If-Match: \"2\""}).status, 204);
  EXPECT_EQ(chief.get(address).status, 404);
  EXPECT_EQ(parsed(chief.get(address + "/history").body).at("versions").as_array().size(), 3U);
}

TEST_P(Authorisation, AnswersAreCachedPackedAndLimited) {
  const Caller chief = as("chief");
  for (const std::string& target :
       {std::string("/api/catalog"), std::string("/api/registers/spot_check/records"),
        "/api/registers/spot_check/records/" + id_of("spot_check", "CC-62"),
        std::string("/api/indicators/spot_check_count"), std::string("/api/openapi.json")}) {
    auto first = chief.get(target);
    // The cube may still be taking in what the tests before this one wrote.
    for (int i = 0; i < 50 && chief.get(target).headers["etag"] != first.headers["etag"]; ++i) {
      first = chief.get(target);
    }
    ASSERT_EQ(first.status, 200) << target << first.body;
    ASSERT_TRUE(first.headers.contains("etag")) << target;
    const auto again = chief.get(target, {"If-None-Match: " + first.headers.at("etag")});
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_TRUE(again.body.empty()) << target;
  }
  const auto packed = chief.get("/api/catalog", {"Accept-Encoding: gzip"});
  EXPECT_EQ(packed.headers.at("content-encoding"), "gzip");
  EXPECT_LT(packed.body.size(), chief.get("/api/catalog").body.size() / 3);

  const auto large =
      chief.send_bytes("POST", "/api/registers/alert/records", std::string(2 << 20, ' '),
                       {"Content-Type: application/json"});
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(chief.send_bytes("POST", "/api/registers/alert/records", "{\"values\": {").status, 400);
  EXPECT_EQ(chief
                .send_bytes("POST", "/api/registers/alert/records",
                            std::string(5000, '[') + std::string(5000, ']'))
                .status,
            400);
  EXPECT_EQ(chief.get("/api/registers/alert/records?limit=100000").status, 400);
  EXPECT_EQ(chief.get("/api/registers/alert/records?after=nonsense").status, 400);
  EXPECT_EQ(chief.get("/api/registers/alert/records/not-an-id").status, 404);
  EXPECT_EQ(chief.get("/api/no/such/route").status, 404);
}

// A page of another size, order or filter does not take the cursor of this one; following it sees
// each record once.
TEST_P(Authorisation, PagesShowEachRecordOnce) {
  const Caller chief = as("chief");
  std::string csv = "网络,编号,第几次公布\n";
  for (int i = 0; i < 57; ++i) csv += "domestic,P-" + std::to_string(i) + ",1\n";
  ASSERT_EQ(chief.import("alert", "pages.csv", csv).at("state"), "done");
  const std::string filter = "&filter=" + encoded("reference starts with 'P-'");
  std::vector<std::string> seen;
  std::string after;
  for (int page = 0; page < 20; ++page) {
    const auto answer = parsed(
        as("").get("/api/registers/alert/records?limit=10&sort=reference" + filter + after).body);
    for (const auto& record : answer.at("records").as_array()) {
      seen.emplace_back(record.at("values").at("reference").as_string());
    }
    if (answer.at("next") == "") break;
    after = "&after=" + encoded(std::string(answer.at("next").as_string()));
  }
  EXPECT_EQ(seen.size(), 57U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
  EXPECT_EQ(
      as("").get("/api/registers/alert/records?limit=10&sort=-reference" + filter + after).status,
      400);
}

TEST(ServerStop, IsGracefulAndLeavesNothingBehind) {
  const Place place;
  Served served(place);
  EXPECT_EQ(served.anyone().get("/healthz").status, 200);
  EXPECT_THAT(served.anyone().get("/metrics").body, HasSubstr("zhiheng_commits"));
  const Ran ran = served.stop(SIGTERM);
  EXPECT_EQ(ran.code, 0) << ran.messages;
  EXPECT_LT(ran.seconds, 30);
  EXPECT_TRUE(place.verifies());
}

}  // namespace
}  // namespace zhiheng::flow
