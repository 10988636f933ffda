// The routes of assessments, as persons of different roles ask them.

#include <boost/json.hpp>

#include "api/application.h"
#include "registry/failures.h"
#include "support/place.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class AssessmentRoutes : public testing::Test {
 protected:
  void SetUp() override {
    application_.catalog = support::shipped_catalog();
    ASSERT_TRUE(application_.catalog);
    const store::Location location{.folder = folder_.path(), .database = {}};
    auto store = store::open(location);
    ASSERT_TRUE(store) << describe(store.error());
    application_.store = *std::move(store);
    auto registry = registry::Registry::open(application_.catalog, application_.store);
    ASSERT_TRUE(registry) << describe(registry.error());
    application_.registry = *std::move(registry);
    add_event("E-1", "620100", "systemic_safety_event");
    add_event("E-2", "620200", "commendation");
    auto cube = cube::open(application_.catalog, *application_.store, location);
    ASSERT_TRUE(cube) << describe(cube.error());
    application_.cube = *std::move(cube);
    ASSERT_TRUE(application_.cube->refresh());
    routes_ = assessment_routes(application_);
  }

  void add_event(const std::string& number, const std::string& region, const std::string& kind) {
    const std::vector<std::string> columns = {"number", "kind", "occurred_on", "region", "title"};
    const auto written = application_.registry->put(
        registry::local_operator(), *application_.catalog->find_register("assessment_event"),
        columns, {{.values = {number, kind, make_date(2025, 5, 1), region, std::string("事由")}}});
    ASSERT_TRUE(written);
    ASSERT_TRUE(written->front().errors.empty()) << describe(written->front().errors.front());
  }

  Result<Response> ask(const std::string& method, const std::string& path, const std::string& query,
                       const registry::Person& person, const std::string& body = {}) {
    Request request;
    request.method = method;
    request.path = request.raw_path = path;
    request.query = *parse_query(query);
    request.body = body;
    request.person = person;
    const Route* route = find_route(routes_, request);
    EXPECT_NE(route, nullptr) << path;
    request.parts = *match(route->pattern, path);
    return route->run(request);
  }

  json::value got(const std::string& what, const std::string& query,
                  const registry::Person& person) {
    const auto response = ask("GET", "/api/assessments/example_province/" + what, query, person);
    EXPECT_TRUE(response) << describe(response.error());
    return response ? json::parse(response->body) : json::value();
  }

  static registry::Person somebody(const std::string& role, const std::string& region) {
    return {.user = role + region, .name = role, .roles = {role}, .region = region};
  }

  support::Folder folder_;
  Application application_;
  std::vector<Route> routes_;
};

TEST_F(AssessmentRoutes, TellTheSchemesToEverybody) {
  const auto response = ask("GET", "/api/assessments", "", {});
  ASSERT_TRUE(response);
  const auto schemes = json::parse(response->body).at("schemes").as_array();
  EXPECT_GE(schemes.size(), 2U);
}

TEST_F(AssessmentRoutes, RankAndUnfoldForTheAssessor) {
  const auto assessor = somebody("assessor", "620000");
  const auto ranking = got("ranking", "year=2025", assessor);
  EXPECT_EQ(ranking.at("sheets").as_array().size(), 14U);
  EXPECT_TRUE(ranking.at("sheets").as_array()[0].at("spread").is_object());
  const auto sheet = got("sheet", "year=2025&region=620100", assessor).at("sheets").as_array()[0];
  EXPECT_EQ(sheet.at("grade").at("code").as_string(), "D");
  EXPECT_EQ(sheet.at("vetoes").as_array().size(), 1U);
  for (const auto& node : sheet.at("nodes").as_array()) {
    EXPECT_FALSE(node.at("how").at("zh").as_string().empty());
    EXPECT_FALSE(node.at("how").at("en").as_string().empty());
  }
}

TEST_F(AssessmentRoutes, ShowACityItsOwnSheetOnly) {
  const auto city = somebody("assessed", "620100");
  const auto ranking = got("ranking", "year=2025", city);
  ASSERT_EQ(ranking.at("sheets").as_array().size(), 1U);
  EXPECT_TRUE(ranking.at("sheets").as_array()[0].at("place").is_null());
  EXPECT_FALSE(
      ask("GET", "/api/assessments/example_province/sheet", "year=2025&region=620200", city));
  const auto other = ask("GET", "/api/assessments/example_province/what-if",
                         "year=2025&exclude=assessment_event/E-2", city);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().failure, &registry::not_found);
}

TEST_F(AssessmentRoutes, RefuseWhoIsNotEntitled) {
  for (const auto& person : {somebody("officer", "620000"), somebody("appointments", ""),
                             somebody("analyst", "620000")}) {
    const auto response =
        ask("GET", "/api/assessments/example_province/ranking", "year=2025", person);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().failure, &registry::not_allowed);
  }
  const auto frozen = ask("POST", "/api/assessments/example_province/freeze", "",
                          somebody("assessed", "620000"), R"({"year":2025})");
  ASSERT_FALSE(frozen);
  EXPECT_EQ(frozen.error().failure, &registry::not_allowed);
}

TEST_F(AssessmentRoutes, FreezePublishAndCompare) {
  const auto assessor = somebody("assessor", "620000");
  const auto path = std::string("/api/assessments/example_province/");
  const auto frozen = ask("POST", path + "freeze", "", assessor, R"({"year":2025})");
  ASSERT_TRUE(frozen) << describe(frozen.error());
  EXPECT_EQ(frozen->status, 201);
  add_event("E-3", "620200", "systemic_safety_event");
  ASSERT_TRUE(application_.cube->refresh());
  const auto changes = got("differences", "year=2025", assessor);
  ASSERT_EQ(changes.at("records").as_array().size(), 1U);
  EXPECT_EQ(changes.at("records").as_array()[0].at("key").as_string(), "E-3");
  EXPECT_EQ(got("frozen", "year=2025&region=620100", somebody("assessed", "620100"))
                .at("assessment")
                .at("sheets")
                .as_array()
                .size(),
            1U);
  const auto published = ask("POST", path + "publish", "", assessor, R"({"year":"2025"})");
  ASSERT_TRUE(published) << describe(published.error());
  EXPECT_EQ(json::parse(published->body).at("published").as_int64(), 14);
}

TEST_F(AssessmentRoutes, TellWhatWouldBe) {
  const auto assessor = somebody("assessor", "620000");
  const auto answer = got("what-if", "year=2025&exclude=assessment_event/E-1", assessor);
  EXPECT_TRUE(answer.at("assessment").at("supposed").as_bool());
  EXPECT_FALSE(answer.at("differences").as_array().empty());
  EXPECT_FALSE(
      ask("GET", "/api/assessments/example_province/what-if", "year=2025&suppose=x", assessor));
}

}  // namespace
}  // namespace zhiheng::api
