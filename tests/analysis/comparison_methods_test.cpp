#include <gtest/gtest.h>

#include <cmath>

#include "analysis/failures.h"
#include "asked.h"
#include "stat/failures.h"

namespace zhiheng::analysis {
namespace {

void expect_row(const Answer& answer, std::size_t row,
                const std::map<std::string, double>& expected) {
  for (const auto& [column, value] : expected) {
    EXPECT_NEAR(number(answer, row, column), value, 1e-9 * (std::abs(value) + 1e-9))
        << column << " of row " << row;
  }
}

TEST(ShareTest, IsTheBinomialTestOfR) {
  // R 4.2.2: binom.test(88, 100, .93), (10, 10, .93), (0, 40, .05), all three alternatives.
  const auto found = ask("share-test", {}, "x,n,p0\n88,100,0.93\n10,10,0.93\n0,40,0.05\n");
  ASSERT_TRUE(found) << describe(found.error());
  expect_row(*found, 0,
             {{"p_value", 0.0726889143274933},
              {"lower", 0.7997643163800312},
              {"upper", 0.9364310974388407},
              {"p_at_most", 0.0469003730451806},
              {"p_at_least", 0.977592479596486}});
  expect_row(*found, 1,
             {{"p_value", 1},
              {"lower", 0.691502892181239},
              {"upper", 1},
              {"p_at_most", 1},
              {"p_at_least", 0.483982307179293}});
  expect_row(*found, 2,
             {{"p_value", 0.2666619320661692},
              {"lower", 0},
              {"upper", 0.0880973028788024},
              {"p_at_most", 0.128512156565103}});
}

TEST(ShareTest, WantsATargetAndNamesTheRowThatDoesNotFit) {
  const auto none = ask("share-test", {}, "x,n\n8,10\n");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().where, "--target");
  const auto wrong = ask("share-test", {{"target", "0.9"}}, "x,n\n8,10\n12,10\n");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().failure, &stat::count_out_of_range);
  EXPECT_NE(wrong.error().where.find("line 3"), std::string::npos) << wrong.error().where;
}

TEST(SeveralShares, AreComparedAsByR) {
  // R 4.2.2: prop.test(c(83,90,129,70), c(86,93,136,82)), Fleiss 1981; and c(930,450,88) of
  // c(1000,500,100).
  const std::string in =
      "lot,x,n\na,83,86\na,90,93\nb,930,1000\na,129,136\nb,450,500\na,70,82\nb,88,100\n";
  const auto found = ask("several-shares", {{"group", "lot"}}, in);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(texts(*found, "lot"), "a b");
  expect_row(*found, 0,
             {{"shares", 4},
              {"pooled", 0.937027707808564},
              {"chi_squared", 12.60041129712763919},
              {"df", 3},
              {"p_value", 0.00558547666162702},
              {"smallest_expected", 82 * (1 - 0.937027707808564)}});
  expect_row(*found, 1,
             {{"chi_squared", 5.9450086698043085}, {"df", 2}, {"p_value", 0.0511749904063582}});
}

TEST(SeveralShares, RefuseAGroupOfOneShareAndACountAboveItsTrials) {
  EXPECT_EQ(ask("several-shares", {}, "x,n\n8,10\n").error().failure, &stat::too_few_observations);
  const auto wrong = ask("several-shares", {}, "x,n\n8,10\n12,10\n");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().where.find("line 3"), std::string::npos) << wrong.error().where;
}

TEST(ChangeTest, IsTheCusumTestOfStrucchange) {
  // R strucchange 1.5-3: sctest(efp(x ~ 1, type = "OLS-CUSUM")).
  const auto found = ask("change-test", {}, "value\n1\n3\n2\n1\n2\n11\n12\n13\n12\n14\n");
  ASSERT_TRUE(found) << describe(found.error());
  expect_row(*found, 0,
             {{"last", 5},
              {"statistic", 1.4790857662927608},
              {"p_value", 0.0251664324025512},
              {"mean_before", 1.8},
              {"mean_after", 12.4}});
  const auto none = ask("change-test", {}, "value\n5\n3\n6\n4\n5\n4\n6\n5\n3\n5\n4\n6\n");
  ASSERT_TRUE(none) << describe(none.error());
  expect_row(*none, 0, {{"statistic", 0.358685057899313}, {"p_value", 0.999521554775819}});
  EXPECT_EQ(ask("change-test", {}, "value\n5\n5\n5\n5\n").error().failure, &stat::no_spread);
}

const std::string firms = "x,n\n970,1000\n47,50\n93,100\n9,10\n180,200\n430,500\n";

