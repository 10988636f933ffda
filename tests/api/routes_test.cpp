// The routes as a client sees them, without a network: what is asked, by whom, and what comes back.

#include <boost/json.hpp>
#include <fstream>

#include "api/failures.h"
#include "api/routes_fixture.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

TEST_F(Routes, TellWhoIsAskingAndForgetThemAfterLoggingOut) {
  EXPECT_EQ(json::parse(ask({"GET", "/api/session"}).body).at("user").as_string(), "");
  const auto director = as("director");
  const Response who = ask({"GET", "/api/session", "", "", director});
  EXPECT_EQ(json::parse(who.body).at("user").as_string(), "director");
  EXPECT_EQ(ask({"DELETE", "/api/session", "", "", director}).status, 204);
  EXPECT_EQ(json::parse(ask({"GET", "/api/session", "", "", director}).body).at("user").as_string(),
            "");
}

TEST_F(Routes, NeverSayWhichPartOfALoginWasWrong) {
  ensure("director");
  const Response wrong_user = ask({"POST", "/api/session", "", R"({"user":"x","password":"y"})"});
  const Response wrong_password =
      ask({"POST", "/api/session", "", R"({"user":"director","password":"y"})"});
  EXPECT_EQ(wrong_user.status, 401);
  EXPECT_EQ(wrong_password.status, 401);
  EXPECT_EQ(failure_of(wrong_user), failure_of(wrong_password));
}

TEST_F(Routes, CreateShowChangeAndListARecord) {
  const auto director = as("director");
  const Response created = create_alert(director, "A-1");
  ASSERT_EQ(created.status, 201) << created.body;
  const json::value record = json::parse(created.body);
  EXPECT_EQ(json::serialize(record.at("values").at("hazards")), R"(["铅","镉"])");
  EXPECT_EQ(header_of(created, "ETag"), "\"1\"");
  const std::string path = header_of(created, "Location");

  auto with_version = director;
  with_version["if-match"] = "\"1\"";
  const Response changed = ask(
      {"PATCH", path, "", R"({"values":{"subject":"铅超标"},"reason":"补充主题"})", with_version});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(header_of(changed, "ETag"), "\"2\"");

  const Response stale =
      ask({"PATCH", path, "", R"({"values":{"subject":"别的"},"reason":"旧版本"})", with_version});
  EXPECT_EQ(stale.status, 412) << stale.body;
  const Response blind =
      ask({"PATCH", path, "", R"({"values":{"subject":"别的"},"reason":"无版本"})", director});
  EXPECT_EQ(blind.status, 428);
  EXPECT_EQ(failure_of(blind), version_needed.id);

  const json::value history = json::parse(ask({"GET", path + "/history", "", "", director}).body);
  ASSERT_EQ(history.at("versions").as_array().size(), 2U);
  EXPECT_EQ(history.at("versions").at(1).at("reason").as_string(), "补充主题");

  const Response found =
      ask({"GET", "/api/registers/alert/lookup/domestic|A-1|1", "", "", director});
  EXPECT_EQ(found.status, 200) << found.body;
  const json::value list = json::parse(ask({"GET", "/api/registers/alert/records",
                                            "filter=hazards%20has%20'铅'&count=1", "", director})
                                           .body);
  EXPECT_EQ(list.at("count").as_int64(), 1);

  with_version["if-match"] = "\"2\"";
  EXPECT_EQ(ask({"DELETE", path, "reason=重复", "", with_version}).status, 204);
  EXPECT_EQ(ask({"GET", path, "", "", director}).status, 404);
}

TEST_F(Routes, NameEveryWrongFieldOfAForm) {
  const Response refused =
      ask({"POST", "/api/registers/spot_check/records", "",
           R"({"values":{"sampled_on":"2024-02-30","result":"maybe","nope":1}})", as("director")});
  EXPECT_EQ(refused.status, 422) << refused.body;
  const json::value said = json::parse(refused.body);
  std::string fields;
  for (const auto& error : said.at("errors").as_array()) {
    fields += std::string(error.at("field").as_string()) + " ";
  }
  EXPECT_NE(fields.find("sampled_on"), std::string::npos);
  EXPECT_NE(fields.find("nope"), std::string::npos);
}

