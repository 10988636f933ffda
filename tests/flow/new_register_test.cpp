// A register that nobody compiled: one file of declarations, and everything works.
#include <filesystem>
#include <fstream>

#include "flow/program.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

// Verified measuring instruments (计量器具检定).
constexpr std::string_view meter = R"toml(
name    = "meter"
title   = { zh = "计量器具检定", en = "Verified instruments" }
help    = { zh = "强制检定的计量器具", en = "instruments under compulsory verification" }
serves  = ["D6"]
key     = ["certificate"]
indexes = [["verified_on"], ["region", "verified_on"]]
time    = "verified_on"
region  = "region"
shown   = "certificate"
public  = true

[[field]]
name = "certificate"
type = "text"
title = { zh = "证书编号", en = "certificate" }
required = true
public = true
searchable = true
max_length = 40

[[field]]
name = "verified_on"
type = "date"
title = { zh = "检定日期", en = "verified on" }
required = true
public = true

[[field]]
name = "region"
type = "region"
title = { zh = "地区", en = "region" }
public = true

[[field]]
name = "deviation"
type = "decimal"
scale = 3
title = { zh = "示值误差", en = "deviation" }
unit = "%"
minimum = -100
maximum = 100

[[field]]
name = "verdict"
type = "code"
codes = "test_result"
title = { zh = "检定结论", en = "verdict" }
required = true
public = true
synonyms = ["结论"]

[[field]]
name = "keeper_phone"
type = "text"
title = { zh = "保管人电话", en = "keeper's telephone" }
personal = true
max_length = 40

[[rule]]
id = "meter.a_pass_is_within_two_per_cent"
field = "verdict"
condition = "verdict <> 'pass' or deviation is null or deviation between -2 and 2"
message = { zh = "误差超过 2 % 不得判为合格", en = "more than 2 % off cannot pass" }
source = "a made-up rule of this test"

[[state]]
name = "recorded"
title = { zh = "已登记", en = "recorded" }
initial = true
)toml";

constexpr std::string_view pass_rate = R"toml(
name        = "meter_pass_rate"
title       = { zh = "检定合格率", en = "share of instruments that passed" }
unit        = { zh = "%", en = "%" }
serves      = ["D6"]
register    = "meter"
kind        = "proportion"
interval    = "wilson"
numerator   = "verdict = 'pass'"
denominator = "verdict in ('pass', 'fail')"
dimensions  = ["verdict"]
scale       = 100
public      = true
source      = "a made-up indicator of this test"
)toml";

// 47 of 50 pass: Wilson 95 % [.837829, .979385].
std::string fifty_instruments() {
  std::string csv = "证书编号,检定日期,地区,示值误差,结论,保管人电话\r\n";
  for (int i = 1; i <= 50; ++i) {
    const bool failed = i <= 3;
    csv += "JD-" + std::to_string(i) + ",2024-0" + std::to_string(1 + i % 9) + "-15,620102," +
           (failed ? "2.500,不合格" : "0.125,合格") + ",1390000" + std::to_string(1000 + i) +
           "\r\n";
  }
  return csv;
}

class NewRegister : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
    const std::string folder = place_.file("catalog");
    fs::copy(place_.catalog, folder, fs::copy_options::recursive);
    place_.catalog = folder;
  }
  void declare() {
    place_.write("catalog/registers/meter.toml", meter);
    place_.write("catalog/indicators/meter_pass_rate.toml", pass_rate);
  }
  Place place_{GetParam()};
};

TEST_P(NewRegister, IsImportedIntoListedCountedChangedAndExported) {
  declare();
  EXPECT_EQ(place_.run({"catalog", "check"}).code, 0);
  const std::string file = place_.write("meters.csv", fifty_instruments());
  const auto report = place_.ask({"import", "meter", file});
  EXPECT_EQ(report.at("added"), 50);
  EXPECT_EQ(report.at("refused"), 0);
  EXPECT_EQ(place_.ask({"import", "meter", file}).at("unchanged"), 50);

  EXPECT_EQ(place_.count("meter", "verdict = 'fail' and region under '620000'"), 3);
  EXPECT_EQ(place_.count("meter", "deviation > 2 and verified_on >= date '2024-01-01'"), 3);

  const auto rate = place_.ask({"indicator", "meter_pass_rate"});
  const auto& point = rate.at("points").as_array().at(0).as_object();
  EXPECT_EQ(point.at("records"), 50);
  EXPECT_NEAR(point.at("value").as_double(), 0.94, 1e-12);
  EXPECT_NEAR(point.at("low").as_double(), .837829, 5e-7);
  EXPECT_NEAR(point.at("high").as_double(), .979385, 5e-7);

  // The declared rule speaks in the declared words.
  const auto wrong =
      place_.ask({"import", "meter", "--lang", "zh",
                  place_.write("wrong.csv",
                               "证书编号,检定日期,示值误差,结论\nJD-51,2024-05-01,2.001,合格\n")});
  EXPECT_EQ(wrong.at("refused"), 1);
  EXPECT_THAT(json::serialize(wrong), testing::HasSubstr("误差超过 2 % 不得判为合格"));

  // A correction is a second version.
  const auto corrected =
      place_.ask({"import", "meter",
                  place_.write("corrected.csv",
                               "证书编号,检定日期,示值误差,结论\nJD-1,2024-02-15,1.5,合格\n")});
  EXPECT_EQ(corrected.at("changed"), 1);
  const auto history = place_.ask({"show", "meter", "JD-1", "--history"});
  const auto& versions = history.at("versions").as_array();
  ASSERT_EQ(versions.size(), 2U);
  EXPECT_EQ(versions[0].at("values").at("verdict"), "fail");
  EXPECT_EQ(versions[1].at("values").at("verdict"), "pass");
  EXPECT_EQ(versions[1].at("values").at("deviation"), "1.500");

  const Ran exported = place_.run({"export", "meter", "--lang", "zh", "--sort", "certificate"});
  EXPECT_EQ(exported.code, 0);
  EXPECT_THAT(exported.out, testing::HasSubstr("证书编号"));
  EXPECT_EQ(std::ranges::count(exported.out, '\n'), 51);
  EXPECT_EQ(
      place_.ask({"import", "meter", place_.write("again.csv", exported.out)}).at("unchanged"), 50);
  EXPECT_TRUE(place_.verifies());
}

