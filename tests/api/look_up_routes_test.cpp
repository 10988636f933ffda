// One box for everything that is published, as somebody without an account sees it.

#include "api/routes_fixture.h"
#include "reporter/custody.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class LookUpRoutes : public Routes {
 protected:
  void put(const char* of, const std::vector<std::string>& columns, std::vector<Value> values) {
    std::vector<registry::Entry> entries(1);
    entries[0].values = std::move(values);
    const auto answers = application_.registry->put(
        reporter::the_program(), *application_.catalog->find_register(of), columns, entries);
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) ADD_FAILURE() << describe(error);
  }
  json::array found(const std::string& q, const std::map<std::string, std::string>& headers = {}) {
    const Response answer = ask({"GET", "/api/lookup", "q=" + q, "", headers});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body).at("found").as_array();
  }
  static std::vector<std::string> registers(const json::array& found) {
    std::vector<std::string> names;
    for (const auto& one : found) names.emplace_back(one.at("register").as_string());
    return names;
  }
};

TEST_F(LookUpRoutes, AFirmIsFoundByItsCodeAndByItsName) {
  put("enterprise", {"credit_code", "name", "region"},
      {std::string("91620100MA00020021"), std::string("示例商场"), std::string("620100")});
  for (const char* q :
       {"91620100MA00020021", "91620100ma00020021", "%E7%A4%BA%E4%BE%8B", "9162%30100MA00020021"}) {
    const auto all = registers(found(q));
    EXPECT_NE(std::ranges::find(all, "enterprise"), all.end()) << q;
  }
  EXPECT_TRUE(found("91620100MA00020999").empty());
}

// Before it is published, a sample is not there, also for an officer who asks here.
TEST_F(LookUpRoutes, ShowsWhatIsPublishedAndNothingElse) {
  put("complaint", {"number", "kind", "received_on", "region", "content", "complainant_name"},
      {std::string("TS-7777"), std::string("complaint"), make_date(2026, 1, 5),
       std::string("620102"), std::string("机密内容"), std::string("李四")});
  put("spot_check",
      {"sample_number", "sampled_on", "motive", "product_name", "region", "result", "remark"},
      {std::string("SC-7777"), make_date(2026, 1, 5), std::string("random"), std::string("小麦粉"),
       std::string("620102"), std::string("fail"), Value{}});
  for (const auto& who : {std::map<std::string, std::string>(), as("officer")}) {
    EXPECT_TRUE(found("TS-7777", who).empty());
    EXPECT_TRUE(found("%E6%9C%BA%E5%AF%86", who).empty());
    EXPECT_TRUE(found("SC-7777", who).empty()) << "the firm may still object";
  }
}

// A credit code alone tells a reader nothing: the firm's name is published.
TEST_F(LookUpRoutes, TellsTheNamesOfWhatIsPointedTo) {
  const std::string code = "91620100MA00020021";
  put("enterprise", {"credit_code", "name", "region"},
      {code, std::string("示例食品厂"), std::string("620100")});
  put("spot_check",
      {"sample_number", "sampled_on", "motive", "product_name", "region", "result", "producer",
       "announced_on"},
      {std::string("SC-8888"), make_date(2026, 1, 5), std::string("random"), std::string("小麦粉"),
       std::string("620102"), std::string("pass"), code, make_date(2026, 3, 10)});
  const json::array all = found("SC-8888");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].at("names").at("enterprise").at(code).as_string(), "示例食品厂");
  // What everybody may not read has no name here either, whoever asks.
  put("complaint", {"number", "kind", "received_on", "region", "content"},
      {std::string("TS-8888"), std::string("complaint"), make_date(2026, 1, 5),
       std::string("620102"), std::string("机密内容")});
  put("spot_check",
      {"sample_number", "sampled_on", "motive", "product_name", "region", "result", "complaint",
       "announced_on"},
      {std::string("SC-9999"), make_date(2026, 1, 5), std::string("targeted"),
       std::string("小麦粉"), std::string("620102"), std::string("pass"), std::string("TS-8888"),
       make_date(2026, 3, 10)});
  const json::array hidden = found("SC-9999", as("officer"));
  ASSERT_EQ(hidden.size(), 1U);
  EXPECT_FALSE(hidden[0].at("names").as_object().contains("complaint"));
}

TEST_F(LookUpRoutes, RefuseWhatIsTooShortOrTooLong) {
  for (const std::string& q : {std::string(), std::string("x"), std::string("%E7%A4%BA"),
                               std::string("+%20"), std::string(101, 'x')}) {
    const Response refused = ask({"GET", "/api/lookup", "q=" + q});
    EXPECT_EQ(refused.status, 400) << q;
    EXPECT_EQ(failure_of(refused), "portal.look_up_wrong") << q;
  }
  // Signs of the filter language, of SQL and of LIKE are signs like others.
  for (const char* q : {"%27%20or%201%3D1", "%25%25", "__", "a%27b1"})
    EXPECT_TRUE(found(q).empty());
}

}  // namespace
}  // namespace zhiheng::api
