#include <algorithm>
#include <cmath>
#include <fstream>

#include "analysis/analysis.h"
#include "analysis/derived.h"
#include "expr/failures.h"
#include "folder.h"
#include "stat/failures.h"
#include "support/source.h"

namespace zhiheng::analysis {
namespace {

/// The worked example of docs/statistics/surveys.md.
constexpr const char* villages =
    "county,village,weight,fpc,loss,day,note\nA,1,5,10,3,2024-01-05,x\nA,2,5,10,5,2024-02-05,\n"
    "B,3,5,10,4,2024-02-09,x\nB,4,5,10,10,2024-03-01,y\n";

/// What a method answers to a file.
Result<Answer> run_on_text(const std::string& name, const std::string& text,
                           std::map<std::string, std::string> settings) {
  const Folder folder;
  auto table = Table::read(folder.write("in.csv", text));
  if (!table) return std::unexpected(table.error());
  const auto method = find_method(name);
  if (!method) return std::unexpected(method.error());
  auto filled = settings_of(**method, settings);
  if (!filled) return std::unexpected(filled.error());
  Call call;
  call.tables.emplace("in", *std::move(table));
  call.settings = *std::move(filled);
  call.catalog = support::source_path("/catalog");
  return (*method)->run(call);
}

std::map<std::string, std::string> design(std::map<std::string, std::string> more = {}) {
  more.insert({{"strata", "county"}, {"units", "village"}, {"fpc", "fpc"}});
  return more;
}

double number(const Answer& answer, const std::string& column, std::size_t row = 0) {
  const AnswerColumn* found = answer.find(column);
  if (found == nullptr) return std::nan("");
  if (const auto* wholes = std::get_if<std::vector<std::int64_t>>(&found->values)) {
    return static_cast<double>((*wholes)[row]);
  }
  return std::get<std::vector<double>>(found->values)[row];
}

std::string text(const Answer& answer, const std::string& column, std::size_t row = 0) {
  return std::get<std::vector<std::string>>(answer.find(column)->values)[row];
}

TEST(SurveyMethods, GiveTheWorkedTotal) {
  const auto found =
      run_on_text("survey-total", villages, design({{"variables", "loss"}, {"rule", "cpsc"}}));
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_NEAR(number(*found, "estimate"), 110, 1e-12);
  EXPECT_NEAR(number(*found, "se"), std::sqrt(800), 1e-12);
  EXPECT_NEAR(number(*found, "ci_low_t"), -11.7, 0.05);
  EXPECT_EQ(number(*found, "df"), 2);
  EXPECT_EQ(number(*found, "n"), 4);
  EXPECT_EQ(text(*found, "publish"), "no");
  EXPECT_EQ(text(*found, "reason"), "estimate 110 < 1200; records 4 < 20");
}

TEST(SurveyMethods, EstimatePartsByComputedColumnsAndConditions) {
  const auto found = run_on_text("survey-total", villages,
                                 design({{"let", "month = month(day); big = loss > 4"},
                                         {"by", "month,big"},
                                         {"domain", "loss < 10"}}));
  ASSERT_TRUE(found) << describe(found.error());
  ASSERT_EQ(found->rows(), 3U);
  EXPECT_EQ(text(*found, "level", 0), "1|0");
  EXPECT_EQ(text(*found, "level", 2), "2|1");
  EXPECT_EQ(number(*found, "estimate", 2), 5);
}

TEST(SurveyMethods, CountARowForEachOfSeveralColumns) {
  const auto found =
      run_on_text("survey-total", "weight,a,b\n2,x,y\n3,y,y\n4,z,\n", {{"any", "a,b"}});
  ASSERT_TRUE(found) << describe(found.error());
  ASSERT_EQ(found->rows(), 3U);
  EXPECT_EQ(text(*found, "level", 1), "y");
  EXPECT_EQ(number(*found, "estimate", 1), 5);
  EXPECT_EQ(number(*found, "n", 1), 2);
}

TEST(SurveyMethods, TreatMissingValuesAsAsked) {
  const std::string file = "weight,y\n1,3\n1,\n1,5\n";
  const auto refused = run_on_text("survey-mean", file, {{"variables", "y"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &cell_wrong);
  EXPECT_TRUE(refused.error().where.ends_with("line 3, column y")) << refused.error().where;
  const auto dropped = run_on_text("survey-mean", file, {{"variables", "y"}, {"missing", "drop"}});
  EXPECT_EQ(number(*dropped, "estimate"), 4);
  const auto blank = run_on_text("survey-mean", file, {{"variables", "y"}, {"missing", "blank"}});
  EXPECT_TRUE(std::isnan(number(*blank, "estimate")));
}

TEST(SurveyMethods, NameLineAndColumnOfHostileCells) {
  struct Row {
    const char* file;
    const Failure* failure;
    const char* where;
  };
  const Row table[] = {
      {"weight,y\n1,3\n-1,2\n", &cell_wrong, "line 3, column weight"},
      {"weight,y\n1,3\nNaN,2\n", &not_a_number, "line 3, column weight"},
      {"weight,y\n1,3\nInf,2\n", &not_a_number, "line 3, column weight"},
      {"weight,y\n1,3\n1,1e999\n", &not_a_number, "line 3, column y"},
      {"weight,y\n0,3\n0,1\n", &stat::weights_all_zero, "weights"},
      {"weight,y\n1,3\n", &stat::lonely_unit, "line 2, stages[0].units[0]"},
      {"weight,y\n", &no_rows, "in.csv"},
      {"w,y\n1,2\n", &column_missing, "in.csv"},
  };
  for (const auto& [file, failure, where] : table) {
    SCOPED_TRACE(file);
    const auto found = run_on_text("survey-mean", file, {{"variables", "y"}, {"categories", "x"}});
    const auto numeric = run_on_text("survey-quantile", file, {{"variable", "y"}});
    ASSERT_FALSE(numeric);
    EXPECT_EQ(numeric.error().failure, failure) << describe(numeric.error());
    EXPECT_TRUE(numeric.error().where.ends_with(where)) << numeric.error().where;
    EXPECT_FALSE(found);
  }
}

TEST(SurveyMethods, AnswerAPerfectSeparationAndDependentTermsWithARefusal) {
  const std::string file = "weight,y,a,b\n1,0,1,2\n1,0,2,4\n1,1,3,6\n1,1,4,8\n";
  const auto separated = run_on_text("survey-regression", file,
                                     {{"outcome", "y"}, {"terms", "a"}, {"family", "logit"}});
  EXPECT_EQ(separated.error().failure, &stat::not_converged);
  const auto dependent =
      run_on_text("survey-regression", file, {{"outcome", "y"}, {"terms", "a,b"}});
  EXPECT_EQ(dependent.error().failure, &stat::terms_depend);
  EXPECT_EQ(dependent.error().where, "b");
}

TEST(SurveyMethods, GiveTheWorkedComparison) {
  const auto found = run_on_text("survey-t-test", "weight,g,y\n1,a,1\n1,a,3\n1,b,4\n3,b,8\n",
                                 {{"outcome", "y"}, {"groups", "g"}});
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_NEAR(number(*found, "difference"), 5, 1e-12);
  EXPECT_NEAR(number(*found, "se"), 1.472, 5e-4);
  EXPECT_NEAR(number(*found, "t"), 3.397, 5e-4);
  EXPECT_EQ(number(*found, "df"), 2);
  EXPECT_NEAR(number(*found, "p"), 0.0768, 5e-4);
  const auto three = run_on_text("survey-t-test", "weight,g,y\n1,a,1\n1,b,3\n1,c,4\n1,c,5\n1,a,2\n",
                                 {{"outcome", "y"}, {"groups", "g"}});
  EXPECT_EQ(three.error().failure, &cell_wrong);
}

TEST(SurveyMethods, CalibrateToASecondFile) {
  const Folder folder;
  Call call;
  call.catalog = support::source_path("/catalog");
  call.tables.emplace("in", *Table::read(folder.write(
                                "in.csv", "weight,cell,y\n10,a,2\n10,a,4\n20,b,5\n20,b,9\n")));
  call.tables.emplace("population",
                      *Table::read(folder.write("whole.csv", "cell,n\na,30\nb,60\n")));
  const Method& total = **find_method("survey-total");
  call.settings = *settings_of(total, {{"variables", "y"},
                                       {"calibration", "post-stratify"},
                                       {"margins", "cell"},
                                       {"population-count", "n"}});
  const auto found = total.run(call);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_NEAR(number(*found, "estimate"), 510, 1e-12);  // as worked in survey-calibration.md
  EXPECT_NEAR(number(*found, "se"), std::sqrt(10200), 1e-9);

  for (const char* kind : {"rake", "linear", "raking"}) {
    call.settings["calibration"] = kind;
    const auto same = total.run(call);  // one margin: all of them meet the cells alone
    ASSERT_TRUE(same) << describe(same.error());
    EXPECT_NEAR(number(*same, "estimate"), 510, 1e-8) << kind;
    EXPECT_NEAR(number(*same, "se"), std::sqrt(10200), 1e-8) << kind;
  }
  call.tables["population"] = *Table::read(folder.write("less.csv", "cell,n\na,30\n"));
  const auto unknown = total.run(call);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().failure, &cell_wrong);
  EXPECT_TRUE(unknown.error().where.ends_with("line 4, column cell")) << unknown.error().where;
  call.tables["population"] = *Table::read(folder.write("more.csv", "cell,n\na,30\nb,60\nc,10\n"));
  const auto empty = total.run(call);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().found, "c");
}

TEST(SurveyMethods, WriteReplicatesThatGiveTheirOwnErrors) {
  auto settings = design({{"variance", "jkn"}});
  settings.erase("fpc");
  const auto factors = run_on_text("survey-replicates", villages, settings);
  ASSERT_TRUE(factors) << describe(factors.error());
  EXPECT_EQ(number(*factors, "replicate_weight.1", 0), 0);
  EXPECT_EQ(number(*factors, "replicate_weight.1", 1), 2);
  settings["variables"] = "loss";
  const auto total = run_on_text("survey-total", villages, settings);
  EXPECT_NEAR(number(*total, "se"), std::sqrt(1000), 1e-10);
  settings["variance"] = "brr";
  EXPECT_NEAR(number(*run_on_text("survey-total", villages, settings), "se"), std::sqrt(1000),
              1e-10);
}

TEST(SurveyMethods, RefuseOptionsThatDoNotFit) {
  const std::pair<const char*, std::map<std::string, std::string>> wrong[] = {
      {"survey-mean", {}},
      {"survey-total", {{"by", "a"}, {"any", "b"}}},
      {"survey-total", {{"rule", "none-such"}}},
      {"survey-total", {{"confidence", "1"}}},
      {"survey-total", {{"calibration", "rake"}}},
      {"survey-quantile", {{"variable", "loss"}, {"shares", "1.5"}}},
      {"survey-proportion", {{"variable", "loss"}, {"interval", "guess"}}},
      {"survey-ratio", {{"numerator", "loss"}}},
      {"survey-replicates", {}},
      {"survey-independence", {{"variables", "county"}}},
  };
  for (const auto& [name, settings] : wrong) {
    const auto found = run_on_text(name, villages, settings);
    ASSERT_FALSE(found) << name;
    EXPECT_EQ(found.error().failure, &setting_wrong) << describe(found.error());
  }
  const auto share = run_on_text("survey-proportion", villages, design({{"variable", "loss"}}));
  EXPECT_EQ(share.error().failure, &cell_wrong);
}

TEST(Derived, ColumnsTakeTheirKindsFromTheirCells) {
  const Folder folder;
  auto table = Table::read(folder.write(
      "in.csv", "whole,places,day,word,some\n1,1.25,2024-01-31,a,\n-2,-0.5,2024-02-29,b,7\n"));
  ASSERT_TRUE(table);
  const auto done = define(*table,
                           "twice = whole * 2; sum = places + whole; half = whole / 4;"
                           "after = day + 1 days; said = case when word = ';' then 'x' "
                           "else word end; none = some + 1; both = whole > 0 and places > 1");
  ASSERT_TRUE(done) << describe(done.error());
  const auto cells = [&](const char* name) { return table->texts(*table->find(name)); };
  EXPECT_EQ(cells("twice"), (std::vector<std::string>{"2", "-4"}));
  EXPECT_EQ(cells("sum"), (std::vector<std::string>{"2.25", "-2.50"}));
  EXPECT_EQ(cells("half"), (std::vector<std::string>{"0.25", "-0.5"}));
  EXPECT_EQ(cells("after"), (std::vector<std::string>{"2024-02-01", "2024-03-01"}));
  EXPECT_EQ(cells("said"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(cells("none"), (std::vector<std::string>{"", "8"}));
  EXPECT_EQ(cells("both"), (std::vector<std::string>{"1", "0"}));
  EXPECT_EQ(*rows_where(*table, "day > '2024-02-01'"), (std::vector<bool>{false, true}));
  EXPECT_EQ(define(*table, "twice = 1").error().failure, &column_twice);
  EXPECT_EQ(define(*table, "twice").error().failure, &cell_wrong);
  EXPECT_EQ(rows_where(*table, "whole + 1").error().failure, &cell_wrong);
  EXPECT_EQ(rows_where(*table, "missing = 1").error().failure, &expr::unknown_field);
}

}  // namespace
}  // namespace zhiheng::analysis