TEST(Funnels, OfSharesHaveTheLimitsOfTheArcsine) {
  // R 4.2.2, base: z = (asin sqrt p - asin sqrt .93) 2 sqrt n, winsorised by quantile(z, c(.1,
  // .9)).
  const auto found = ask("funnel", {{"target", "0.93"}, {"overdispersed", "true"}}, firms);
  ASSERT_TRUE(found) << describe(found.error());
  ASSERT_EQ(found->remarks.size(), 1U);
  EXPECT_TRUE(found->remarks[0].starts_with("phi 3.90155315464")) << found->remarks[0];
  expect_row(*found, 0,
             {{"share", 0.97},
              {"lower", 0.851876552622366},
              {"upper", 0.980399905968821},
              {"outer_lower", 0.796122609315547},
              {"outer_upper", 0.995511067544508},
              {"outside", 0}});
  expect_row(*found, 3,
             {{"lower", 0.679917548972295}, {"upper", 1}, {"outer_lower", 0.491672333431118}});
  expect_row(*found, 5, {{"lower", 0.849225615780769}, {"outer_upper", 0.996260689555258}});
}

TEST(Funnels, OfRatiosHaveTheLimitsOfTheSquareRoot) {
  const std::string in = "cases,expected\n12,8\n5,6.5\n0,1.2\n31,18\n8,9.5\n14,20\n";
  const auto found =
      ask("funnel", {{"model", "poisson"}, {"target", "1"}, {"overdispersed", "true"}}, in);
  ASSERT_TRUE(found) << describe(found.error());
  expect_row(*found, 0,
             {{"ratio", 1.5},
              {"lower", 0.24996173899162089},
              {"upper", 2.25011478888120},
              {"outer_lower", 0.0447748217844402},
              {"outer_upper", 3.19837234745497}});
  expect_row(*found, 2, {{"ratio", 0}, {"lower", 0.00125891256586076}, {"outer_lower", 0}});
  // Twice the target with half the expected events is the same question.
  const auto scaled = ask("funnel", {{"model", "poisson"}, {"target", "2"}, {"tau2", "0.05"}},
                          "cases,expected\n12,4\n31,9\n");
  const auto plain = ask("funnel", {{"model", "poisson"}, {"target", "1"}, {"tau2", "0.05"}},
                         "cases,expected\n12,8\n31,18\n");
  ASSERT_TRUE(scaled && plain);
  for (const std::size_t row : {0U, 1U}) {
    EXPECT_NEAR(number(*scaled, row, "p_value"), number(*plain, row, "p_value"), 1e-12);
    EXPECT_NEAR(number(*scaled, row, "upper"), 2 * number(*plain, row, "upper"), 1e-12);
  }
}

TEST(Funnels, JudgeByTheChanceOfTheUnitItself) {
  // R 4.2.2: 2 * (1 - pbinom(969, 1000, .93)), pbinom(429, 500, .93), 2 * min of both tails.
  const auto found = ask("funnel", {{"target", "0.93"}}, firms + "10,10\n");
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_EQ(number(*found, 0, "outside"), 2);
  EXPECT_EQ(number(*found, 5, "outside"), -2);
  EXPECT_EQ(number(*found, 3, "outside"), 0);
  // 10 of 10 lies above the limit that is smoothed between counts, and happens in 48 %.
  EXPECT_GT(1.0, number(*found, 6, "upper"));
  EXPECT_NEAR(number(*found, 6, "p_value"), 2 * 0.483982307179293, 1e-12);
  EXPECT_EQ(number(*found, 6, "outside"), 0);
}

TEST(Funnels, TakeTheTargetOfAllTogetherAndSayIt) {
  const auto found = ask("funnel", {}, firms);
  ASSERT_TRUE(found) << describe(found.error());
  EXPECT_TRUE(found->remarks.at(0).starts_with("target 0.9295698924731"));
  EXPECT_FALSE(ask("funnel", {}, "x,n\n5,5\n7,7\n"));
  const auto wrong = ask("funnel", {{"target", "0.9"}}, "x,n\n5,5\n7,6\n");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().where.find("line 3"), std::string::npos) << wrong.error().where;
}

TEST(RankEstimates, AgreeWithTheirOrderWhenTheErrorsVanish) {
  const auto found = ask("rank-estimates", {}, "estimate,se\n3,0\n5,0\n1,0\n3,0\n");
  ASSERT_TRUE(found) << describe(found.error());
  const double places[] = {2.5, 1, 4, 2.5};
  for (std::size_t row = 0; row < 4; ++row) {
    EXPECT_EQ(number(*found, row, "rank"), places[row]);
    EXPECT_EQ(number(*found, row, "mean_rank"), places[row]);
    EXPECT_EQ(number(*found, row, "rank_low"), places[row]);
  }
  const auto wrong = ask("rank-estimates", {}, "estimate,se\n3,0.1\n5,-0.1\n");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().where.find("line 3"), std::string::npos) << wrong.error().where;
}

}  // namespace
}  // namespace zhiheng::analysis
