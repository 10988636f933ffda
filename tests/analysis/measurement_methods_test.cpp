// The verbs of reliability, agreement and measurement: what they answer on small files, and how
// they refuse.

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "analysis/failures.h"
#include "analysis/method.h"
#include "folder.h"
#include "stat/failures.h"

namespace zhiheng::analysis {
namespace {

using Options = std::map<std::string, std::string>;

Result<Answer> run(const std::string& name, const std::string& csv, const Options& options = {},
                   const std::map<std::string, std::string>& tables = {}) {
  const Folder folder;
  ZH_TRY(const Method* method, find_method(name));
  Call call;
  ZH_TRY(call.settings, settings_of(*method, options));
  ZH_TRY(call.tables["in"], Table::read(folder.write("in.csv", csv)));
  for (const auto& [table, text] : tables) {
    ZH_TRY(call.tables[table], Table::read(folder.write(table + ".csv", text)));
  }
  return method->run(call);
}

/// The cell in the row whose first column holds `row`; the first row when it is empty.
double cell(const Result<Answer>& answer, const std::string& row, const std::string& column) {
  EXPECT_TRUE(answer) << describe(answer.error());
  if (!answer) return NAN;
  for (std::size_t at = 0; at < answer->rows(); ++at) {
    if (!row.empty() && answer->cell(at, 0) != row) continue;
    for (std::size_t c = 0; c < answer->columns.size(); ++c) {
      if (answer->columns[c].name != column) continue;
      return number_of(answer->cell(at, c)).value_or(NAN);
    }
  }
  ADD_FAILURE() << "no cell " << row << ", " << column;
  return NAN;
}

void expect_refusal(const Result<Answer>& answer, const Failure& failure,
                    const std::string& where) {
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().failure, &failure) << describe(answer.error());
  EXPECT_NE(answer.error().where.find(where), std::string::npos) << answer.error().where;
}

const std::string judged = "a,b,c,d\n9,2,5,8\n6,1,3,2\n8,4,6,8\n7,1,2,6\n10,5,6,9\n6,2,4,7\n";

TEST(AgreementVerbs, AnswerOnATableOfRatings) {
  EXPECT_NEAR(cell(run("intraclass", judged), "ICC(2,1)", "icc"), 0.28976, 1e-5);
  EXPECT_NEAR(cell(run("item-reliability", judged), "(all)", "alpha"), 0.90932, 1e-5);
  const auto two = run("intraclass", judged, {{"raters", "a, d"}});
  EXPECT_GT(cell(two, "ICC(3,1)", "icc"), 0.6);
  expect_refusal(run("intraclass", judged, {{"raters", "a,z"}}), column_missing, "in.csv");
  expect_refusal(run("intraclass", "a,b\n1,2\n3,\n"), not_a_number, "line 3, column b");
}

TEST(AgreementVerbs, TakeCategoriesAsTexts) {
  const std::string pairs =
      "first,second\nlow,low\nlow,mid\nmid,mid\nhigh,mid\nhigh,high\nlow,low\n";
  EXPECT_NEAR(cell(run("kappa", pairs), "", "kappa"), 0.52, 1e-12);
  const auto ordered = run("kappa", pairs, {{"weights", "linear"}, {"order", "low,mid,high"}});
  EXPECT_NEAR(cell(ordered, "", "kappa"), 0.625, 1e-12);
  expect_refusal(run("kappa", pairs, {{"order", "low,high"}}), setting_wrong, "--order");
  expect_refusal(run("kappa", "first,second\na,\n"), cell_wrong, "line 2");
  std::string many = "first,second\n";
  for (int i = 0; i < 201; ++i) many += std::to_string(i) + ",1\n";
  expect_refusal(run("kappa", many), stat::too_many_observations, "categories");
}

TEST(AgreementVerbs, LeaveMissingJudgementsOut) {
  const std::string ratings = "unit,rating\n1,1\n1,1\n2,3\n2,3\n2,\n3,2\n3,3\n4,2\n";
  EXPECT_NEAR(cell(run("fleiss-kappa", ratings), "(all)", "observed"), 2.0 / 3, 1e-12);
  const auto interval = run("krippendorff-alpha", ratings, {{"scale", "interval"}});
  EXPECT_EQ(cell(interval, "", "units"), 3);
  expect_refusal(run("krippendorff-alpha", "unit,rating\n1,a\n1,b\n", {{"scale", "ratio"}}),
                 not_a_number, "line 2, column rating");
}

const std::string round =
    "laboratory,x,u\nA,10.1,0.1\nB,9.9,\nC,10.0,0.2\nD,10.2,\nE,9.8,\nF,13,1\n";

TEST(ProficiencyVerbs, ScoreEachLaboratory) {
  const auto answer = run("proficiency", round);
  EXPECT_GT(cell(answer, "F", "z"), 3);
  EXPECT_TRUE(std::isnan(cell(answer, "B", "zeta")));
  EXPECT_NEAR(cell(answer, "A", "zeta"), 2 * cell(answer, "A", "En"), 1e-12);
  const auto known =
      run("proficiency", round, {{"value", "10"}, {"uncertainty", "0.01"}, {"deviation", "0.1"}});
  EXPECT_NEAR(cell(known, "D", "z"), 2, 1e-9);
  const auto repeated = run("proficiency", "laboratory,x\nA,1\nA,3\nB,2.5\nC,1.9\nD,2.2\n",
                            {{"estimate", "q-hampel"}});
  EXPECT_EQ(cell(repeated, "A", "x"), 2);
  expect_refusal(run("proficiency", "laboratory,x,u\nA,1,0\nB,2,\nC,4,\n"),
                 stat::value_not_positive, "line 2");
  expect_refusal(run("proficiency", "x\n1\n1\n1\n"), stat::no_spread, "values");
  expect_refusal(run("homogeneity", "first,second\n1,2\n"), setting_wrong, "--deviation");
}

const std::string units =
    "time,failed\n5,1\n6,0\n6,1\n2.5,1\n4,1\n4,0\n1,1\n8,1\n10,1\n10,1\n12,0\n7,0\n";

TEST(ReliabilityVerbs, AnswerOnUnitsThatFailedOrNot) {
  EXPECT_NEAR(cell(run("survival", units), "6", "survival"), 0.5625, 1e-12);
  EXPECT_EQ(cell(run("survival-quantile", units), "0.5", "time"), 8);
  const auto fits = run("life-fit", units, {{"model", "lognormal"}, {"times", "5"}});
  EXPECT_EQ(fits->cell(1, 1), "shape");
  EXPECT_NEAR(cell(fits, "lognormal", "value"), std::exp(1.89654871945249), 1e-8);
  expect_refusal(run("survival", "time,failed\n5,1\n-1,1\n"), stat::value_not_positive, "line 3");
  expect_refusal(run("survival", "time,failed\n5,2\n"), cell_wrong, "line 2, column failed");
  expect_refusal(run("life-fit", "time,failed\n5,0\n6,0\n"), stat::not_identified, "values");
  expect_refusal(run("life-fit", "low,high,group\n5,6,a\n7,6,b\n", {{"group", "group"}}),
                 stat::not_identified, "a");
}

TEST(ReliabilityVerbs, CompareGroups) {
  const std::string groups = "time,maker\n1,a\n2,a\n3,a\n10,b\n12,b\n15,b\n";
  EXPECT_LT(cell(run("log-rank", groups, {{"group", "maker"}}), "a", "p_value"), 0.05);
  EXPECT_EQ(run("survival", groups, {{"group", "maker"}})->columns.front().name, "maker");
  expect_refusal(run("log-rank", groups), setting_wrong, "--group");
}

TEST(ReliabilityVerbs, PromiseTimesBetweenFailures) {
  EXPECT_NEAR(cell(run("mtbf", "failures,time\n5,1000\n"), "5", "at_least"), 95.12, 0.01);
  EXPECT_NEAR(
      cell(run("mtbf-test", "target,allowed\n500,2\n", {{"confidence", "0.9"}}), "500", "time"),
      2661.16, 0.01);
  const std::string failures = "time\n2.7\n10.3\n12.5\n30.6\n57\n";
  EXPECT_LT(cell(run("reliability-growth", failures, {{"end", "620"}}), "beta", "value"), 1);
  expect_refusal(run("reliability-growth", failures), setting_wrong, "--end");
  expect_refusal(run("mtbf", "failures,time\n5,0\n"), stat::value_not_positive, "line 2");
}

TEST(MeasurementVerbs, StudyAGauge) {
  const std::string table =
      "part,operator,value\n1,x,1.0\n1,x,1.1\n1,y,1.2\n1,y,1.1\n2,x,3.0\n2,x,3.1\n2,y,3.1\n2,y,3."
      "2\n";
  const auto answer = run("gauge", table, {{"tolerance", "4"}});
  EXPECT_GT(cell(answer, "parts", "contribution"), 0.99);
  EXPECT_NEAR(cell(answer, "gauge", "contribution") + cell(answer, "parts", "contribution"), 1,
              1e-12);
  EXPECT_GT(cell(run("gauge", table, {{"method", "range"}}), "gauge", "ndc"), 5);
  expect_refusal(run("gauge", table + "2,y,3\n"), stat::lengths_differ, "line 10");
}

TEST(MeasurementVerbs, SummariseConcentrationsWithNondetects) {
  const std::string table = "value,below\n1,1\n1,1\n2,0\n3,0\n5,0\n9,0\n";
  for (const char* method : {"kaplan-meier", "likelihood", "regression"}) {
    const double mean = cell(run("concentrations", table, {{"method", method}}), "4", "mean");
    EXPECT_GT(mean, 3) << method;
    EXPECT_LT(mean, 4.5) << method;
  }
  expect_refusal(run("concentrations", "value,below\n1,x\n"), not_a_number, "line 2, column below");
  expect_refusal(run("concentrations", "value,below\n1,0\n0,1\n"), stat::value_not_positive,
                 "line 3");
}

const std::string inputs = "name,estimate,u,df,shape\na,2,0.1,,\nb,3,0.2,10,rectangular\n";

TEST(UncertaintyVerbs, FollowTheModelGivenAsText) {
  const auto budget = run("uncertainty", inputs, {{"model", "a * b^2"}});
  EXPECT_NEAR(cell(budget, "(result)", "estimate"), 18, 1e-12);
  EXPECT_NEAR(cell(budget, "a", "sensitivity"), 9, 1e-8);
  EXPECT_NEAR(cell(budget, "(result)", "u"), std::hypot(0.9, 2.4), 1e-8);
  const auto simulated = run("uncertainty-simulation", inputs, {{"model", "a + b"}});
  EXPECT_NEAR(cell(simulated, "", "u"), std::hypot(0.1, 0.2), 0.002);
  const auto together = run("uncertainty", "name,estimate,u\na,2,0.1\nb,3,0.1\n",
                            {{"model", "a - b"}}, {{"correlations", "first,second,r\na,b,0.5\n"}});
  EXPECT_NEAR(cell(together, "(result)", "u"), 0.1, 1e-8);
}

TEST(UncertaintyVerbs, SayWhatIsWrongWithModelAndInputs) {
  expect_refusal(run("uncertainty", inputs), setting_wrong, "--model");
  expect_refusal(run("uncertainty", inputs, {{"model", "a + c"}}), formula_malformed, "--model, 5");
  expect_refusal(run("uncertainty", inputs, {{"model", "sqrt(a - 2)"}}), stat::value_not_finite,
                 "model");
  expect_refusal(run("uncertainty", "name,estimate,u\na,1,-1\n", {{"model", "a"}}),
                 stat::value_negative, "line 2");
  expect_refusal(run("uncertainty", "name,estimate,u,shape\na,1,1,odd\n", {{"model", "a"}}),
                 cell_wrong, "line 2, column shape");
  expect_refusal(
      run("uncertainty", inputs, {{"model", "a"}}, {{"correlations", "first,second,r\na,z,0.5\n"}}),
      cell_wrong, "correlations.csv, line 2, column second");
}

TEST(ChartVerbs, NameTheRulesThatAreComplete) {
  std::string values = "value\n";
  for (int i = 0; i < 9; ++i) values += i % 2 == 0 ? "10.1\n" : "10.2\n";
  values += "20\n";
  const auto chart = run("variables-chart", values, {{"centre", "10"}, {"sigma", "1"}});
  ASSERT_TRUE(chart);
  EXPECT_EQ(std::get<std::vector<std::string>>(chart->find("nelson")->values)[8], "2");
  EXPECT_EQ(std::get<std::vector<std::string>>(chart->find("nelson")->values)[9], "1 2");
  const auto means = run("variables-chart", "hour,value\n1,5\n1,6\n2,5\n2,7\n",
                         {{"type", "xbar-s"}, {"subgroup", "hour"}});
  EXPECT_EQ(cell(means, "2", "value"), 6);
  EXPECT_EQ(cell(run("ewma", values), "10.1", "alarm"), 0);
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(
                run("cusum", values, {{"centre", "10"}, {"sigma", "1"}})->find("alarm")->values)[9],
            1);
  expect_refusal(run("variables-chart", values, {{"type", "xbar-r"}}), setting_wrong, "--subgroup");
  expect_refusal(run("ewma", values, {{"lambda", "2"}}), stat::value_out_of_range, "lambda");
}

}  // namespace
}  // namespace zhiheng::analysis
