#include "stat/acceptance_tables.h"

#include <fstream>
#include <sstream>

#include "reference.h"
#include "stat/failures.h"
#include "stat/switching.h"
#include "support/source.h"

namespace zhiheng::stat {
namespace {

std::string catalog_text(const std::string& name) {
  std::ifstream file(support::source_path("/catalog/acceptance/" + name));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

CodeLetterTable letters() { return *parse_code_letters(catalog_text("code_letters.tsv")); }

TEST(LotPlan, IsTheTextbookOne) {
  // A lot of 1000 at level II: letter J; AQL 1.0, normal: n 80, Ac 2; tightened: Ac 1.
  const auto plans = parse_plans(catalog_text("single_plans.tsv"));
  ASSERT_TRUE(plans);
  const auto normal = lot_plan(letters(), *plans, 1000, "II", "1", Severity::normal);
  ASSERT_TRUE(normal);
  EXPECT_EQ(normal->letter, "J");
  EXPECT_EQ(normal->stages, (std::vector<Stage>{{80, 2, 3}}));
  const auto tightened = lot_plan(letters(), *plans, 1000, "II", "1.0", Severity::tightened);
  EXPECT_EQ(tightened->stages, (std::vector<Stage>{{80, 1, 2}}));
}

TEST(LotPlan, FollowsArrowsAndSaysWhenTheWholeLotIsTheSample) {
  const auto plans = parse_plans(catalog_text("single_plans.tsv"));
  const auto plan = lot_plan(letters(), *plans, 20, "II", "0.65", Severity::normal);
  ASSERT_TRUE(plan);
  EXPECT_EQ(plan->letter, "C");
  EXPECT_EQ(plan->stages, (std::vector<Stage>{{20, 0, 1}}));
  EXPECT_TRUE(plan->whole_lot);
}

TEST(LotPlan, HoldsEveryPlanOfTheReferenceTables) {
  for (const std::string kind : {"single", "double", "multiple"}) {
    ZH_REFERENCE(rows, "acceptance/" + kind + "_plans.csv");
    const auto plans = parse_plans(catalog_text(kind + "_plans.tsv"));
    ASSERT_TRUE(plans) << describe(plans.error());
    std::map<std::string, std::vector<Stage>> expected;
    for (const ReferenceRow& row : rows) {
      if (row.text("n").empty()) continue;
      // Four rows of the reference accept and reject at 26, where their sisters reject at 27.
      const std::int64_t reject = std::max(row.whole("re"), row.whole("ac") + 1);
      expected[row.text("type") + row.text("letter") + row.text("aql")].push_back(
          {row.whole("n"), row.whole("ac"), reject});
    }
    EXPECT_EQ(plans->size(), expected.size());
    const std::string names[] = {"normal", "tightened", "reduced"};
    for (const TablePlan& plan : *plans) {
      const std::string key =
          names[static_cast<std::size_t>(plan.severity)] + plan.letter + plan.aql;
      EXPECT_EQ(plan.stages, expected[key]) << key;
    }
  }
}

TEST(LotPlan, OfEveryTableCanBeOperated) {
  for (const char* file : {"single_plans.tsv", "double_plans.tsv", "multiple_plans.tsv"}) {
    const auto plans = parse_plans(catalog_text(file));
    ASSERT_TRUE(plans);
    for (const TablePlan& plan : *plans) {
      const auto operation = operate(plan.stages, Counting::poisson, 0.001);
      ASSERT_TRUE(operation) << file << " " << plan.letter << " " << plan.aql << " "
                             << describe(operation.error());
    }
  }
}

TEST(CodeLetter, RefusesUnknownLevelsAndTinyLots) {
  EXPECT_EQ(*code_letter(letters(), 500001, "III"), "R");
  EXPECT_EQ(code_letter(letters(), 1000, "IV").error().failure, &no_plan);
  EXPECT_EQ(code_letter(letters(), 1, "II").error().where, "lot");
  const auto plans = parse_plans(catalog_text("single_plans.tsv"));
  EXPECT_EQ(lot_plan(letters(), *plans, 1000, "II", "1.1", Severity::normal).error().failure,
            &no_plan);
}

TEST(AcceptanceTables, NameWhatCannotBeRead) {
  const std::string head = "severity\tletter\taql\tstages\n";
  EXPECT_EQ(parse_plans(head + "strict\tA\t1.0\t2:0:1\n").error().where, "row 1, severity");
  for (const char* stages : {"", "2", "2:0", "2:0:", "2:0:1,", "2:0:1 ", "2:1:1", "0:0:1", "x"}) {
    EXPECT_EQ(parse_plans(head + "normal\tA\t1.0\t" + stages + "\n").error().where, "row 1, stages")
        << stages;
  }
  EXPECT_EQ(parse_code_letters("lot_from\tlot_to\tII\nx\t2\tA\n").error().where,
            "line 2, lot_from");
  EXPECT_EQ(parse_code_letters("").error().failure, &table_malformed);
}

SwitchingRules rules() {
  return *parse_switching_rules(catalog_text("switching_iso2859_1_1999.tsv"));
}

SwitchingState after(const std::string& lots, SwitchingState state = {}) {
  for (const char lot : lots) {
    LotResult result;
    result.accepted = lot != 'x';
    result.points = lot == '3' ? 3 : 0;
    result.reduced_agreed = true;
    state = after_lot(state, result, rules());
  }
  return state;
}

TEST(Switching, TightensAtTwoOfFive) {
  EXPECT_EQ(after("x...x").severity, Severity::tightened);
  EXPECT_EQ(after("xx").severity, Severity::tightened);
  EXPECT_EQ(after("x....x").severity, Severity::normal);
}

TEST(Switching, ReturnsToNormalAfterFiveAcceptedInARow) {
  EXPECT_EQ(after("xx....").severity, Severity::tightened);
  EXPECT_EQ(after("xx.....").severity, Severity::normal);
  EXPECT_EQ(after("xx....x.....").severity, Severity::normal);
}

TEST(Switching, StopsAtTheFifthRefusalOnTightened) {
  EXPECT_FALSE(after("xxxxxx").discontinued);
  EXPECT_TRUE(after("xxxxxxx").discontinued);
  EXPECT_TRUE(after("xxxxxxx.....").discontinued);
  EXPECT_TRUE(after("xxx.x.x.x.x").discontinued) << "the refusals need not be consecutive";
}

TEST(Switching, ReducesAtAScoreOfThirtyWhenAllAgree) {
  EXPECT_EQ(after("333333333").severity, Severity::normal);
  EXPECT_EQ(after("3333333333").severity, Severity::reduced);
  EXPECT_EQ(after("33333.33333").severity, Severity::normal) << "a lot without points resets";
  EXPECT_EQ(after("3333333333x").severity, Severity::normal);
  SwitchingState ready = after("333333333");
  EXPECT_EQ(after_lot(ready, {.points = 3}, rules()).severity, Severity::normal) << "nobody agreed";
  const SwitchingState reduced = after("3333333333");
  EXPECT_EQ(after_lot(reduced, {.in_gap = true}, rules()).severity, Severity::normal);
  EXPECT_EQ(after_lot(reduced, {.steady = false}, rules()).severity, Severity::normal);
  EXPECT_EQ(after_lot(reduced, {}, rules()).severity, Severity::reduced);
}

TEST(SwitchingPoints, AskForTheTighterPlanOrForAcceptance) {
  EXPECT_EQ(switching_points(1, 3, 2), 3);
  EXPECT_EQ(switching_points(3, 3, 2), 0);
  EXPECT_EQ(switching_points(1, 1, 0), 2);
  EXPECT_EQ(switching_points(2, 1, 0), 0);
}

TEST(SwitchingRules, AreRefusedWhenOneIsMissing) {
  EXPECT_EQ(parse_switching_rules("rule\tvalue\ntighten_at\t2\n").error().where, "tighten_within");
  EXPECT_EQ(parse_switching_rules("rule\tvalue\nloosen_at\t2\n").error().found, "loosen_at");
  EXPECT_EQ(parse_switching_rules("rule\tvalue\ntighten_at\ttwo\n").error().failure,
            &table_malformed);
}

}  // namespace
}  // namespace zhiheng::stat
