// I5, I6: a whistleblower is paid without being known, and somebody who gave a name is known to
// nobody but those who open it together. Nothing that the program keeps, gives out or says holds
// the name.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "flow/program.h"
#include "support/postgres.h"

namespace zhiheng::flow {
namespace {

using testing::HasSubstr;

constexpr const char* people_password = "a long password";
constexpr const char* name = "欧阳举报人";
constexpr const char* phone = "13987654321";
constexpr const char* account = "6222021234567890123";

class Whistleblower : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place.usable()) GTEST_SKIP() << support::PostgresServer::not_installed;
    const std::string secret = place.write("password", std::string(people_password) + "\n");
    for (const auto& [user, role] :
         {std::pair("officer", "officer"), std::pair("office", "reward_office"),
          std::pair("cashier", "finance"), std::pair("custodian", "identity_custodian")}) {
      const Ran ran = place.run(
          {"user", "add", user, "--role", role, "--region", "620000", "--password-file", secret});
      ASSERT_EQ(ran.code, 0) << ran.messages;
    }
    for (const auto& [user, role] :
         {std::pair("auditor", "auditor"), std::pair("chief", "administrator")}) {
      ASSERT_EQ(place.run({"user", "add", user, "--role", role, "--password-file", secret}).code,
                0);
    }
    const auto made = place.ask({"reporter", "key", "make", key()});
    place.ask({"reporter", "key", "add", std::string(made.at("public").as_string())});
  }

  [[nodiscard]] std::string key() const { return place.file("custodian.pem"); }

  static json::object report(bool named) {
    json::object body{{"region", "620102"},
                      {"matter", "product_quality"},
                      {"suspect_name", "示例电器厂"},
                      {"content", "该厂销售无强制性产品认证的插座。"}};
    if (named) {
      body["identity"] = json::object{
          {"name", name}, {"phone", phone}, {"address", "某路9号"}, {"account", account}};
    }
    return body;
  }
  static std::string filed(const Caller& caller, const json::object& body) {
    const auto answer = caller.send("POST", "/api/reports", body);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return std::string(parsed(answer.body).at("code").as_string());
  }
  static json::object standing(const Caller& caller, const std::string& code) {
    const auto answer = caller.send("POST", "/api/reports/follow", json::object{{"code", code}});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return parsed(answer.body);
  }
  /// The newest record of a register as somebody sees it.
  static json::object newest(const Caller& caller, const std::string& of) {
    const auto page = parsed(caller.get("/api/registers/" + of + "/records").body);
    if (!page.contains("records")) return {};  // not for this caller
    const auto& records = page.at("records").as_array();
    return records.empty() ? json::object() : records.front().as_object();
  }
  static json::object created(const Caller& caller, const std::string& of,
                              const json::object& values) {
    const auto answer =
        caller.send("POST", "/api/registers/" + of + "/records", json::object{{"values", values}});
    EXPECT_EQ(answer.status, 201) << answer.body;
    return parsed(answer.body);
  }
  static HttpAnswer step(const Caller& caller, const std::string& of, const std::string& taken,
                         const json::object& values = {}) {
    const auto record = newest(caller, of);
    return caller.send(
        "POST",
        "/api/registers/" + of + "/records/" + std::string(record.at("id").as_string()) + "/steps",
        json::object{{"step", taken}, {"values", values}, {"reason", ""}},
        {"If-Match: \"" + std::to_string(record.at("version").to_number<int>()) + "\""});
  }

  /// Every file of the place, the private key apart, in which one of the details stands.
  [[nodiscard]] std::vector<std::string> leaks() const {
    std::vector<std::string> found;
    const auto folder = std::filesystem::path(place.file("x")).parent_path();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string bytes((std::istreambuf_iterator<char>(file)), {});
      for (const char* detail : {name, phone, account, "某路9号"}) {
        if (bytes.find(detail) != std::string::npos) {
          found.push_back(entry.path().string() + ": " + detail);
        }
      }
    }
    return found;
  }

  Place place{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, Whistleblower, testing::Values("sqlite", "postgresql"),
                         engine_name);

