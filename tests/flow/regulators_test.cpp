// Files that authorities published, from the file to the number, on both engines. The figures were
// counted in the files by other means.
#include "flow/program.h"

namespace zhiheng::flow {
namespace {

struct Source {
  std::string of, mapping, file;
  std::int64_t rows;
};

const Source rasff_full{"alert", "rasff-full", "rasff/rasff_window_full_2024.csv", 5389};
const Source rasff_short{"alert", "rasff-short", "rasff/rasff_2020_2021.csv", 8511};
const Source safety_gate{"alert", "safety-gate-csv", "safety_gate/safety_gate_alerts_a.csv", 247};
const Source cpsc{"recall", "cpsc-csv", "cpsc/cpsc_recalls_1970s_2009_by_category.csv", 2174};
const Source cpsc_recent{"recall", "cpsc-recent-csv", "cpsc/cpsc_recalls_2025-10_2026-01.csv", 138};
const Source fsis{"recall", "fsis", "us_food/usda_fsis_recalls_2014_2018.csv", 1224};
const Source openfda{"recall", "openfda-food",
                     "us_food/openfda_food_enforcement_2020_2024_sample500.csv", 500};

std::int64_t number(const json::object& report, std::string_view name) {
  return report.contains(name) ? report.at(name).to_number<std::int64_t>() : -1;
}

json::object imported(const Place& place, const Source& source) {
  return place.ask({"import", source.of, *shared_file(source.file), "--mapping", source.mapping});
}

class Regulators : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    if (!place_.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
    if (!shared_file(rasff_full.file)) GTEST_SKIP() << "the shared data are not here";
  }
  Place place_{GetParam()};
};

TEST_P(Regulators, TheNoticesOf2024GiveTheirPublishedCounts) {
  const auto first = imported(place_, rasff_full);
  EXPECT_EQ(number(first, "rows_read"), 5389);
  EXPECT_EQ(number(first, "added"), 5389);
  EXPECT_EQ(number(first, "unchanged"), 0);
  EXPECT_EQ(number(first, "refused"), 0);

  const auto again = imported(place_, rasff_full);
  EXPECT_EQ(number(again, "rows_read"), 5389);
  EXPECT_EQ(number(again, "added"), 0);
  EXPECT_EQ(number(again, "changed"), 0);
  EXPECT_EQ(number(again, "unchanged"), 5389);

  const auto classes = place_.ask({"indicator", "alert_count", "--by", "classification"});
  EXPECT_EQ(in_group(classes, {"border_rejection"}), 1692);
  EXPECT_EQ(in_group(classes, {"alert"}), 1334);
  EXPECT_EQ(in_group(classes, {"information_attention"}), 1325);
  EXPECT_EQ(in_group(classes, {"information_follow_up"}), 1038);
  EXPECT_EQ(classes.at("points").as_array().size(), 4U);

  const auto decisions = place_.ask({"indicator", "alert_count", "--by", "risk_decision"});
  EXPECT_EQ(in_group(decisions, {"serious"}), 2579);
  EXPECT_EQ(in_group(decisions, {"potential_risk"}), 1023);
  EXPECT_EQ(in_group(decisions, {"potentially_serious"}), 874);
  EXPECT_EQ(in_group(decisions, {"not_serious"}), 773);
  EXPECT_EQ(in_group(decisions, {"no_risk"}), 140);

  const auto origins = place_.ask({"indicator", "alert_count", "--by", "origin"});
  EXPECT_EQ(in_group(origins, {"China"}), 341);

  // 25 references were published twice: both counts are shown, and the reader is told.
  const auto all = place_.ask({"indicator", "alert_count"});
  EXPECT_EQ(in_group(all, {}), 5389);
  EXPECT_EQ(in_group(all, {}, "distinct"), 5364);
  EXPECT_THAT(json::serialize(all.at("remarks")), testing::HasSubstr("25 "));
  EXPECT_TRUE(place_.verifies());
}

TEST_P(Regulators, RecallsGiveTheirPublishedCounts) {
  for (const auto& source : {cpsc, fsis, openfda, cpsc_recent}) {
    const auto report = imported(place_, source);
    EXPECT_EQ(number(report, "rows_read"), source.rows) << source.file;
    EXPECT_EQ(number(report, "added") + number(report, "refused"), source.rows) << source.file;
    EXPECT_EQ(number(report, "refused"), 0)
        << source.file << json::serialize(report.at("refusals"));
  }
  const std::vector<std::string> of_cpsc = {"--filter",
                                            "source = 'cpsc' and recalled_on is null or "
                                            "source = 'cpsc' and recalled_on < date "
                                            "'2010-01-01'"};
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"indicator", "recall_count"});
    words.insert(words.end(), of_cpsc.begin(), of_cpsc.end());
    return place_.ask(std::move(words));
  };
  EXPECT_EQ(in_group(ask({}), {}), 2174);
  const auto hazards = ask({"--by", "hazards"});
  EXPECT_EQ(in_group(hazards, {"Fire & Fire-Related Burn"}), 506);
  EXPECT_EQ(in_group(hazards, {"Choking"}), 289);
  EXPECT_EQ(in_group(hazards, {"Fall"}), 195);
  EXPECT_EQ(in_group(ask({"--by", "countries", "--each"}), {"China"}), 731);

  const auto classes = place_.ask(
      {"indicator", "recall_count", "--by", "classification", "--filter", "source = 'fsis'"});
  EXPECT_EQ(in_group(classes, {"class_1"}), 887);
  EXPECT_EQ(in_group(classes, {"class_2"}), 232);
  EXPECT_EQ(in_group(classes, {"class_3"}), 80);
  EXPECT_EQ(in_group(classes, {"public_health_alert"}), 25);

  const auto sources = place_.ask({"indicator", "recall_count", "--by", "source"});
  EXPECT_EQ(in_group(sources, {"fda"}), 500);
  EXPECT_EQ(in_group(sources, {"cpsc"}), 2174 + 138);
  EXPECT_TRUE(place_.verifies());
}

