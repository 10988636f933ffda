#include "stat/two_by_two.h"

#include <cmath>

#include "reference.h"
#include "stat/comparison.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TwoByTwo table_of(const ReferenceRow& row) {
  return {row.whole("a"), row.whole("b"), row.whole("c"), row.whole("d")};
}

/// R's fisher.test and epitools solve for the odds ratio, or for its inverse above one, to an
/// absolute tolerance of 1.2e-4 only; what our roots solve is checked in the tests below.
void expect_odds(double ours, double reference) {
  const auto small_side = [&](double odds) { return reference > 1 ? 1 / odds : odds; };
  EXPECT_NEAR(small_side(ours), small_side(reference), 1.3e-4);
}

TEST(FisherExact, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/two_by_two.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("a") << " " << row.text("b"));
    const auto exact = fisher_exact(table_of(row));
    ASSERT_TRUE(exact);
    expect_close(exact->p_value, row.number("fisher_p"));
    expect_odds(exact->estimate, row.number("fisher_or"));
    expect_odds(exact->interval.low, row.number("fisher_low"));
    expect_odds(exact->interval.high, row.number("fisher_high"));
  }
}

/// Upper tail P(A >= a) at an odds ratio, summed plainly over the few tables there are.
double upper_tail(const TwoByTwo& t, double odds) {
  const auto choose = [](double n, double k) {
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1));
  };
  const auto row1 = static_cast<double>(t.a + t.b);
  const auto row2 = static_cast<double>(t.c + t.d);
  const std::int64_t column = t.a + t.c;
  double all = 0;
  double above = 0;
  for (std::int64_t k = std::max<std::int64_t>(0, column - (t.c + t.d));
       k <= std::min(column, t.a + t.b); ++k) {
    const double weight = choose(row1, static_cast<double>(k)) *
                          choose(row2, static_cast<double>(column - k)) *
                          std::pow(odds, static_cast<double>(k));
    all += weight;
    if (k >= t.a) above += weight;
  }
  return above / all;
}

TEST(FisherExact, BoundsLeaveTheirTailExactly) {
  const TwoByTwo table{7, 3, 2, 12};
  const auto exact = fisher_exact(table, 0.9);
  ASSERT_TRUE(exact);
  EXPECT_NEAR(upper_tail(table, exact->interval.low), 0.05, 1e-10);
  const TwoByTwo next{8, 2, 1, 13};  // P(A <= 7) = 1 - P(A >= 8)
  EXPECT_NEAR(1 - upper_tail(next, exact->interval.high), 0.05, 1e-10);
}

TEST(MidPOddsRatio, BoundsLeaveTheirTailExactly) {
  const TwoByTwo table{7, 3, 2, 12};
  const TwoByTwo next{8, 2, 1, 13};
  const auto mid = mid_p_odds_ratio(table, 0.9);
  ASSERT_TRUE(mid);
  const auto mid_tail = [&](double odds) {
    return (upper_tail(table, odds) + upper_tail(next, odds)) / 2;
  };
  EXPECT_NEAR(mid_tail(mid->interval.low), 0.05, 1e-10);
  EXPECT_NEAR(mid_tail(mid->estimate), 0.5, 1e-10);
  EXPECT_NEAR(mid_tail(mid->interval.high), 0.95, 1e-10);
}

TEST(FisherExact, TastesTea) {
  // Fisher 1935: 3 of 4 cups named rightly, p = 34/70 two-sided; 4 of 4: 2/70.
  EXPECT_NEAR(fisher_exact({3, 1, 1, 3})->p_value, 34.0 / 70, 1e-12);
  const auto all = fisher_exact({4, 0, 0, 4});
  EXPECT_NEAR(all->p_value, 2.0 / 70, 1e-12);
  EXPECT_TRUE(std::isinf(all->estimate));
  EXPECT_TRUE(std::isinf(all->interval.high));
  EXPECT_GT(all->interval.low, 1);
}

TEST(FisherExact, DoesNotCareWhichGroupComesFirst) {
  const auto one = fisher_exact({12, 40, 5, 60});
  const auto turned = fisher_exact({5, 60, 12, 40});
  ASSERT_TRUE(one && turned);
  EXPECT_NEAR(one->p_value, turned->p_value, 1e-12);
  EXPECT_NEAR(one->estimate * turned->estimate, 1, 1e-9);
  EXPECT_NEAR(one->interval.low * turned->interval.high, 1, 1e-9);
}

TEST(FisherExact, TakesTablesOfMillions) {
  const TwoByTwo table{1'000'000, 9'000'000, 1'001'000, 8'999'000};
  const auto exact = fisher_exact(table);
  const auto approximate = chi_squared_test(table, true);
  ASSERT_TRUE(exact && approximate);
  EXPECT_NEAR(exact->p_value, approximate->p_value, 1e-4);
  EXPECT_NEAR(exact->estimate, wald_odds_ratio(table)->estimate, 1e-6);
}