TEST_P(Whistleblower, IsPaidWithoutBeingKnown) {
  Served served(place);
  const Caller anyone = served.anyone();
  const std::string code = filed(anyone, report(false));
  const Caller officer = served.log_in("officer", people_password);
  const auto report = newest(officer, "violation_report");
  const std::string number(report.at("values").at("number").as_string());
  EXPECT_EQ(report.at("values").at("named"), false);

  // Asked and answered, without either knowing the other.
  created(officer, "report_message",
          {{"number", "Q1"},
           {"report", number},
           {"region", "620102"},
           {"author", "office"},
           {"at", "2026-03-05T10:00:00+08:00"},
           {"content", "何处购买？"}});
  EXPECT_EQ(anyone
                .send("POST", "/api/reports/messages",
                      json::object{{"code", code}, {"text", "城关区门店"}})
                .status,
            201);
  EXPECT_EQ(standing(anyone, code).at("messages").as_array().size(), 2U);
  EXPECT_EQ(newest(officer, "report_message").at("recorded_by"), "system");

  EXPECT_EQ(step(officer, "violation_report", "check", {{"handler", "officer"}}).status, 200);
  EXPECT_EQ(standing(anyone, code).at("state").at("name"), "checking");

  const Caller office = served.log_in("office", people_password);
  created(office, "report_reward",
          {{"number", "JL1"},
           {"region", "620102"},
           {"report", number},
           {"grade", "second"},
           {"amount", "1500.00"}});
  const auto awarded = step(office, "report_reward", "award", {{"awarded_on", "2026-05-06"}});
  EXPECT_EQ(awarded.status, 200) << awarded.body;
  EXPECT_EQ(standing(anyone, code).at("rewards").at(0).at("state"), "awarded");
  EXPECT_EQ(anyone.send("POST", "/api/reports/claim", json::object{{"code", code}}).status, 201);
  EXPECT_EQ(anyone.send("POST", "/api/reports/claim", json::object{{"code", code}}).status, 409);
  EXPECT_EQ(step(office, "report_reward", "pay", {{"paid_on", "2026-06-01"}}).status, 403)
      << "whoever awards does not pay";
  const Caller cashier = served.log_in("cashier", people_password);
  const auto paid = step(cashier, "report_reward", "pay", {{"paid_on", "2027-06-01"}});
  EXPECT_EQ(paid.status, 200) << paid.body;
  EXPECT_EQ(standing(anyone, code).at("rewards").at(0).at("state"), "paid");
  // No record says who it was, and the code itself is kept nowhere.
  EXPECT_TRUE(newest(office, "reporter_identity").empty());
  served.stop(15);
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(std::filesystem::path(key()).parent_path())) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(contents(entry.path().string()).find(code), std::string::npos) << entry.path();
  }
}