TEST_P(Regulators, TheOtherAlertFilesAreImportedWholeAndOnce) {
  for (const auto& source : {rasff_short, safety_gate}) {
    const auto report = imported(place_, source);
    EXPECT_EQ(number(report, "rows_read"), source.rows) << source.file;
    EXPECT_EQ(number(report, "added"), source.rows) << source.file;
    EXPECT_EQ(number(report, "refused"), 0) << json::serialize(report.at("refusals"));
    EXPECT_EQ(number(imported(place_, source), "unchanged"), source.rows) << source.file;
  }
  EXPECT_EQ(place_.count("alert"), 8511 + 247);
}

INSTANTIATE_TEST_SUITE_P(Engines, Regulators, testing::Values("sqlite", "postgresql"), engine_name);

// The same questions to both engines and, in PostgreSQL, to both ways of asking it.
TEST(RegulatorsOnBothEngines, EveryAnswerIsTheSameToTheLastDigit) {
  Place embedded;
  Place server("postgresql");
  if (!server.usable()) GTEST_SKIP() << "PostgreSQL is not installed";
  if (!shared_file(rasff_full.file)) GTEST_SKIP() << "the shared data are not here";
  for (const auto* place : {&embedded, &server}) {
    for (const auto& source : {rasff_full, rasff_short, safety_gate, cpsc, fsis, openfda}) {
      imported(*place, source);
    }
  }
  const std::vector<std::vector<std::string>> questions = {
      {"alert_count"},
      {"alert_count", "--by", "classification"},
      {"alert_count", "--by", "risk_decision", "--grain", "month"},
      {"alert_count", "--by", "origin", "--each", "--grain", "quarter"},
      {"alert_count", "--by", "network", "--by", "category", "--grain", "year"},
      {"alert_count", "--by", "hazards", "--each", "--public"},
      {"alert_count", "--grain", "week", "--from", "2024-01-01", "--to", "2024-12-31"},
      {"alert_count", "--filter", "subject like '%salmonella%' or subject contains 'Aflatoxin'"},
      {"recall_count", "--by", "source", "--by", "classification"},
      {"recall_count", "--by", "countries", "--each"},
      {"recall_count", "--grain", "year", "--by", "hazards"},
      {"recall_units", "--by", "source", "--grain", "year"},
  };
  for (auto question : questions) {
    question.insert(question.begin(), "indicator");
    question.emplace_back("--json");
    std::string asked;
    for (const auto& word : question) asked += word + " ";
    SCOPED_TRACE(asked);
    const Ran there = embedded.run(question);
    const Ran pushed = server.run(question);
    EXPECT_EQ(there.code, 0) << there.messages;
    EXPECT_EQ(there.out, pushed.out);
    question.insert(question.end(), {"--engine", "duckdb"});
    EXPECT_EQ(server.run(question).out, there.out);
  }
}

}  // namespace
}  // namespace zhiheng::flow
