// Forms that come twice, too late, from elsewhere or at the same time as others; files with names
// that lead elsewhere; texts that a spreadsheet would run.

#include <atomic>
#include <thread>

#include "api/routes_fixture.h"
#include "intake/zip.h"

namespace zhiheng::api {
namespace {

namespace json = boost::json;

class HostileForms : public Routes {
 protected:
  void SetUp() override {
    Routes::SetUp();
    if (HasFatalFailure()) return;
    director_ = as("director");
    const Response made = create_alert(director_, "A-1");
    ASSERT_EQ(made.status, 201) << made.body;
    id_ = std::string(json::parse(made.body).at("id").as_string());
  }

  Response patch(const std::string& tag, const std::string& subject,
                 std::map<std::string, std::string> headers) {
    if (!tag.empty()) headers["if-match"] = tag;
    return ask({"PATCH", "/api/registers/alert/records/" + id_, "",
                R"({"values":{"subject":")" + subject + R"("},"reason":"correction"})", headers});
  }
  Response patch(const std::string& tag, const std::string& subject) {
    return patch(tag, subject, director_);
  }

  json::object record() {
    return json::parse(ask({"GET", "/api/registers/alert/records/" + id_, "", "", director_}).body)
        .as_object();
  }

  std::string exported(const std::string& format) {
    Response response =
        ask({"GET", "/api/registers/alert/export", "format=" + format, "", director_});
    std::string bytes = std::move(response.body);
    if (response.stream) {
      EXPECT_TRUE(response.stream([&](std::string_view piece) {
        bytes += piece;
        return true;
      }));
    }
    return bytes;
  }

  std::string part_of(const std::string& workbook, const std::string& part) {
    const std::string file = folder_.file("book.xlsx");
    std::ofstream(file, std::ios::binary) << workbook;
    std::string text;
    auto entry = intake::ZipEntry::open(file, part);
    EXPECT_TRUE(entry);
    while (entry) {
      const auto piece = entry->next();
      if (!piece || piece->empty()) break;
      text.append(*piece);
    }
    return text;
  }

  std::map<std::string, std::string> director_;
  std::string id_;
};

TEST_F(HostileForms, AChangeSaysWhichVersionItWasMadeOn) {
  for (const char* tag :
       {"", "*", "1", "\"\"", "\"one\"", "\"1\", \"2\"", "\"-1x\"", "\"99999999999999999999\""}) {
    const Response refused = patch(tag, "x");
    EXPECT_EQ(failure_of(refused), "api.version_needed") << tag;
    const auto error = json::parse(refused.body).at("errors").at(0);
    EXPECT_EQ(error.at("field"), "If-Match");
    EXPECT_EQ(error.at("found").as_string(), tag);
    EXPECT_FALSE(error.at("wanted").as_string().empty());
  }
  EXPECT_EQ(patch("\"1\"", "first").status, 200);
  for (const char* tag : {"\"1\"", "W/\"1\"", "\"7\"", "\"0\"", "\"-1\""}) {
    EXPECT_EQ(failure_of(patch(tag, "late")), "store.stale_version") << tag;
  }
  // A proxy that packs answers makes tags weak; the version in them is as good.
  EXPECT_EQ(patch("W/\"2\"", "second").status, 200);
  EXPECT_EQ(record().at("values").at("subject"), "second");
  EXPECT_EQ(record().at("version"), 3);
}

TEST_F(HostileForms, SentTwiceAFormCountsOnce) {
  const Response again = create_alert(director_, "A-1");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(json::parse(again.body).at("id").as_string(), id_);
  EXPECT_EQ(json::parse(again.body).at("version"), 1);
  ASSERT_EQ(patch("\"1\"", "once").status, 200);
  EXPECT_EQ(failure_of(patch("\"1\"", "once")), "store.stale_version");
  EXPECT_EQ(record().at("version"), 2);
}

TEST_F(HostileForms, OfEditsAtTheSameTimeOneCountsAndTheOthersAreTold) {
  std::atomic<int> done = 0;
  std::atomic<int> stale = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&, i] {
      const Response response = patch("\"1\"", "edit " + std::to_string(i));
      if (response.status == 200) ++done;
      if (response.status != 200 && failure_of(response) == "store.stale_version") ++stale;
    });
  }
  for (auto& one : people) one.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(stale, 7);
  EXPECT_EQ(record().at("version"), 2);
}

TEST_F(HostileForms, ATokenOfAnotherOrEndedSessionChangesNothing) {
  const auto others = as("officer");
  auto forged = director_;
  for (const std::string& token : {std::string(), std::string("x"), others.at("x-csrf-token"),
                                   director_.at("x-csrf-token") + "x"}) {
    forged["x-csrf-token"] = token;
    EXPECT_EQ(failure_of(patch("\"1\"", "forged", forged)), "api.csrf_missing");
  }
  const auto earlier = director_;
  ask({"DELETE", "/api/session", "", "", director_});
  EXPECT_EQ(patch("\"1\"", "too late", earlier).status, 401);
  director_ = as("director");
  auto mixed = director_;
  mixed["x-csrf-token"] = earlier.at("x-csrf-token");
  EXPECT_EQ(failure_of(patch("\"1\"", "mixed", mixed)), "api.csrf_missing");
  EXPECT_EQ(record().at("version"), 1);
}