TEST_F(Routes, RefuseBodiesThatAreNotTheJsonExpected) {
  const auto director = as("director");
  for (const char* body :
       {"[]", "{", "\"x\"", R"({"values":5})", R"({"values":{"hazards":[1]}})"}) {
    SCOPED_TRACE(body);
    const Response refused = ask({"POST", "/api/registers/alert/records", "", body, director});
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(failure_of(refused), malformed_body.id);
  }
  const std::string deep = std::string(100, '[') + std::string(100, ']');
  EXPECT_EQ(
      ask({"POST", "/api/registers/alert/records", "", R"({"values":)" + deep + "}", director})
          .status,
      400);
}

TEST_F(Routes, TellAnUnknownAddressFromAnUnknownMethod) {
  const Response nothing = ask({"GET", "/api/nothing"});
  EXPECT_EQ(nothing.status, 404);
  EXPECT_EQ(failure_of(nothing), no_such_route.id);
  const Response method = ask({"PUT", "/api/session"});
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(failure_of(method), method_not_allowed.id);
  EXPECT_EQ(header_of(method, "Allow"), "POST, GET, DELETE");
}

TEST_F(Routes, WantALoginForImportsAndAccounts) {
  for (const char* path : {"/api/jobs/x", "/api/users"}) {
    const Response refused = ask({"GET", path});
    EXPECT_EQ(refused.status, 401) << path;
    EXPECT_EQ(failure_of(refused), not_logged_in.id);
  }
  const Response users = ask({"GET", "/api/users", "", "", as("officer")});
  EXPECT_EQ(users.status, 403) << "only those who keep accounts see them";
}

TEST_F(Routes, WantTheTokenOfTheSessionWithEveryChange) {
  auto director = as("director");
  director.erase("x-csrf-token");
  const Response refused = create_alert(director, "A-2");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(failure_of(refused), csrf_missing.id);
  std::string token = director.at("cookie");
  token = token.substr(token.find('=') + 1);
  EXPECT_EQ(create_alert({{"authorization", "Bearer " + token}}, "A-2").status, 201);
}

TEST_F(Routes, RefuseParametersThatMakeNoSense) {
  const auto director = as("director");
  const std::pair<const char*, const char*> wrong[] = {
      {"/api/registers/alert/records", "limit=many"},
      {"/api/registers/alert/export", "format=pdf"},
      {"/api/indicators/alert_count/records", "limit=many"},
      {"/api/indicators/alert_count", "grain=fortnight"},
      {"/api/indicators/alert_count", "confidence=high"},
      {"/api/indicators/alert_count/export", "format=doc"},
  };
  for (const auto& [path, query] : wrong) {
    const Response refused = ask({"GET", path, query, "", director});
    EXPECT_EQ(refused.status, 400) << path << " " << query;
    EXPECT_EQ(failure_of(refused), wrong_parameter.id);
  }
}

TEST_F(Routes, ShowTheRecordsBehindAPointPageByPage) {
  const auto director = as("director");
  for (const char* reference : {"B-1", "B-2", "B-3"}) {
    ASSERT_EQ(create_alert(director, reference).status, 201);
  }
  const auto page = [&](const std::string& query) {
    const Response found = ask({"GET", "/api/indicators/alert_count/records", query, "", director});
    EXPECT_EQ(found.status, 200) << found.body;
    return json::parse(found.body);
  };
  EXPECT_EQ(page("").at("records").as_array().size(), 3U);
  const json::value first = page("limit=2");
  EXPECT_EQ(first.at("records").as_array().size(), 2U);
  const std::string after(first.at("next").as_string());
  EXPECT_EQ(page("limit=2&after=" + after).at("records").as_array().size(), 1U);
}

