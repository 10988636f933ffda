#include "stat/net_content.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include "reference.h"
#include "stat/failures.h"
#include "support/source.h"

namespace zhiheng::stat {
namespace {

std::string declared_text(const std::string& name) {
  std::ifstream file(support::source_path("/catalog/acceptance/" + name));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<DeficiencyBand> bands() {
  return *parse_deficiency_bands(declared_text("tolerable_deficiency.tsv"));
}

TEST(TolerableDeficiency, ReproducesTheVectorsOfTheFactSheet) {
  const std::pair<double, double> vectors[] = {{50, 4.5}, {150, 6.8}, {250, 9},     {333, 10.0},
                                               {750, 15}, {2500, 38}, {12000, 150}, {25000, 250}};
  for (const auto& [nominal, wanted] : vectors) {
    EXPECT_NEAR(*tolerable_deficiency(nominal, bands(), DeficiencyRounding::up), wanted, 1e-12)
        << nominal;
    EXPECT_NEAR(*tolerable_deficiency(nominal, bands(), DeficiencyRounding::half_up), wanted, 1e-12)
        << nominal;
  }
}

TEST(TolerableDeficiency, SaysWhichRoundingItMeansWhereTheEditionsDiffer) {
  EXPECT_NEAR(*tolerable_deficiency(5, bands(), DeficiencyRounding::up), 0.5, 1e-12);
  EXPECT_NEAR(*tolerable_deficiency(5, bands(), DeficiencyRounding::half_even), 0.4, 1e-12);
  EXPECT_NEAR(*tolerable_deficiency(1500, bands(), DeficiencyRounding::up), 23, 1e-12);
  EXPECT_NEAR(*tolerable_deficiency(1500, bands(), DeficiencyRounding::half_even), 22, 1e-12);
}

TEST(TolerableDeficiency, OfLengthAreaAndNumberIsThatOfTheAnnex) {
  const auto of = [](SoldBy kind, const std::string& name, double nominal) {
    return tolerable_deficiency(
        kind, nominal,
        *parse_deficiency_bands(declared_text("tolerable_deficiency_" + name + ".tsv")));
  };
  EXPECT_EQ(*of(SoldBy::length, "length", 5), 0);
  EXPECT_NEAR(*of(SoldBy::length, "length", 8), 0.16, 1e-12);
  EXPECT_NEAR(*of(SoldBy::area, "area", 2.5), 0.075, 1e-12);
  EXPECT_EQ(*of(SoldBy::count, "count", 50), 0);
  EXPECT_EQ(*of(SoldBy::count, "count", 51), 1);
  EXPECT_EQ(*of(SoldBy::count, "count", 200), 2);
  EXPECT_EQ(*of(SoldBy::count, "count", 201), 3);
  EXPECT_EQ(of(SoldBy::count, "count", 60.5).error().failure, &value_out_of_range);
  EXPECT_EQ(of(SoldBy::area, "area", 0).error().failure, &value_not_positive);
}

TEST(TolerableDeficiency, RefusesWhatNoBandHolds) {
  EXPECT_EQ(tolerable_deficiency(60000, bands(), DeficiencyRounding::up).error().failure,
            &value_out_of_range);
  EXPECT_EQ(tolerable_deficiency(0, bands(), DeficiencyRounding::up).error().failure,
            &value_not_positive);
  EXPECT_EQ(tolerable_deficiency(NAN, bands(), DeficiencyRounding::up).error().failure,
            &value_not_finite);
}

TEST(JudgeNetContent, AgreesWithTheReferenceOnFortyLots) {
  ZH_REFERENCE(items, "net_content/net_content_cases.input.csv");
  ZH_REFERENCE(cases, "net_content/net_content_cases.expected.csv");
  const auto plans = parse_net_content_plans(declared_text("net_content_jjf1070_2005.tsv"));
  ASSERT_TRUE(plans);
  std::map<std::string, std::vector<double>> quantities;
  for (const ReferenceRow& row : items) {
    quantities[row.text("case")].push_back(row.number("quantity"));
  }
  for (const ReferenceRow& row : cases) {
    SCOPED_TRACE("case " + row.text("case"));
    const double nominal = row.number("nominal");
    const auto plan = net_content_plan(row.whole("lot"), *plans);
    ASSERT_TRUE(plan);
    EXPECT_EQ(plan->short_allowed, row.whole("max_T1"));
    // The cases round 4.05 to 4.0: ties to even, which is also what GB/T 8170 says.
    const auto deficiency = tolerable_deficiency(nominal, bands(), DeficiencyRounding::half_even);
    ASSERT_TRUE(deficiency);
    EXPECT_NEAR(*deficiency, row.number("T"), 1e-9);
    const auto judged =
        judge_net_content(quantities[row.text("case")], nominal, *deficiency, *plan);
    ASSERT_TRUE(judged) << describe(judged.error());
    expect_close(judged->mean, row.number("mean"));
    expect_close(judged->deviation, row.number("sd"));
    EXPECT_EQ(judged->short_count, row.whole("n_T1"));
    EXPECT_EQ(judged->very_short, row.whole("n_T2"));
    EXPECT_EQ(judged->packages_ok, row.whole("single_ok") == 1);
    if (!row.text("mean_ok").empty()) {
      EXPECT_EQ(judged->mean_ok, row.whole("mean_ok") == 1);
    }
    EXPECT_EQ(judged->accepted, row.whole("accept") == 1);
  }
}

TEST(JudgeNetContent, DoesNotCareForTheOrderAndForgivesExactlyT) {
  const NetContentPlan whole{1, 10, 0, 0, 0};
  const std::vector<double> exact{495, 485.0, 500.1};  // 15 short of 500, T 15
  const std::vector<double> turned{500.1, 485.0, 495};
  EXPECT_TRUE(judge_net_content(exact, 500, 15, whole)->accepted);
  EXPECT_TRUE(judge_net_content(turned, 500, 15, whole)->accepted);
  const std::vector<double> shorter{495, 484.9, 500.1};
  EXPECT_FALSE(judge_net_content(shorter, 500, 15, whole)->accepted);
  EXPECT_EQ(judge_net_content(shorter, 500, 15, whole)->short_count, 1);
}

TEST(JudgeNetContent, RefusesSamplesOfAnotherSize) {
  const NetContentPlan ten{11, 50, 10, 1.028, 0};
  const std::vector<double> three{495, 485.0, 500.1};
  EXPECT_EQ(judge_net_content(three, 500, 15, ten).error().failure, &lengths_differ);
  const NetContentPlan whole{1, 10, 0, 0, 0};
  EXPECT_EQ(judge_net_content({}, 500, 15, whole).error().failure, &too_few_observations);
  const std::vector<double> negative{-1};
  EXPECT_EQ(judge_net_content(negative, 500, 15, whole).error().failure, &value_negative);
}

TEST(NetContentPlan, RefusesLotsOutsideTheEdition) {
  const auto plans = parse_net_content_plans(declared_text("net_content_oiml_r87_2004.tsv"));
  ASSERT_TRUE(plans);
  EXPECT_EQ(net_content_plan(50, *plans).error().failure, &value_out_of_range);
  EXPECT_EQ(net_content_plan(1000000, *plans)->sample, 125);
}

TEST(NetContentTables, NameTheLineThatCannotBeRead) {
  const auto refused =
      parse_deficiency_bands("# note\nover\tto\tpercent\tabsolute\n0\tfifty\t9\t0\n");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &table_malformed);
  EXPECT_EQ(refused.error().where, "line 3, to");
  EXPECT_EQ(parse_deficiency_bands("over\tto\n").error().wanted, "percent");
  EXPECT_EQ(parse_deficiency_bands("").error().failure, &table_malformed);
  EXPECT_EQ(parse_net_content_plans("lot_from\tlot_to\tsample\tfactor\tshort_allowed\n1\t2\n")
                .error()
                .where,
            "line 2");
}

}  // namespace
}  // namespace zhiheng::stat