TEST_F(HostileForms, ABodyThatIsNoObjectOrSaysAThingTwiceIsRefused) {
  const std::string deep(5'000, '[');
  const std::vector<std::pair<std::string, std::string>> bodies = {
      {"[]", "body"},
      {"null", "body"},
      {"{", "body"},
      {"{} {}", "body"},
      {"values=1&reason=2", "body"},
      {"\xEF\xBB\xBF{}", "body"},
      {R"({"values":)" + deep, "body"},
      {R"({"values":[]})", "values"},
      {R"({"values":{"subject":"a","subject":"b"}})", "subject"},
      {R"({"values":{"subject":"a"},"values":{"subject":"b"}})", "values"},
      {R"({"values":{"subject":"a","su\u0062ject":"b"}})", "subject"},
      {R"({"values":{")" + std::string(50'000, 'f') + R"(":1}})", std::string(80, 'f') + "…"},
      {R"({"values":{"no_such_field":1}})", "no_such_field"}};
  auto headers = director_;
  headers["if-match"] = "\"1\"";
  for (const auto& type : {"application/json", "text/plain", "application/xml", ""}) {
    headers["content-type"] = type;
    for (const auto& [body, field] : bodies) {
      const Response refused =
          ask({"PATCH", "/api/registers/alert/records/" + id_, "", body, headers});
      EXPECT_GE(refused.status, 400) << body.substr(0, 80);
      EXPECT_LT(refused.status, 500) << body.substr(0, 80);
      EXPECT_LT(refused.body.size(), 5'000U);
      EXPECT_EQ(json::parse(refused.body).at("errors").at(0).at("field").as_string(), field);
    }
  }
  EXPECT_EQ(record().at("version"), 1);
}

TEST_F(HostileForms, ANameThatLeadsElsewhereStaysAName) {
  const std::vector<std::pair<std::string, std::string>> names = {
      {"../../../../etc/passwd", "passwd"},
      {"/etc/passwd", "passwd"},
      {"..\\..\\boot.ini", "boot.ini"},
      {"..", "upload"},
      {".", "upload"},
      {"", "upload"},
      {"a/b/", "upload"},
      {"\u202Egnp.exe", "gnp.exe"},
      {"a\r\nSet-Cookie: x=1.csv", "aSet-Cookie: x=1.csv"},
      {"名单.csv", "名单.csv"}};
  for (const auto& [name, kept] : names) {
    Request request;
    request.method = "POST";
    request.path = request.raw_path = "/api/uploads";
    request.query = {{"name", name}};
    request.headers = director_;
    request.body_file = folder_.file("upload-1");
    std::ofstream(request.body_file) << "network,reference,publication\n";
    const Response response = answer(application_, routes_, find_route(routes_, request), request);
    ASSERT_EQ(response.status, 201) << response.body;
    EXPECT_EQ(json::parse(response.body).at("name").as_string(), kept) << name;
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.file("passwd")));
}

// What a spreadsheet would run stands in a CSV file behind an apostrophe, and in a workbook as
// text.
TEST_F(HostileForms, NoExportHoldsAFormula) {
  const std::vector<std::string> formulas = {"=1+1",
                                             "+1+1",
                                             "-1+1",
                                             "@SUM(A1)",
                                             "\t=1+1",
                                             "\r=1+1",
                                             "＝1",
                                             "=cmd|'/c calc'!A1",
                                             "=HYPERLINK(\"http://x\")"};
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    const json::object body{{"values", json::object{{"network", "domestic"},
                                                    {"reference", "F-" + std::to_string(i)},
                                                    {"publication", 1},
                                                    {"notified_on", "2024-03-01"},
                                                    {"subject", formulas[i]}}}};
    const Response made =
        ask({"POST", "/api/registers/alert/records", "", json::serialize(body), director_});
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(json::parse(made.body).at("values").at("subject").as_string(), formulas[i]);
  }
  const std::string csv = exported("csv");
  for (const auto& formula : formulas) {
    std::string cell = "\"'";
    for (const char sign : formula) cell.append(sign == '"' ? 2 : 1, sign);
    EXPECT_NE(csv.find(cell + "\""), std::string::npos) << formula;
  }
  const std::string sheet = part_of(exported("xlsx"), "xl/worksheets/sheet1.xml");
  EXPECT_NE(sheet.find("SUM(A1)"), std::string::npos);
  EXPECT_EQ(sheet.find("<f>"), std::string::npos);
  EXPECT_EQ(sheet.find("<f "), std::string::npos);
  EXPECT_EQ(sheet.find("<hyperlink"), std::string::npos);
}

}  // namespace
}  // namespace zhiheng::api
