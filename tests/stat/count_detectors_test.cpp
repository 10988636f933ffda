#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stat/count_cusum.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/likelihood_ratio.h"
#include "stat/negative_binomial.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

const std::vector<double> rising{3, 2, 4, 3, 2, 3, 7, 9, 8, 10, 3, 2, 4};

TEST(CountCusum, IsTheSumOfScoresAboveTheReference) {
  const auto points = count_cusum(rising, {.score = CountScore::standard, .mean = 4});
  ASSERT_TRUE(points);
  EXPECT_EQ(points->at(0).statistic, 0);
  // (7 - 4) / 2 - 1.04, then + (9 - 4) / 2 - 1.04
  EXPECT_NEAR(points->at(6).statistic, 0.46, 1e-12);
  EXPECT_NEAR(points->at(7).statistic, 1.92, 1e-12);
  EXPECT_FALSE(points->at(7).alarm);
  EXPECT_TRUE(points->at(8).alarm);
}

TEST(CountCusum, ACountAtItsBoundJustRaisesTheAlarm) {
  for (const auto score : {CountScore::rossi, CountScore::anscombe, CountScore::pearson}) {
    std::vector<double> counts(rising.begin(), rising.begin() + 7);
    CountCusumOptions options{.score = score, .mean = 4, .dispersion = 0.2};
    const double bound = count_cusum(counts, options)->back().upper;
    counts.back() = bound * (1 + 1e-9);
    EXPECT_TRUE(count_cusum(counts, options)->back().alarm);
    counts.back() = bound * (1 - 1e-9);
    EXPECT_FALSE(count_cusum(counts, options)->back().alarm);
  }
}

TEST(CountCusum, NamesWhatItRefuses) {
  EXPECT_EQ(count_cusum(rising, {.mean = 0}).error().failure, &value_not_positive);
  EXPECT_EQ(count_cusum(std::vector<double>{1, -2}, {}).error().where, "counts[1]");
  EXPECT_EQ(count_cusum(rising, {.limit = std::nan("")}).error().failure, &value_not_finite);
}

TEST(LikelihoodRatio, IsTheClosedFormForOnePoint) {
  const auto points = likelihood_ratio(std::vector<double>{9}, std::vector<double>{3}, {});
  // 9 ln 3 - 6
  EXPECT_NEAR(points->front().statistic, 9 * std::log(3.0) - 6, 1e-12);
}

TEST(LikelihoodRatio, TheSmallestCountForAnAlarmRaisesItAndOneLessDoesNot) {
  for (const double dispersion : {0.0, 0.3}) {
    std::vector<double> counts(rising.begin(), rising.begin() + 6);
    const std::vector<double> means(6, 3.0);
    const RatioOptions options{.dispersion = dispersion};
    const double cases = likelihood_ratio(counts, means, options)->back().cases;
    counts.back() = cases;
    EXPECT_TRUE(likelihood_ratio(counts, means, options)->back().alarm);
    counts.back() = cases - 1;
    EXPECT_FALSE(likelihood_ratio(counts, means, options)->back().alarm);
  }
}

TEST(LikelihoodRatio, WithoutDispersionTheNegativeBinomialIsThePoisson) {
  std::vector<double> means(rising.size());
  for (std::size_t i = 0; i < means.size(); ++i) means[i] = 3 + 0.1 * static_cast<double>(i);
  const auto poisson = likelihood_ratio(rising, means, {.threshold = 50});
  const auto nearly = likelihood_ratio(rising, means, {.threshold = 50, .dispersion = 1e-7});
  for (std::size_t i = 0; i < means.size(); ++i) {
    EXPECT_NEAR(poisson->at(i).statistic, nearly->at(i).statistic, 1e-4);
  }
}

TEST(LikelihoodRatio, UnequalMeansThatAreEqualGiveTheClosedForm) {
  std::vector<double> means(rising.size(), 3.0);
  const RatioOptions options{.threshold = 50, .dispersion = 0.4};
  const auto same = likelihood_ratio(rising, means, options);
  means.front() = 3.0000000001;
  const auto newton = likelihood_ratio(rising, means, options);
  for (std::size_t i = 0; i < means.size(); ++i) {
    EXPECT_NEAR(same->at(i).statistic, newton->at(i).statistic, 1e-7);
  }
}

TEST(LikelihoodRatio, StartsAgainAfterAnAlarm) {
  const std::vector<double> counts{3, 30, 3, 3};
  const auto points = likelihood_ratio(counts, std::vector<double>(4, 3.0), {});
  EXPECT_TRUE(points->at(1).alarm);
  EXPECT_EQ(points->at(2).statistic, 0);
}

TEST(LikelihoodRatio, FindsADecreaseWhenAskedTo) {
  const std::vector<double> counts{10, 9, 11, 1, 0, 1};
  const auto points = likelihood_ratio(counts, std::vector<double>(6, 10.0), {.increase = false});
  EXPECT_FALSE(points->at(2).alarm);
  EXPECT_TRUE(points->at(3).alarm || points->at(4).alarm);
}

TEST(LikelihoodRatio, NamesWhatItRefuses) {
  const std::vector<double> means(rising.size(), 3.0);
  EXPECT_EQ(likelihood_ratio(rising, std::vector<double>{1}, {}).error().failure, &lengths_differ);
  EXPECT_EQ(likelihood_ratio(rising, means, {.threshold = 0}).error().failure, &value_not_positive);
  const std::vector<double> many(30'000, 1.0);
  EXPECT_EQ(likelihood_ratio(many, many, {}).error().failure, &too_many_observations);
  EXPECT_TRUE(likelihood_ratio(many, many, {.window = 26}));
}

TEST(OverdispersedCounts, HaveTheQuantileThatTheirTailsSay) {
  Random random(2);
  for (int i = 0; i < 300; ++i) {
    const double mean = std::exp(10 * random.uniform() - 3);
    const double dispersion = 1 + (i % 3) * 2 * random.uniform();
    const double level = 0.5 + 0.499 * random.uniform();
    const double count = overdispersed_quantile(level, mean, dispersion);
    EXPECT_LE(overdispersed_at_least(count + 1, mean, dispersion), 1 - level + 1e-10);
    if (count > 0) {
      EXPECT_GE(overdispersed_at_least(count, mean, dispersion), 1 - level - 1e-10);
    }
  }
}

// A bound at the end of a steep trend can be as large; the search must end where doubles are no
// longer neighbours.
TEST(OverdispersedCounts, EndWhereCountsCannotBeToldApart) {
  for (const double mean : {1e16, 3e17, 1e25}) {
    EXPECT_NEAR(overdispersed_quantile(0.975, mean, 3) / mean, 1, 1e-6);
  }
  const double endless = std::numeric_limits<double>::infinity();
  EXPECT_EQ(overdispersed_quantile(0.975, endless, 3), endless);
}

TEST(OverdispersedCounts, WithoutDispersionArePoisson) {
  EXPECT_EQ(overdispersed_quantile(0.975, 7.3, 1),
            static_cast<double>(poisson_quantile(0.975, 7.3)));
  EXPECT_NEAR(overdispersed_at_least(4, 7.3, 1), poisson_at_least(4, 7.3), 1e-15);
}

}  // namespace
}  // namespace zhiheng::stat
