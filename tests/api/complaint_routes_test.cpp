// A complaint without an account, as a browser files and follows it.

#include "api/routes_fixture.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

constexpr const char* complaint =
    R"({"values":{"region":"620102","respondent_name":"示例商行","place":"某路1号","matter":"quality",)"
    R"("product_category":"插座","bought_on":"2026-01-05","demand":"refund","amount":"30.00",)"
    R"("content":"两周后变形。","complainant_name":"李四","complainant_phone":"13900000001",)"
    R"("complainant_address":"某路8号"}})";

class ComplaintRoutes : public Routes {
 protected:
  std::string filed() {
    const Response made = ask({"POST", "/api/complaints", "", complaint});
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(header_of(made, "Cache-Control"), "no-store");
    return std::string(json::parse(made.body).at("code").as_string());
  }
  Response followed(const std::string& code) {
    return ask(
        {"POST", "/api/complaints/follow", "", json::serialize(json::object{{"code", code}})});
  }
};

TEST_F(ComplaintRoutes, TheFormIsDeclared) {
  const Response answer = ask({"GET", "/api/complaints/form"});
  ASSERT_EQ(answer.status, 200);
  int required = 0;
  const json::value form = json::parse(answer.body);
  for (const auto& field : form.at("fields").as_array()) {
    if (field.at("required").as_bool()) ++required;
    EXPECT_NE(field.at("name").as_string(), "handler");
    EXPECT_FALSE(field.at("title").at("en").as_string().empty());
  }
  EXPECT_EQ(required, 8);
}

TEST_F(ComplaintRoutes, AreFiledFollowedAnsweredAndWithdrawnByTheCode) {
  const std::string code = filed();
  EXPECT_EQ(ask({"POST", "/api/complaints", "", complaint}).status, 409) << "the same again";
  const Response answer = followed(code);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.body.find("李四"), std::string::npos);
  EXPECT_EQ(answer.body.find("13900000001"), std::string::npos);
  const auto standing = json::parse(answer.body);
  EXPECT_EQ(standing.at("state").at("title").at("zh").as_string(), "已收到");
  const auto& clock = standing.at("clocks").as_array().at(0);
  EXPECT_EQ(clock.at("name").as_string(), "acceptance");
  EXPECT_TRUE(clock.as_object().contains("due_on"));
  const json::object said{{"code", code}, {"text", "票据编号 1234"}};
  EXPECT_EQ(ask({"POST", "/api/complaints/messages", "", json::serialize(said)}).status, 201);
  const json::object step{{"code", code}, {"step", "withdraw"}};
  EXPECT_EQ(ask({"POST", "/api/complaints/steps", "", json::serialize(step)}).status, 200);
  const auto after = json::parse(followed(code).body);
  EXPECT_EQ(after.at("state").at("name").as_string(), "closed");
  EXPECT_EQ(after.at("messages").as_array().at(0).at("mine").as_bool(), true);
  ASSERT_EQ(after.at("steps").as_array().size(), 1U);
  EXPECT_EQ(after.at("steps").as_array()[0].at("fields").as_array()[0].at("name").as_string(),
            "satisfaction");
  const json::object wrong{
      {"code", code}, {"step", "rate"}, {"values", json::object{{"satisfaction", "enormous"}}}};
  EXPECT_EQ(ask({"POST", "/api/complaints/steps", "", json::serialize(wrong)}).status, 422);
}

TEST_F(ComplaintRoutes, RefuseWhatIsMissingWrongOrTooLarge) {
  const Response empty = ask({"POST", "/api/complaints", "", R"({"values":{}})"});
  EXPECT_EQ(empty.status, 422);
  EXPECT_EQ(json::parse(empty.body).at("errors").as_array().size(), 2U);
  const Response nameless =
      ask({"POST", "/api/complaints", "", R"({"values":{"region":"620102","content":"x"}})"});
  EXPECT_EQ(json::parse(nameless.body).at("errors").as_array().size(), 6U);
  EXPECT_EQ(
      ask({"POST", "/api/complaints", "", R"({"values":{"region":7,"bought_on":"x"}})"}).status,
      422);
  EXPECT_EQ(ask({"POST", "/api/complaints", "", R"({"values":{"handler":"x"}})"}).status, 422);
  EXPECT_EQ(ask({"POST", "/api/complaints", "", "[]"}).status, 400);
  std::string wide(complaint);
  wide.replace(wide.find("两周后变形。"), std::string("两周后变形。").size(),
               std::string(40'000, 'x'));
  EXPECT_EQ(ask({"POST", "/api/complaints", "", wide}).status, 422);
  const Response none = followed("AAAAAA-AAAAA-AAAAA-AAAAA-AAAAA");
  const Response nonsense = followed("x");
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(failure_of(none), failure_of(nonsense));
}

}  // namespace
}  // namespace zhiheng::api
