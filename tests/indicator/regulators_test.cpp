// The official files, imported and counted: numbers that anyone can check with a spreadsheet.

#include <filesystem>

#include "exchange/exchange.h"
#include "indicator/asking.h"
#include "support/source.h"

namespace zhiheng::indicator {
namespace {

namespace fs = std::filesystem;

std::string shared_data() { return support::shared_path("/data/regulators/"); }

class OfficialFiles : public Asking {
 protected:
  void import(const std::string& of, const std::string& file, const std::string& mapping) {
    exchange::ImportOptions options;
    options.reading.mapping = mapping;
    const auto report = exchange::import_file(*registry_, registry::local_operator(), of,
                                              shared_data() + file, options);
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_TRUE(report->committed);
  }
  void expect(const Question& question, const std::vector<std::string>& group,
              std::int64_t records) {
    for (const auto& cube : cubes()) {
      const auto answer = asked(*cube, question);
      const auto* point = find(answer, group);
      ASSERT_TRUE(point) << question.indicator << " " << group.front();
      EXPECT_EQ(point->records, records) << question.indicator << " " << group.front();
    }
  }
};
ZH_ON_BOTH_ENGINES(OfficialFiles);

TEST_P(OfficialFiles, RasffWindowOf2024IsCountedByLineAndByReference) {
  if (!fs::exists(shared_data() + "rasff")) GTEST_SKIP() << "no shared data";
  import("alert", "rasff/rasff_window_full_2024.csv", "rasff-full");
  const auto by_class = about("alert_count", {"classification"});
  expect(by_class, {"border_rejection"}, 1692);
  expect(by_class, {"alert"}, 1334);
  expect(by_class, {"information_attention"}, 1325);
  expect(by_class, {"information_follow_up"}, 1038);
  const auto by_risk = about("alert_count", {"risk_decision"});
  expect(by_risk, {"serious"}, 2579);
  expect(by_risk, {"potential_risk"}, 1023);
  expect(by_risk, {"potentially_serious"}, 874);
  expect(by_risk, {"not_serious"}, 773);
  expect(by_risk, {"no_risk"}, 140);
  auto by_origin = about("alert_count", {"origin"});
  expect(by_origin, {"China"}, 341);
  by_origin.each = true;
  expect(by_origin, {"China"}, 348);
  const auto answer = asked(*cube(cube::Engine::duckdb), about("alert_count"));
  EXPECT_EQ(answer.points.at(0).records, 5389);
  EXPECT_EQ(answer.points.at(0).distinct, 5364);
  ASSERT_FALSE(answer.remarks.empty());
  EXPECT_TRUE(answer.remarks.back().en.contains("25 lines repeat"));
}

TEST_P(OfficialFiles, CpscRecallsAreCountedByHazardAndByCountry) {
  if (!fs::exists(shared_data() + "cpsc")) GTEST_SKIP() << "no shared data";
  import("recall", "cpsc/cpsc_recalls_1970s_2009_by_category.csv", "cpsc-csv");
  const auto answer = asked(*cube(cube::Engine::duckdb), about("recall_count"));
  EXPECT_EQ(answer.points.at(0).records, 2174);
  const auto by_hazard = about("recall_count", {"hazards"});
  expect(by_hazard, {"Fire & Fire-Related Burn"}, 506);
  expect(by_hazard, {"Choking"}, 289);
  expect(by_hazard, {"Fall"}, 195);
  auto by_country = about("recall_count", {"countries"});
  by_country.each = true;
  expect(by_country, {"China"}, 731);
}

TEST_P(OfficialFiles, FsisRecallsAreCountedByClass) {
  if (!fs::exists(shared_data() + "us_food")) GTEST_SKIP() << "no shared data";
  import("recall", "us_food/usda_fsis_recalls_2014_2018.csv", "fsis");
  const auto by_class = about("recall_count", {"classification"});
  expect(by_class, {"class_1"}, 887);
  expect(by_class, {"class_2"}, 232);
  expect(by_class, {"class_3"}, 80);
  expect(by_class, {"public_health_alert"}, 25);
}

}  // namespace
}  // namespace zhiheng::indicator
