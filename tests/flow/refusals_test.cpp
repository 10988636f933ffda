// What the program says when it cannot do what was asked: one id for each reason, an exit code, and
// never a half-written answer.
#include <filesystem>
#include <fstream>

#include "flow/program.h"

namespace zhiheng::flow {
namespace {

namespace fs = std::filesystem;

// A register of things without day and place, and how many there are.
constexpr std::string_view thing = R"toml(
name  = "thing"
title = { zh = "物", en = "things" }
key   = ["number"]
field = [{ name = "number", type = "text", title = { zh = "编号", en = "number" } }]
)toml";
constexpr std::string_view thing_count = R"toml(
name     = "thing_count"
title    = { zh = "物的数量", en = "things" }
register = "thing"
kind     = "count"
source   = "test"
)toml";

class Refusals : public testing::Test {
 protected:
  void SetUp() override {
    const std::string folder = place_.file("catalog");
    fs::copy(place_.catalog, folder, fs::copy_options::recursive);
    place_.catalog = folder;
    place_.write("catalog/registers/thing.toml", thing);
    place_.write("catalog/indicators/thing_count.toml", thing_count);
  }
  /// The id of the refusal; the exit code must fit it.
  std::string refusal(std::vector<std::string> words, int code = 1) {
    const auto answer = place_.ask(std::move(words), code);
    const auto* error = answer.if_contains("error");
    return error == nullptr ? "" : std::string(error->at("id").as_string());
  }
  Place place_;
};

TEST_F(Refusals, OfQuestionsThatAnIndicatorCannotAnswer) {
  const std::vector<std::string> ask = {"indicator", "thing_count"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), ask.begin(), ask.end());
    return more;
  };
  EXPECT_EQ(refusal(with({"--grain", "year"}), 2), "indicator.no_time");
  EXPECT_EQ(refusal(with({"--region", "620000"}), 2), "indicator.no_region");
  EXPECT_EQ(refusal(with({"--grain", "fortnight"}), 2), "indicator.grain_unknown");
  EXPECT_EQ(refusal(with({"--engine", "abacus"}), 2), "indicator.engine_unknown");
  for (const char* format : {"--csv", "--xlsx"}) {
    EXPECT_EQ(refusal(with({format, place_.file("no/such/folder/a")})),
              "indicator.file_not_written")
        << format;
  }
}

TEST_F(Refusals, OfAPointThatIsNone) {
  place_.ask({"import", "spot_check",
              place_.write("checks.csv",
                           "抽样编号,抽样日期,抽样目的,产品名称,抽样地区,检验结论\n"
                           "C1,2024-03-01,random,乳粉,620102,pass\n")});
  const Served served(place_);
  const std::string records = "/api/indicators/spot_check_count/records";
  for (const char* point :
       {"?grain=month&period=2024-Q1", "?by=level&group=a&group=b", "?by=region:province"}) {
    const auto answer = served.anyone().get(records + point);
    EXPECT_THAT(answer.body, testing::HasSubstr("indicator.point_elsewhere")) << point;
    EXPECT_EQ(answer.status / 100, 4) << point;
  }
}

TEST_F(Refusals, OfFilesThatCannotBeRead) {
  EXPECT_EQ(refusal({"import", "spot_check", place_.file("none.csv")}), "intake.cannot_read");
  EXPECT_EQ(refusal({"stat", "trend", "--in", place_.file("none.csv")}), "intake.cannot_read");
  EXPECT_EQ(refusal({"stat", "trend", "--in", place_.write("empty.csv", "value\n")}),
            "analysis.no_rows");
}

TEST_F(Refusals, OfAssessmentsThatCannotBeMade) {
  const auto assess = [&](const std::string& verb, std::vector<std::string> more) {
    std::vector<std::string> words = {"assess", verb, "example_province", "--year", "2025"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  };
  EXPECT_EQ(refusal({"assess", "score", "example_province", "--year", "soon"}, 2),
            "assess.year_wrong");
  EXPECT_EQ(refusal(assess("score", {"--what-if", "nonsense"}), 2), "assess.what_if_wrong");
  EXPECT_EQ(refusal(assess("score", {"--what-if", "620100/no_such=95"})), "assess.node_unknown");
  EXPECT_EQ(refusal(assess("score", {"--region", "110105"})), "assess.region_unknown");
  const fs::path schemes = place_.file("catalog/assessments");
  std::string scheme = contents((schemes / "example_province.toml").string());
  const auto swap = [](std::string& text, const std::string& old, const std::string& fresh) {
    text.replace(text.find(old), old.size(), fresh);
  };
  swap(scheme, "\"example_province\"", "\"of_a_county\"");
  swap(scheme, "\"620000\"", "\"620102\"");
  place_.write("catalog/assessments/of_a_county.toml", scheme);
  EXPECT_EQ(refusal({"assess", "score", "of_a_county", "--year", "2025"}),
            "assess.nobody_assessed");
  // A register of score sheets that wants more of a row than there is to say.
  std::string sheets = contents(place_.file("catalog/registers/assessment_sheet.toml"));
  swap(sheets, "field = [",
       "field = [\n  { name = \"seal\", type = \"text\", required = true, "
       "title = { zh = \"印章\", en = \"seal\" } },");
  place_.write("catalog/registers/assessment_sheet.toml", sheets);
  EXPECT_EQ(refusal(assess("freeze", {})), "assess.not_written");
}

TEST_F(Refusals, OfAServerThatHasNoRoomForUploads) {
  place_.write("file", "no folder");
  place_.data = place_.file("file/below");
  EXPECT_EQ(refusal({"serve", "--port", "0"}), "api.cannot_write");
}

TEST_F(Refusals, OfADatabaseThatIsNone) {
  fs::create_directories(place_.data);
  std::ofstream(fs::path(place_.data) / "records.sqlite") << std::string(100'000, 'x');
  EXPECT_EQ(refusal({"list", "spot_check"}), "store.damaged");
  const auto answer = place_.ask({"list", "spot_check"}, 1);
  EXPECT_EQ(answer.at("error").at("where").as_string(),
            fs::canonical(fs::path(place_.data) / "records.sqlite").string())
      << "the file, not a statement of ours";
  EXPECT_EQ(refusal({"audit", "verify"}), "store.damaged");
  EXPECT_EQ(contents((fs::path(place_.data) / "records.sqlite").string()).size(), 100'000U)
      << "nothing is written over it";
}

TEST_F(Refusals, OfAnExampleWithoutItsWords) {
  fs::remove(place_.file("catalog/example/products.tsv"));
  EXPECT_EQ(refusal({"example", "--rows", "10", "--out", place_.file("out")}),
            "exchange.vocabulary_wrong");
  EXPECT_FALSE(fs::exists(place_.file("out/synthetic-spot_check.csv")));
}

}  // namespace
}  // namespace zhiheng::flow
