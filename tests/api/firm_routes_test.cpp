// What firms and laboratories ask and send, as a browser does.

#include <fstream>

#include "api/routes_fixture.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class FirmRoutes : public Routes {
 protected:
  static constexpr const char* company = "91620100MA00020021";

  std::map<std::string, std::string> account(const std::string& user, const std::string& role) {
    EXPECT_TRUE(application_.people->add(
        {.user = user, .name = user, .roles = {role}, .company = company}, "a long password"));
    return as(user);
  }
  void create(const std::string& of, const std::string& values) {
    const Response made = ask({"POST", "/api/registers/" + of + "/records", "",
                               R"({"values":)" + values + "}", as("director")});
    EXPECT_EQ(made.status, 201) << made.body;
  }
  Response upload(const std::map<std::string, std::string>& who, const std::string& text) {
    Request request;
    request.method = "POST";
    request.path = request.raw_path = "/api/laboratory/results";
    request.query = {{"name", "results.csv"}};
    request.headers = who;
    request.body_file = folder_.file("upload");
    std::ofstream(request.body_file) << text;
    return answer(application_, routes_, find_route(routes_, request), request);
  }
};

TEST_F(FirmRoutes, AFirmSeesItsPageAndNobodyElseHasOne) {
  EXPECT_EQ(ask({"GET", "/api/firm"}).status, 401);
  const Response none = ask({"GET", "/api/firm", "", "", as("officer")});
  EXPECT_EQ(none.status, 403);
  EXPECT_EQ(failure_of(none), "portal.no_firm");
  create(
      "spot_check",
      R"({"sample_number":"SC-1","sampled_on":"2026-01-05","motive":"random","result":"fail",)"
      R"("product_name":"奶粉","region":"620102","producer":"91620100MA00020021","notified_on":")" +
          to_text(china_date(now())) + R"("})");
  const Response answer = ask({"GET", "/api/firm", "", "", account("shop", "enterprise")});
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto firm = json::parse(answer.body);
  EXPECT_EQ(firm.at("code").as_string(), company);
  const auto& offered = firm.at("offered").as_array();
  const auto objection = std::ranges::find_if(
      offered, [](const json::value& one) { return one.at("name") == "object_to_result"; });
  ASSERT_NE(objection, offered.end());
  EXPECT_EQ(objection->at("days_left").as_int64(), 15);
  const auto& values = objection->at("form").at("values").as_object();
  EXPECT_EQ(values.at("spot_check").as_string(), "SC-1");
  EXPECT_EQ(values.at("party").as_string(), company);
}

TEST_F(FirmRoutes, ALaboratoryUploadsAndIsToldWhyARowIsRefused) {
  create("spot_check", R"({"sample_number":"SC-1","sampled_on":"2026-01-05","motive":"random",)"
                       R"("result":"pending","product_name":"某牌奶粉","region":"620102"})");
  const std::string today = to_text(china_date(now()));
  create("blind_sample",
         R"({"number":"M7","laboratory":"91620100MA00020021","goods":"奶粉","sent_on":")" + today +
             R"(","due_on":")" + today + R"(","spot_check":"SC-1","region":"620102"})");
  create(
      "blind_test",
      R"({"sample":"M7","laboratory":"91620100MA00020021","item":"铅","unit":"mg/kg","due_on":")" +
          today + R"("})");
  const auto laboratory = account("lab", "laboratory");
  const Response answer =
      upload(laboratory,
             "盲样编号,检验项目,检验结果,单位,单项判定,检验日期\nM7,铅,0.1,μg/kg,合格,2026-02-01\n"
             "M7,铅,0.1,mg/kg,合格,2026-02-01\n");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto told = json::parse(answer.body);
  EXPECT_EQ(told.at("reported").as_int64(), 1);
  ASSERT_EQ(told.at("refusals").as_array().size(), 1U);
  const auto& refusal = told.at("refusals").as_array()[0];
  EXPECT_EQ(refusal.at("column").as_string(), "单位");
  EXPECT_EQ(refusal.at("value").as_string(), "μg/kg");
  EXPECT_EQ(refusal.at("message").as_string(), "报告单位与任务规定的单位不一致");
  EXPECT_FALSE(std::filesystem::exists(folder_.file("upload")));
  // Neither list, export, history nor links name the batch or the region.
  for (const char* path :
       {"/api/registers/blind_sample/records", "/api/registers/blind_sample/lookup/M7"}) {
    const Response seen = ask({"GET", path, "", "", laboratory});
    EXPECT_EQ(seen.status, 200);
    EXPECT_EQ(seen.body.find("SC-1"), std::string::npos) << path;
    EXPECT_EQ(seen.body.find("620102"), std::string::npos) << path;
  }
  EXPECT_EQ(upload(as("director"), "盲样编号,检验项目\n").status, 403);
}

}  // namespace
}  // namespace zhiheng::api