TEST_F(Routes, KnowOnlyUploadsAndJobsOfTheirOwner) {
  const auto director = as("director");
  const Response upload =
      ask({"POST", "/api/uploads/nothing/preview", "", R"({"register":"alert"})", director});
  EXPECT_EQ(upload.status, 404);
  EXPECT_EQ(failure_of(upload), no_such_upload.id);
  const Response job = ask({"GET", "/api/jobs/nothing", "", "", director});
  EXPECT_EQ(job.status, 404);
  EXPECT_EQ(failure_of(job), no_such_job.id);
}

TEST_F(Routes, ImportAFileBehindTheRequest) {
  const auto director = as("director");
  Request request;
  request.method = "POST";
  request.path = request.raw_path = "/api/uploads";
  request.query = {{"name", "../../企业.csv"}};
  request.headers = director;
  request.body_file = folder_.path() + "/upload";
  std::ofstream(request.body_file)
      << "统一社会信用代码,企业名称,所在地\n91350100M000100Y43,标准示例,350100\n"
         "91350100M000100Y4Z,错码,350100\n";
  const Response received = answer(application_, routes_, find_route(routes_, request), request);
  ASSERT_EQ(received.status, 201) << received.body;
  EXPECT_EQ(json::parse(received.body).at("name").as_string(), "企业.csv");
  const std::string id(json::parse(received.body).at("upload").as_string());

  const Response preview = ask(
      {"POST", "/api/uploads/" + id + "/preview", "", R"({"register":"enterprise"})", director});
  ASSERT_EQ(preview.status, 200) << preview.body;
  EXPECT_EQ(json::parse(preview.body).at("refusals").as_array().size(), 1U);
  const auto officer = as("officer");
  EXPECT_EQ(
      ask({"POST", "/api/uploads/" + id + "/preview", "", R"({"register":"enterprise"})", officer})
          .status,
      404)
      << "another person's upload";

  const Response started =
      ask({"POST", "/api/uploads/" + id + "/import", "", R"({"register":"enterprise"})", director});
  ASSERT_EQ(started.status, 202) << started.body;
  json::value job;
  for (int i = 0; i < 200; ++i) {
    job = json::parse(ask({"GET", header_of(started, "Location"), "", "", director}).body);
    if (job.at("state").as_string() == "done" || job.at("state").as_string() == "failed") break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ASSERT_EQ(job.at("state").as_string(), "done") << json::serialize(job);
  EXPECT_EQ(job.at("report").at("added").as_int64(), 1);
  EXPECT_EQ(job.at("report").at("refused").as_int64(), 1);
  const std::string csv =
      ask({"GET", header_of(started, "Location") + "/refusals", "format=csv", "", director}).body;
  EXPECT_NE(csv.find("91350100M000100Y4Z"), std::string::npos);
}

TEST_F(Routes, HideOtherRegionsFromARegionalOfficer) {
  const auto director = as("director");
  const Response here = create_alert(director, "HERE", "620102");
  const Response there = create_alert(director, "THERE", "610102");
  ASSERT_EQ(there.status, 201);
  const auto officer = as("officer");
  EXPECT_EQ(ask({"GET", header_of(here, "Location"), "", "", officer}).status, 200);
  const Response hidden = ask({"GET", header_of(there, "Location"), "", "", officer});
  const Response missing =
      ask({"GET", "/api/registers/alert/records/018f0000-0000-7000-8000-000000000000", "", "",
           officer});
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(failure_of(hidden), failure_of(missing));
}

TEST_F(Routes, ShowThePublicNoComplaints) {
  const json::value catalog = json::parse(ask({"GET", "/api/catalog"}).body);
  for (const auto& of : catalog.at("registers").as_array()) {
    EXPECT_NE(of.at("name").as_string(), "complaint");
    for (const auto& field : of.at("fields").as_array())
      EXPECT_FALSE(field.at("personal").as_bool());
  }
  EXPECT_EQ(ask({"GET", "/api/registers/complaint/records"}).status, 403);
  EXPECT_EQ(ask({"GET", "/api/indicators/complaint_count"}).status, 404);
}

TEST_F(Routes, AnswerTheSameThingOnlyOnce) {
  const Response first = ask({"GET", "/api/regions", "parent=620000"});
  ASSERT_EQ(first.status, 200);
  EXPECT_EQ(json::parse(first.body).as_array().size(), 14U) << "prefectures of Gansu";
  const Response again = ask(
      {"GET", "/api/regions", "parent=620000", "", {{"if-none-match", header_of(first, "ETag")}}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
}

TEST_F(Routes, NameTheIndustriesOfBothEditions) {
  const json::value answer = json::parse(ask({"GET", "/api/industries"}).body);
  std::map<std::string, std::string> names;
  for (const auto& one : answer.as_array()) {
    names[std::string(one.at("code").as_string())] = std::string(one.at("name").as_string());
  }
  EXPECT_EQ(names.size(), answer.as_array().size()) << "each code once";
  EXPECT_EQ(names["C"], "制造业");
  EXPECT_EQ(names["1311"], "稻谷加工") << "GB/T 4754-2017";
  EXPECT_EQ(names["1310"], "谷物磨制") << "only GB/T 4754-2011 has it";
  EXPECT_FALSE(names.contains("9999"));
}

TEST_F(Routes, LayOutTilesWithoutOverlap) {
  for (const char* parent : {"000000", "620000", "610000"}) {
    const json::value tiles =
        json::parse(ask({"GET", "/api/tiles", std::string("parent=") + parent}).body);
    std::set<std::pair<std::int64_t, std::int64_t>> places;
    for (const auto& tile : tiles.as_array()) {
      places.emplace(tile.at("column").as_int64(), tile.at("row").as_int64());
    }
    EXPECT_GE(places.size(), 10U) << parent;
    EXPECT_EQ(places.size(), tiles.as_array().size()) << parent;
  }
}

TEST_F(Routes, DescribeEveryRegisterAndIndicatorInOpenApi) {
  const json::value document = json::parse(ask({"GET", "/api/openapi.json"}).body);
  EXPECT_EQ(document.at("openapi").as_string(), "3.1.0");
  const json::object& paths = document.at("paths").as_object();
  for (const auto& of : application_.catalog->registers) {
    EXPECT_TRUE(paths.contains("/api/registers/" + of.name + "/records")) << of.name;
    EXPECT_TRUE(document.at("components").at("schemas").as_object().contains(of.name));
  }
  for (const auto& made : application_.catalog->indicators) {
    EXPECT_TRUE(paths.contains("/api/indicators/" + made.name)) << made.name;
  }
  std::set<std::string> operations;
  for (const auto& [path, methods] : paths) {
    for (const auto& [method, operation] : methods.as_object()) {
      const std::string id(operation.at("operationId").as_string());
      EXPECT_TRUE(operations.insert(id).second) << id << " twice";
    }
  }
}

TEST_F(Routes, ServeThePagesAndNothingOutsideThem) {
  EXPECT_NE(ask({"GET", "/"}).body.find("home"), std::string::npos);
  EXPECT_NE(ask({"GET", "/registers/alert"}).body.find("home"), std::string::npos)
      << "addresses of the single-page program";
  // A dot in the address of a page used to be taken for a file.
  EXPECT_NE(ask({"GET", "/registers/recall/by-key.v2"}).body.find("home"), std::string::npos);
  EXPECT_EQ(ask({"GET", "/registers/alert/GB1.2"}).status, 200);
  EXPECT_EQ(ask({"GET", "/assets/missing.js"}).status, 404);
  EXPECT_EQ(ask({"GET", "/favicon.ico"}).status, 404);
  EXPECT_EQ(ask({"GET", "/api/registers.v2"}).status, 404);
  const Response asset = ask({"GET", "/assets/a-123.js"});
  EXPECT_EQ(asset.type, "text/javascript; charset=utf-8");
  EXPECT_NE(header_of(asset, "Cache-Control").find("immutable"), std::string::npos);
  for (const char* path : {"/../secret.txt", "/assets/../../secret.txt", "//etc/passwd"}) {
    const Response refused = ask({"GET", path});
    EXPECT_EQ(refused.body.find("top-secret-content"), std::string::npos) << path;
    EXPECT_EQ(refused.body.find("root:"), std::string::npos) << path;
  }
}

TEST_F(Routes, TellNothingOfWhatWentWrongInside) {
  Route broken;
  broken.method = "GET";
  broken.pattern = "/api/broken";
  broken.run = [](Request&) -> Result<Response> { throw std::runtime_error("secret detail"); };
  Request request;
  request.method = "GET";
  request.path = request.raw_path = broken.pattern;
  const Response response = answer(application_, {broken}, &broken, request);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(failure_of(response), "api.unexpected");
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
}

TEST_F(Routes, SayHowTheServerIs) {
  EXPECT_EQ(json::parse(ask({"GET", "/healthz"}).body).at("status").as_string(), "ok");
  const std::string metrics = ask({"GET", "/metrics"}).body;
  EXPECT_NE(metrics.find("zhiheng_http_requests_total{method=\"GET\",route=\"/healthz\""),
            std::string::npos);
  EXPECT_NE(metrics.find("zhiheng_cube_position"), std::string::npos);
}

TEST_F(Routes, SpeakTheLanguageOfTheReader) {
  const Response zh = ask({"GET", "/api/nothing"});
  const Response en = ask({"GET", "/api/nothing", "", "", {{"accept-language", "en-GB,en"}}});
  EXPECT_NE(json::parse(zh.body).at("title"), json::parse(en.body).at("title"));
  EXPECT_EQ(header_of(en, "Content-Language"), "en");
}

TEST_F(Routes, ResolveADigitalLinkForPeopleAndPrograms) {
  const Response page = ask({"GET", "/01/06901234567892/10/A1"});
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.body, "<title>home</title>");
  EXPECT_THAT(header_of(page, "Link"), testing::HasSubstr("rel=\"linkset\""));
  const Response links =
      ask({"GET", "/01/6901234567892/10/A1", "", "", {{"accept", "application/linkset+json"}}});
  EXPECT_EQ(links.type, "application/linkset+json");
  const json::value linkset = json::parse(links.body).at("linkset").at(0);
  EXPECT_EQ(linkset.at("anchor").as_string(), "https://id.gs1.org/01/06901234567892/10/A1");
  EXPECT_EQ(linkset.at("https://ref.gs1.org/voc/defaultLink").at(0).at("href").as_string(),
            "/01/06901234567892/10/A1");
  EXPECT_EQ(ask({"GET", "/01/6901234567892", "linkType=all"}).type, "application/linkset+json");
  const Response recalls = ask({"GET", "/01/6901234567892", "linkType=gs1:recallStatus"});
  EXPECT_EQ(recalls.status, 307);
  EXPECT_EQ(header_of(recalls, "Location"), "/01/06901234567892#recalls");
  EXPECT_EQ(ask({"GET", "/01/6901234567892", "linkType=gs1:nothing"}).status, 400);
  EXPECT_EQ(failure_of(ask({"GET", "/01/6901234567893"})), "code.gs1_check");
  const Response can = ask({"GET", "/.well-known/gs1resolver"});
  EXPECT_THAT(can.body, testing::HasSubstr("gs1:recallStatus"));
}

TEST_F(Routes, TellAConsumerWhetherAProductIsRecalled) {
  const auto director = as("director");
  ASSERT_EQ(
      ask({"POST", "/api/registers/recall/records", "",
           R"({"values":{"source":"samr_consumer","recall_number":"R1","title":"召回","status":"ongoing",)"
           R"("recalled_on":"2026-03-01","product_codes":["6901234567892","A1"],)"
           R"("remark":"内部"}})",
           director})
          .status,
      201);
  const Response found = ask({"GET", "/api/products/6901234567892", "lot=A1"});
  ASSERT_EQ(found.status, 200) << found.body;
  const json::value product = json::parse(found.body);
  EXPECT_TRUE(product.at("recalled").as_bool());
  EXPECT_EQ(product.at("recalls").at(0).at("reach").as_string(), "lot");
  EXPECT_EQ(found.body.find("内部"), std::string::npos);
  EXPECT_FALSE(json::parse(ask({"GET", "/api/products/6901234567892", "lot=B2"}).body)
                   .at("recalled")
                   .as_bool());
}

}  // namespace
}  // namespace zhiheng::api