TEST_P(Whistleblower, WhoGaveANameIsInNothingThatIsKeptGivenOutOrSaid) {
  std::string said;
  std::string number;
  {
    Served served(place);
    const std::string code = filed(served.anyone(), report(true));
    EXPECT_EQ(standing(served.anyone(), code).at("identity_kept"), true);
    // Typed into the report itself it is refused, and the refusal does not repeat it.
    json::object telling = report(true);
    telling["content"] = std::string("我是") + name;
    const auto refused = served.anyone().send("POST", "/api/reports", telling);
    EXPECT_EQ(refused.status, 422);
    said += refused.body;
    number = std::string(newest(served.log_in("officer", people_password), "violation_report")
                             .at("values")
                             .at("number")
                             .as_string());
    // Whatever anybody can ask for.
    for (const char* user : {"officer", "office", "cashier", "custodian", "auditor", "chief"}) {
      const Caller caller = served.log_in(user, people_password);
      for (const char* of : {"violation_report", "reporter_identity", "report_message",
                             "report_reward", "identity_opening", "personal_access"}) {
        const std::string at = std::string("/api/registers/") + of;
        said += caller.get(at + "/records").body;
        for (const char* format : {"csv", "ndjson", "xlsx"}) {
          said += caller.get(at + "/export?format=" + format).body;
        }
        said += caller.get(at + "/records?search=" + encoded(name)).body;
        const auto record = newest(caller, of);
        if (record.contains("id")) {
          said +=
              caller.get(at + "/records/" + std::string(record.at("id").as_string()) + "/history")
                  .body;
        }
      }
      said += caller.get("/api/indicators/report_rewards").body;
      said += caller.get("/api/work").body;
      said += caller.get("/metrics").body;
    }
    EXPECT_EQ(served.stop(15).code, 0);
  }
  said += place.run({"export", "violation_report", "--out", place.file("out.csv")}).messages;
  said += place.run({"audit", "verify"}).out;
  const Ran backup = place.run({"backup", place.file("backup.zh")});
  EXPECT_EQ(backup.code, 0) << backup.messages;
  for (const char* detail : {name, phone, account, "某路9号"}) {
    EXPECT_EQ(said.find(detail), std::string::npos) << detail;
  }
  EXPECT_THAT(leaks(), testing::IsEmpty());

  // It is there nevertheless: two people, a key, and an approval open it, and it is seen that they
  // did.
  Served served(place);
  const Caller office = served.log_in("office", people_password);
  created(office, "identity_opening",
          {{"number", "KQ1"},
           {"report", number},
           {"region", "620102"},
           {"ground", "payout"},
           {"explanation", "奖励决定书"}});
  EXPECT_EQ(step(office, "identity_opening", "request").status, 200);
  const Caller custodian = served.log_in("custodian", people_password);
  EXPECT_EQ(custodian.send("POST", "/api/identity-openings/KQ1/open", json::object()).status, 409);
  EXPECT_EQ(step(custodian, "identity_opening", "approve").status, 200);
  for (const char* user : {"officer", "chief", "cashier"}) {
    const Caller other = served.log_in(user, people_password);
    EXPECT_EQ(other.send("POST", "/api/identity-openings/KQ1/open", json::object()).status, 404)
        << user;
  }
  EXPECT_EQ(office.send("POST", "/api/identity-openings/KQ1/open", json::object()).status, 403);
  served.stop(15);
  const auto opened = place.ask({"reporter", "open", "KQ1", "--key", key(), "--as", "custodian"});
  const auto& identity = opened.at(number + "/identity").as_object();
  EXPECT_EQ(identity.at("name"), name);
  EXPECT_EQ(identity.at("account"), account);
  EXPECT_NE(place.run({"reporter", "open", "KQ1", "--key", key(), "--as", "custodian"}).code, 0)
      << "once";
  const Served again(place);
  const auto log =
      again.log_in("auditor", people_password).get("/api/registers/personal_access/records");
  EXPECT_THAT(log.body, HasSubstr("custodian"));
  EXPECT_THAT(log.body, HasSubstr("reporter_identity"));
}

// On the machine: what has no key file, or somebody else's, opens nothing and spends nothing.
TEST_P(Whistleblower, TheCommandsRefuseWrongKeysAndForgetInTime) {
  EXPECT_EQ(place.run({"reporter", "key", "make", key()}).code, 1)
      << "an existing key is not overwritten: reporter.key_unwritable";
  const auto keys = place.ask({"reporter", "key", "list"});
  ASSERT_EQ(keys.at("keys").as_array().size(), 1U);
  EXPECT_NE(place.run({"reporter", "key", "add", "nonsense"}).code, 0);
  EXPECT_NE(
      place.run({"reporter", "open", "KQ1", "--key", place.file("password"), "--as", "custodian"})
          .code,
      0);
  EXPECT_EQ(place.ask({"reporter", "erase"}).at("erased").as_array().size(), 0U);
  const std::string id(keys.at("keys").at(0).at("id").as_string());
  EXPECT_EQ(place.run({"reporter", "key", "remove", id}).code, 0);
  EXPECT_NE(place.run({"reporter", "key", "remove", id}).code, 0);
}

}  // namespace
}  // namespace zhiheng::flow