TEST(MidPOddsRatio, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/two_by_two.csv");
  for (const ReferenceRow& row : rows) {
    const auto mid = mid_p_odds_ratio(table_of(row));
    ASSERT_TRUE(mid);
    expect_odds(mid->estimate, row.number("or_midp"));
    expect_odds(mid->interval.low, row.number("or_midp_low"));
    expect_odds(mid->interval.high, row.number("or_midp_high"));
  }
}

TEST(MidPOddsRatio, IsNarrowerThanTheExactOne) {
  const TwoByTwo table{7, 3, 2, 12};
  const auto mid = mid_p_odds_ratio(table);
  const auto exact = fisher_exact(table);
  ASSERT_TRUE(mid && exact);
  EXPECT_GT(mid->interval.low, exact->interval.low);
  EXPECT_LT(mid->interval.high, exact->interval.high);
  EXPECT_LT(mid->p_value, exact->p_value);
  EXPECT_EQ(mid_p_odds_ratio({-1, 1, 1, 1}).error().failure, &value_negative);
}

TEST(WaldOddsRatio, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/two_by_two.csv");
  for (const ReferenceRow& row : rows) {
    const auto wald = wald_odds_ratio(table_of(row));
    ASSERT_TRUE(wald);
    expect_close(wald->estimate, row.number("or_wald"));
    expect_close(wald->interval.low, row.number("or_wald_low"));
    expect_close(wald->interval.high, row.number("or_wald_high"));
  }
}

TEST(WaldOddsRatio, RefusesAnEmptyCell) {
  EXPECT_EQ(wald_odds_ratio({0, 1, 1, 1}).error().failure, &too_few_observations);
}

TEST(ChiSquaredTest, ReproducesYatesAndPearson) {
  // Agresti, An Introduction to Categorical Data Analysis: aspirin, 189/11034 against 104/11037;
  // X^2 = 25.01, with Yates 24.43.
  const TwoByTwo aspirin{189, 10845, 104, 10933};
  EXPECT_NEAR(chi_squared_test(aspirin)->statistic, 25.01, 0.005);
  EXPECT_NEAR(chi_squared_test(aspirin, true)->statistic, 24.43, 0.005);
}

TEST(ChiSquaredTest, IsTheSquareOfThePooledZ) {
  const auto test = chi_squared_test({12, 40, 5, 60});
  const auto compared = compare_proportions({12, 52}, {5, 65});
  ASSERT_TRUE(test && compared);
  EXPECT_NEAR(test->statistic, compared->z * compared->z, 1e-12);
  EXPECT_NEAR(test->p_value, compared->p_value, 1e-12);
}

TEST(ChiSquaredTest, FindsNothingInAnEmptyColumnAndRefusesAnEmptyTable) {
  EXPECT_EQ(chi_squared_test({3, 0, 4, 0})->p_value, 1);
  EXPECT_EQ(chi_squared_test({0, 0, 0, 0}).error().failure, &no_trials);
  EXPECT_EQ(chi_squared_test({1, -2, 0, 0}).error().where, "b");
  EXPECT_EQ(fisher_exact({0, 0, 0, 0}).error().failure, &no_trials);
  EXPECT_EQ(fisher_exact({1, 1, 1, std::int64_t{1} << 60}).error().failure, &count_out_of_range);
  EXPECT_EQ(fisher_exact({1, 1, 1, 1}, 2).error().failure, &confidence_out_of_range);
}

TEST(FisherExact, KnowsNothingWhenTheMarginsLeaveNoChoice) {
  const auto exact = fisher_exact({3, 0, 4, 0});
  ASSERT_TRUE(exact);
  EXPECT_EQ(exact->p_value, 1);
  EXPECT_EQ(exact->interval.low, 0);
  EXPECT_TRUE(std::isinf(exact->interval.high));
}

TEST(HomogeneityTest, OfTwoGroupsIsTheTwoByTwoTest) {
  const std::vector<Proportion> groups{{12, 52}, {5, 65}};
  const auto test = homogeneity_test(groups);
  ASSERT_TRUE(test);
  EXPECT_NEAR(test->statistic, chi_squared_test({12, 40, 5, 60})->statistic, 1e-12);
  EXPECT_EQ(test->degrees_of_freedom, 1);
  const std::vector<Proportion> perfect{{5, 5}, {6, 6}};
  EXPECT_EQ(homogeneity_test(perfect)->p_value, 1);
  const std::vector<Proportion> one{{5, 5}};
  EXPECT_EQ(homogeneity_test(one).error().failure, &too_few_observations);
}

}  // namespace
}  // namespace zhiheng::stat
