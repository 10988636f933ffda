// What keys are called, over HTTP: told where pages ask for it, and only to those who may read it.

#include <gtest/gtest.h>

#include "api/routes_fixture.h"
#include "code/credit_code.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class NamesRoutes : public Routes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    put("enterprise", {"credit_code", "name", "region"},
        {firm_, std::string("兰州面业"), std::string("620102")});
    put("quality_comparison", {"enterprise", "year", "region", "industry", "joined_on"},
        {firm_, std::int64_t{2025}, std::string("620102"), std::string("1311"),
         make_date(2025, 3, 1)});
  }

  void put(const std::string& name, const std::vector<std::string>& columns,
           std::vector<Value> values) {
    const auto answers = application_.registry->put(registry::local_operator(),
                                                    *application_.catalog->find_register(name),
                                                    columns, {{.values = std::move(values)}});
    ASSERT_TRUE(answers) << describe(answers.error());
    for (const auto& error : answers->front().errors) FAIL() << describe(error);
    id_ = answers->front().id;
  }
  json::object get(const std::string& path, const std::string& query = {}) {
    const Response response = ask({"GET", path, query, "", as("officer")});
    EXPECT_EQ(response.status, 200) << response.body;
    return json::parse(response.body).as_object();
  }
  std::string name_in(const json::object& answer) const {
    return std::string(answer.at("names").at("enterprise").at(firm_).as_string());
  }

  const std::string firm_ =
      "91620102000000001" + std::string(1, code::credit_code_check_character("91620102000000001"));
  const std::string records_ = "/api/registers/quality_comparison/records";
  std::string id_;
};

TEST_F(NamesRoutes, StandBesideAListThatAsksForThemAndBesideEachRecord) {
  EXPECT_FALSE(get(records_).contains("names"));
  EXPECT_EQ(name_in(get(records_, "names=1")), "兰州面业");
  EXPECT_EQ(name_in(get(records_ + "/" + id_)), "兰州面业");
  const auto history = get(records_ + "/" + id_ + "/history", "names=1");
  EXPECT_EQ(name_in(history), "兰州面业");
  EXPECT_EQ(history.at("versions").as_array().size(), 1U);
  EXPECT_FALSE(history.contains("records"));
}

TEST_F(NamesRoutes, StandInAnExportThatAsksForThem) {
  const auto exported = [&](const std::string& query) {
    Response response =
        ask({"GET", "/api/registers/quality_comparison/export", query, "", as("officer")});
    EXPECT_EQ(response.status, 200) << response.body;
    std::string bytes;
    EXPECT_TRUE(response.stream([&](std::string_view piece) {
      bytes += piece;
      return true;
    }));
    return bytes;
  };
  EXPECT_EQ(exported("format=csv").find("兰州面业"), std::string::npos);
  EXPECT_NE(exported("format=csv&names=1").find("兰州面业"), std::string::npos);
}

TEST_F(NamesRoutes, APartyPointsToTheRegisterOfFirms) {
  const auto declared = get("/api/catalog");
  for (const auto& of : declared.at("registers").as_array()) {
    if (of.at("name") != "quality_comparison") continue;
    for (const auto& field : of.at("fields").as_array()) {
      if (field.at("name") == "enterprise") {
        EXPECT_EQ(field.at("target"), "enterprise");
      }
    }
    return;
  }
  FAIL() << "the officer reads no comparison";
}

}  // namespace
}  // namespace zhiheng::api