TEST_P(NewRegister, IsInTheInterfaceWithItsTextItsRightsAndItsHistory) {
  declare();
  const Served served(place_);
  const Caller admin = served.log_in("admin", served.first_password());
  const auto job = admin.import("meter", "检定.csv", fifty_instruments());
  ASSERT_EQ(job.at("state"), "done") << json::serialize(job);
  EXPECT_EQ(job.at("report").at("added"), 50);

  const auto document = parsed(served.anyone().get("/api/openapi.json").body);
  const auto& paths = document.at("paths").as_object();
  for (const char* path : {"/api/registers/meter/records", "/api/registers/meter/records/{id}",
                           "/api/registers/meter/records/{id}/history",
                           "/api/registers/meter/export", "/api/indicators/meter_pass_rate"}) {
    EXPECT_TRUE(paths.contains(path)) << path;
  }
  EXPECT_TRUE(document.at("components")
                  .at("schemas")
                  .at("meter")
                  .at("properties")
                  .as_object()
                  .contains("deviation"));
  EXPECT_THAT(admin.get("/api/catalog").body, testing::HasSubstr("计量器具检定"));

  const json::value fresh = {{"values",
                              {{"certificate", "JD-99"},
                               {"verified_on", "2024-03-01"},
                               {"deviation", 0.25},
                               {"verdict", "pass"},
                               {"keeper_phone", "13812345678"}}}};
  const auto made = admin.send("POST", "/api/registers/meter/records", fresh);
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string id(parsed(made.body).at("id").as_string());
  const auto changed =
      admin.send("PATCH", "/api/registers/meter/records/" + id,
                 {{"values", {{"deviation", "0.500"}}}, {"reason", "误录"}}, {"If-Match: \"1\""});
  EXPECT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(changed.headers.at("etag"), "\"2\"");
  const auto history = parsed(admin.get("/api/registers/meter/records/" + id + "/history").body);
  EXPECT_EQ(history.at("versions").as_array().size(), 2U);

  const auto listed =
      parsed(served.anyone().get("/api/registers/meter/records?count=1&limit=200").body);
  EXPECT_EQ(listed.at("count"), 51);
  EXPECT_THAT(json::serialize(listed), testing::Not(testing::HasSubstr("13812345678")));
  EXPECT_THAT(json::serialize(listed), testing::Not(testing::HasSubstr("deviation")));
  EXPECT_THAT(admin.get("/api/registers/meter/lookup/JD-99").body,
              testing::HasSubstr("13812345678"));
  const auto exported = served.anyone().get("/api/registers/meter/export?format=csv");
  EXPECT_EQ(std::ranges::count(exported.body, '\n'), 52);
  EXPECT_THAT(exported.body, testing::Not(testing::HasSubstr("1381")));
}

TEST_P(NewRegister, GainsAFieldWithoutLosingARecord) {
  declare();
  place_.ask({"import", "meter", place_.write("meters.csv", fifty_instruments())});
  place_.write("catalog/registers/meter.toml",
               std::string(meter) +
                   "[[field]]\nname = \"maker\"\ntype = \"text\"\n"
                   "title = { zh = \"制造商\", en = \"maker\" }\npublic = true\n");
  const auto report = place_.ask({"import", "meter",
                                  place_.write("maker.csv",
                                               "证书编号,检定日期,结论,制造商\n"
                                               "JD-60,2024-06-01,合格,某厂\n")});
  EXPECT_EQ(report.at("added"), 1);
  EXPECT_EQ(place_.count("meter", "maker is null"), 50);
  EXPECT_EQ(place_.count("meter", "maker = '某厂'"), 1);
  EXPECT_EQ(in_group(place_.ask({"indicator", "meter_pass_rate"}), {}), 51);
  EXPECT_TRUE(place_.verifies());
}

TEST_P(NewRegister, WithAMistakeStopsTheStartAndNamesFileLineAndReason) {
  declare();
  std::string wrong(meter);
  wrong.replace(wrong.find("codes = \"test_result\""), 21, "codes = \"no_such_list\"");
  place_.write("catalog/registers/meter.toml", wrong);
  for (const auto& words : {std::vector<std::string>{"catalog", "check"}, {"list", "meter"}}) {
    const Ran ran = place_.run(words);
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.out + ran.messages, testing::HasSubstr("registers/meter.toml"));
    EXPECT_THAT(ran.out + ran.messages, testing::HasSubstr("no_such_list"));
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, NewRegister, testing::Values("sqlite", "postgresql"),
                         engine_name);

}  // namespace
}  // namespace zhiheng::flow
