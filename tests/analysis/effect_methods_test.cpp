#include <gtest/gtest.h>

#include "analysis/failures.h"
#include "asked.h"

namespace zhiheng::analysis {
namespace {

const std::string two_groups = "value,kind\n3,x\n5,x\n1,x\n7,x\n2,x\n4,y\n9,y\n6,y\n8,y\n";

TEST(Means, AreThoseOfStudentAndWelch) {
  // R 4.2.2: t.test(c(3,5,1,7,2)), t.test(c(3,5,1,7,2), c(4,9,6,8)).
  const auto one = ask("mean", {{"group", "kind"}}, two_groups);
  ASSERT_TRUE(one) << describe(one.error());
  EXPECT_NEAR(number(*one, 0, "lower"), 0.609677106109598, 1e-12);
  EXPECT_NEAR(number(*one, 0, "upper"), 6.590322893890403, 1e-12);
  EXPECT_EQ(texts(*one, "kind"), "x y");
  const auto both = ask("compare-means", {{"group", "kind"}}, two_groups);
  ASSERT_TRUE(both) << describe(both.error());
  EXPECT_NEAR(number(*both, 0, "t"), -2.0379209332138948, 1e-12);
  EXPECT_NEAR(number(*both, 0, "df"), 6.7952411120477363, 1e-12);
  EXPECT_NEAR(number(*both, 0, "p_value"), 0.0821779779878252, 1e-12);
}

TEST(Means, RefuseAGroupOfOneByItsName) {
  const auto found = ask("mean", {{"group", "kind"}}, two_groups + "3,z\n");
  ASSERT_FALSE(found);
  EXPECT_TRUE(found.error().where.starts_with("z, ")) << found.error().where;
  const auto alone = ask("compare-means", {{"group", "value"}}, "value\n3\n");
  EXPECT_FALSE(alone);
}

TEST(PairedShares, AreMcNemarsExample) {
  // 1600 asked twice, 150 changed one way and 86 the other.
  const auto found = ask("compare-paired", {}, "first_only,second_only,pairs\n150,86,1600\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_NEAR(number(*found, 0, "difference"), 0.04, 1e-15);
  EXPECT_NEAR(number(*found, 0, "chi_squared"), 64.0 * 64 / 236, 1e-12);
  EXPECT_FALSE(ask("compare-paired", {}, "first_only,second_only,pairs\n15,8,20\n"));
}

TEST(RatioOfTotals, IsTheLossRateOfTheSums) {
  const auto found = ask("ratio", {}, "x,y\n320,15000\n180,10000\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_NEAR(number(*found, 0, "ratio"), 0.02, 1e-15);
  EXPECT_FALSE(ask("ratio", {}, "x,y\n320,15000\n"));
}

TEST(MixAndRate, AddUpToTheChange) {
  const auto found = ask("mix-and-rate", {},
                         "part,weight_before,rate_before,weight_after,rate_after\n"
                         "large,0.9,0.98,0.3,0.99\nsmall,0.1,0.80,0.7,0.82\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(texts(*found, "part"), "large small all");
  EXPECT_NEAR(number(*found, 2, "rate_effect"), 0.014, 1e-12);
  EXPECT_NEAR(number(*found, 2, "mix_effect"), -0.105, 1e-12);
  const auto wrong =
      ask("mix-and-rate", {}, "weight_before,rate_before,weight_after,rate_after\n0.9,1,0.3,1\n");
  EXPECT_EQ(wrong.error().failure->id, "stat.weights_do_not_sum_to_one");
}

TEST(InspectionSeries, TightensReturnsAndStops) {
  std::string lots = "lot,found\n";
  for (const int found : {0, 9, 0, 9, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9, 9}) {
    lots += "500," + std::to_string(found) + "\n";
  }
  const auto found = ask("inspection-series", {{"aql", "1.0"}, {"level", "II"}}, lots);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(texts(*found, "inspection"),
            "normal normal normal normal tightened tightened tightened tightened tightened "
            "normal normal tightened tightened tightened tightened tightened discontinued");
  EXPECT_EQ(number(*found, 0, "n"), 50);
  EXPECT_EQ(number(*found, 0, "ac"), 1);
  EXPECT_FALSE(found->remarks.empty());
}

TEST(InspectionSeries, AllowsReducedInspectionAfterAScoreOfThirty) {
  std::string lots = "lot,found,agreed\n";
  for (int lot = 0; lot < 16; ++lot) lots += "500,0,1\n";
  const auto found = ask("inspection-series", {}, lots);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(number(*found, 13, "score"), 28);
  EXPECT_TRUE(texts(*found, "inspection").ends_with("normal reduced"));
}

TEST(InspectionSeries, RefusesMoreFoundThanDrawnByItsLine) {
  const auto found = ask("inspection-series", {}, "lot,found\n500,51\n");
  ASSERT_FALSE(found);
  EXPECT_NE(found.error().where.find("line 2"), std::string::npos) << found.error().where;
}

}  // namespace
}  // namespace zhiheng::analysis
