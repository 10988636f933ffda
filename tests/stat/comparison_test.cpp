#include "stat/comparison.h"

#include <cmath>
#include <limits>

#include "reference.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(CompareProportions, ReproducesNewcombesTable) {
  struct Row {
    Proportion first, second;
    double low, high;
  };
  // Newcombe 1998 (873-890), table II, method 10; printed to four decimals.
  const Row table[] = {{{56, 70}, {48, 80}, 0.0524, 0.3339}, {{9, 10}, {3, 10}, 0.1705, 0.8090},
                       {{6, 7}, {2, 7}, 0.0582, 0.8062},     {{5, 56}, {0, 29}, -0.0381, 0.1926},
                       {{0, 10}, {0, 20}, -0.1611, 0.2775},  {{0, 10}, {0, 10}, -0.2775, 0.2775},
                       {{10, 10}, {0, 20}, 0.6791, 1.0000},  {{10, 10}, {0, 10}, 0.6075, 1.0000}};
  for (const auto& [first, second, low, high] : table) {
    SCOPED_TRACE(testing::Message() << first.count << "/" << first.trials);
    const auto compared = compare_proportions(first, second);
    ASSERT_TRUE(compared);
    EXPECT_NEAR(compared->interval.low, low, 5.1e-5);
    EXPECT_NEAR(compared->interval.high, high, 5.1e-5);
  }
}

TEST(CompareProportions, AgreesWithTheReferenceOnZAndP) {
  ZH_REFERENCE(rows, "rates/two_by_two.csv");
  for (const ReferenceRow& row : rows) {
    const Proportion first{row.whole("a"), row.whole("a") + row.whole("b")};
    const Proportion second{row.whole("c"), row.whole("c") + row.whole("d")};
    const auto compared = compare_proportions(first, second);
    const auto wald = wald_difference_interval(first, second);
    ASSERT_TRUE(compared && wald);
    expect_close(compared->z * compared->z, row.number("chi2"));
    expect_close(compared->p_value, row.number("chi2_p"));
    expect_close(wald->low, row.number("diff_low"));
    expect_close(wald->high, row.number("diff_high"));
  }
}

TEST(CompareProportions, ChangesOnlyItsSignWhenTheSamplesChangePlaces) {
  const auto one = compare_proportions({90, 100}, {47, 50});
  const auto other = compare_proportions({47, 50}, {90, 100});
  ASSERT_TRUE(one && other);
  EXPECT_DOUBLE_EQ(one->difference, -other->difference);
  EXPECT_DOUBLE_EQ(one->interval.low, -other->interval.high);
  EXPECT_DOUBLE_EQ(one->p_value, other->p_value);
}

TEST(CompareProportions, FindsNothingBetweenTwoPerfectSamples) {
  const auto compared = compare_proportions({10, 10}, {20, 20});
  ASSERT_TRUE(compared);
  EXPECT_EQ(compared->z, 0);
  EXPECT_EQ(compared->p_value, 1);
}

TEST(CompareProportions, RefusesAnEmptySample) {
  EXPECT_EQ(compare_proportions({0, 0}, {1, 2}).error().failure, &no_trials);
  EXPECT_EQ(compare_proportions({1, 2}, {3, 2}).error().failure, &count_out_of_range);
  EXPECT_EQ(compare_proportions({1, 2}, {1, 2}, 0).error().failure, &confidence_out_of_range);
  EXPECT_EQ(wald_difference_interval({1, 2}, {1, 0}).error().failure, &no_trials);
}

TEST(ComparePaired, ReproducesMcNemarsTextbookCase) {
  // Agresti, Categorical Data Analysis, table 11.1: approval of the prime minister, 1600 asked
  // twice, 150 and 86 changed their mind; z^2 = 17.36 (p = 3e-5), corrected 16.82.
  const auto change = compare_paired(150, 86, 1600);
  ASSERT_TRUE(change);
  EXPECT_NEAR(change->chi_squared, 17.36, 0.005);
  EXPECT_NEAR(change->chi_squared_corrected, 16.82, 0.005);
  EXPECT_NEAR(change->difference, 0.04, 1e-12);
  EXPECT_NEAR(change->p_value, 3.1e-5, 1e-6);
}

