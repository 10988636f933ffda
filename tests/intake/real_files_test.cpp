// Files that authorities published, read with the shipped mappings; the figures were counted in
// the files by other means.
#include "intake/failures.h"
#include "intake_fixture.h"

namespace zhiheng::intake {
namespace {

using testing::Contains;
using testing::Pair;

#define READ_SHARED(variable, register_name, file, mapping)                                      \
  if (shared_data(file).empty()) GTEST_SKIP() << file << " is not here";                         \
  const Read variable = read_all(register_name, shared_data(file), {mapping});                   \
  ASSERT_TRUE(variable.outcome) << describe(variable.outcome.error());                           \
  for (std::size_t at = 0; at < variable.refusals.size() && at < 5; ++at) {                      \
    ADD_FAILURE() << variable.refusals[at].line << " " << describe(variable.refusals[at].error); \
  }

TEST(RasffFull, GivesTheYear2024) {
  READ_SHARED(read, "alert", "rasff/rasff_window_full_2024.csv", "rasff-full");
  EXPECT_EQ(read.lines, 5389);
  EXPECT_EQ(read.rows.size(), 5389U);
  EXPECT_THAT(read.groups("classification"),
              testing::ElementsAre(Pair("alert", 1334), Pair("border_rejection", 1692),
                                   Pair("information_attention", 1325),
                                   Pair("information_follow_up", 1038)));
  EXPECT_THAT(read.groups("risk_decision"),
              testing::ElementsAre(Pair("no_risk", 140), Pair("not_serious", 773),
                                   Pair("potential_risk", 1023), Pair("potentially_serious", 874),
                                   Pair("serious", 2579)));
  EXPECT_THAT(read.groups("origin"), Contains(Pair("China", 341)));
  // 25 references are published twice.
  EXPECT_THAT(read.groups("publication"), testing::ElementsAre(Pair("1", 5364), Pair("2", 25)));
  EXPECT_EQ(read.text(2, "reference"), "2024.9650");
  EXPECT_EQ(read.text(2, "notified_on"), "2024-12-31");
  EXPECT_EQ(read.text(1, "origin"), "Germany|India");
}

TEST(RasffFull, KeepsACountryThatHasACommaInItsName) {
  READ_SHARED(read, "alert", "rasff/rasff_window_full_2024.csv", "rasff-full");
  EXPECT_THAT(read.groups("distribution"),
              Contains(Pair("Aruba|Belgium|Bonaire, Sint Eustatius and Saba", 1)));
}

TEST(RasffShort, GivesTheYears2020And2021) {
  READ_SHARED(read, "alert", "rasff/rasff_2020_2021.csv", "rasff-short");
  EXPECT_EQ(read.rows.size(), 8511U);
  EXPECT_EQ(read.text(0, "notified_on"), "2021-12-31");
  EXPECT_EQ(read.text(0, "hazards"),
            "Buprofezin - pesticide residues|"
            "Chlorpyrifos-methyl - unauthorised substance - pesticide residues");
  EXPECT_EQ(read.text(0, "hazard_categories"), "Pesticide residues|Pesticide residues");
}

TEST(CpscCsv, GivesTheRecallsOf1973To2009) {
  READ_SHARED(read, "recall", "cpsc/cpsc_recalls_1970s_2009_by_category.csv", "cpsc-csv");
  EXPECT_EQ(read.rows.size(), 2174U);
  EXPECT_THAT(read.groups("hazards"),
              testing::AllOf(Contains(Pair("Fire & Fire-Related Burn", 506)),
                             Contains(Pair("Choking", 289)), Contains(Pair("Fall", 195))));
  int from_china = 0;
  for (const auto& [countries, count] : read.groups("countries")) {
    if (("|" + countries + "|").find("|China|") != std::string::npos) from_china += count;
  }
  EXPECT_EQ(from_china, 731);
  EXPECT_THAT(read.groups("recalled_on"), Contains(Pair("", 71)));
}

TEST(CpscRecentCsv, GivesTheWinterOf2025) {
  READ_SHARED(read, "recall", "cpsc/cpsc_recalls_2025-10_2026-01.csv", "cpsc-recent-csv");
  EXPECT_EQ(read.rows.size(), 138U);
  EXPECT_THAT(read.groups("remedy"),
              testing::ElementsAre(Pair("Refund", 99), Pair("Repair", 23), Pair("Replace", 16)));
}

TEST(Fsis, GivesTheRecallsOf2014To2018) {
  READ_SHARED(read, "recall", "us_food/usda_fsis_recalls_2014_2018.csv", "fsis");
  EXPECT_THAT(read.groups("classification"),
              testing::ElementsAre(Pair("class_1", 887), Pair("class_2", 232), Pair("class_3", 80),
                                   Pair("public_health_alert", 25)));
  EXPECT_EQ(read.groups("recall_number").size(), 1224U);
}

TEST(OpenFda, GivesFiveHundredReports) {
  READ_SHARED(read, "recall", "us_food/openfda_food_enforcement_2020_2024_sample500.csv",
              "openfda-food");
  EXPECT_EQ(read.rows.size(), 500U);
  EXPECT_THAT(read.groups("initiative"),
              testing::ElementsAre(Pair("mandated", 3), Pair("voluntary", 497)));
  EXPECT_EQ(read.text(0, "initiated_on"), "2020-02-24");
}

TEST(SafetyGateCsv, GivesEachAlertOnce) {
  READ_SHARED(read, "alert", "safety_gate/safety_gate_alerts_a.csv", "safety-gate-csv");
  EXPECT_EQ(read.rows.size(), 247U);
  EXPECT_EQ(read.groups("reference").size(), 247U);
  EXPECT_THAT(read.groups("hazards"), Contains(Pair("Fire|Injuries", 7)));
}

}  // namespace
}  // namespace zhiheng::intake