TEST(ComparePaired, IsExactForFewPairs) {
  const auto change = compare_paired(1, 5, 20);  // 2 (1 + 6) / 64
  ASSERT_TRUE(change);
  EXPECT_NEAR(change->p_value_exact, 14.0 / 64, 1e-12);
  const auto other = compare_paired(5, 1, 20);
  ASSERT_TRUE(other);
  EXPECT_EQ(change->p_value_exact, other->p_value_exact);
  EXPECT_EQ(compare_paired(0, 0, 20)->p_value_exact, 1);
}

TEST(ComparePaired, RefusesMoreChangesThanPairs) {
  EXPECT_EQ(compare_paired(3, 4, 6).error().failure, &count_out_of_range);
  EXPECT_EQ(compare_paired(-1, 4, 6).error().failure, &count_out_of_range);
  EXPECT_EQ(compare_paired(1, -4, 6).error().where, "second_only");
  EXPECT_EQ(compare_paired(0, 0, 0).error().failure, &no_trials);
}

TEST(CompareRates, ReproducesThePublishedExample) {
  // R help page of poisson.test, case of Rothman: 11 of 800 and 6+8+7 of 3011 (person-years).
  const auto compared = compare_rates({11, 800}, {21, 3011});
  ASSERT_TRUE(compared);
  EXPECT_NEAR(compared->ratio, 11.0 / 800 / (21.0 / 3011), 1e-12);
  EXPECT_NEAR(compared->interval.low, 0.8584264, 5e-8);
  EXPECT_NEAR(compared->interval.high, 4.2772659, 5e-8);
  EXPECT_NEAR(compared->p_value, 0.07967, 5e-6);
}

TEST(CompareRates, TurnsOverWithItsArguments) {
  const auto one = compare_rates({7, 3.5}, {20, 4});
  const auto other = compare_rates({20, 4}, {7, 3.5});
  ASSERT_TRUE(one && other);
  EXPECT_NEAR(one->ratio, 1 / other->ratio, 1e-12);
  EXPECT_NEAR(one->interval.low, 1 / other->interval.high, 1e-12);
  EXPECT_NEAR(one->p_value, other->p_value, 1e-12);
}

TEST(CompareRates, KeepsAnOpenEndWhenOneSideHasNoEvents) {
  const auto compared = compare_rates({4, 10}, {0, 10});
  ASSERT_TRUE(compared);
  EXPECT_TRUE(std::isinf(compared->ratio));
  EXPECT_TRUE(std::isinf(compared->interval.high));
  EXPECT_GT(compared->interval.low, 0);
  EXPECT_EQ(compare_rates({0, 1}, {0, 1}).error().failure, &too_few_observations);
  EXPECT_EQ(compare_rates({-1, 1}, {0, 1}).error().failure, &value_negative);
  EXPECT_EQ(compare_rates({1, 0}, {0, 1}).error().failure, &value_not_positive);
}

TEST(BinomialTest, AddsUpEveryOutcomeNoLikelierThanTheOneSeen) {
  for (const double target : {.05, .37, .5, .93}) {
    for (std::int64_t count = 0; count <= 30; ++count) {
      double sum = 0;
      const double bar = binomial_probability(count, 30, target) * (1 + 1e-7);
      for (std::int64_t k = 0; k <= 30; ++k) {
        const double one = binomial_probability(k, 30, target);
        if (one <= bar) sum += one;
      }
      const auto p = binomial_test({count, 30}, target);
      ASSERT_TRUE(p);
      EXPECT_NEAR(p->p_value, std::min(1.0, sum), 1e-12) << count << " at " << target;
      EXPECT_NEAR(p->at_most + p->at_least, 1 + binomial_probability(count, 30, target), 1e-12);
    }
  }
  EXPECT_EQ(binomial_test({1, 2}, 1).error().failure, &probability_out_of_range);
  EXPECT_EQ(binomial_test({1, 0}, .5).error().failure, &no_trials);
}

}  // namespace
}  // namespace zhiheng::stat
