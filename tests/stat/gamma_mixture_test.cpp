#include "stat/gamma_mixture.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "stat/disproportionality.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// A draw of a Poisson count, by thinning.
double poisson_draw(Random& random, double mean) {
  double product = random.uniform();
  double count = 0;
  for (const double limit = std::exp(-mean); product > limit; ++count) product *= random.uniform();
  return count;
}

std::vector<CountedPair> drawn(std::size_t pairs, const MixturePrior& prior, bool truncated) {
  Random random(11);
  std::vector<CountedPair> made;
  while (made.size() < pairs) {
    const double expected = std::exp(4 * random.uniform() - 2);
    const bool first = random.uniform() < prior.share1;
    const double ratio =
        first ? random.gamma(prior.shape1) / prior.rate1 : random.gamma(prior.shape2) / prior.rate2;
    const double count = poisson_draw(random, std::min(ratio * expected, 500.0));
    if (count > 0 || !truncated) made.push_back({count, expected, 1});
  }
  return made;
}

TEST(Posteriors, OfAPriorWithTwoEqualComponentsAreTheGammaClosedForm) {
  const MixturePrior prior{2, 3, 2, 3, 0.5};
  const std::vector<CountedPair> pairs{{4, 1.5, 1}};
  const auto found = posteriors(pairs, prior);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->front().share1, 0.5, 1e-15);
  EXPECT_NEAR(found->front().mean, std::exp(digamma(6)) / 4.5, 1e-12);
  EXPECT_NEAR(found->front().low, gamma_quantile(0.05, 6) / 4.5, 1e-12);
  EXPECT_NEAR(found->front().high, gamma_upper_quantile(0.05, 6) / 4.5, 1e-12);
}

TEST(Posteriors, DoNotDependOnTheOrderOfPairsOrThreads) {
  const MixturePrior prior{0.3, 0.05, 3, 3, 0.1};
  auto pairs = drawn(9000, prior, true);
  const auto one = posteriors(pairs, prior, 1);
  const auto two = posteriors(pairs, prior, 2);
  for (std::size_t i = 0; i < pairs.size(); ++i) EXPECT_EQ(one->at(i).low, two->at(i).low);
  std::reverse(pairs.begin(), pairs.end());
  const auto reversed = posteriors(pairs, prior, 1);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    EXPECT_EQ(one->at(i).high, reversed->at(pairs.size() - 1 - i).high);
  }
}

TEST(Posteriors, SolveTheirOwnEquation) {
  const MixturePrior prior{0.3, 0.05, 3, 3, 0.1};
  const auto pairs = drawn(500, prior, true);
  const auto found = posteriors(pairs, prior);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto cdf = [&](double x) {
      return found->at(i).share1 *
                 gamma_cdf(x * (prior.rate1 + pairs[i].expected), prior.shape1 + pairs[i].count) +
             (1 - found->at(i).share1) *
                 gamma_cdf(x * (prior.rate2 + pairs[i].expected), prior.shape2 + pairs[i].count);
    };
    EXPECT_NEAR(cdf(found->at(i).low), 0.05, 1e-10);
    EXPECT_NEAR(cdf(found->at(i).high), 0.95, 1e-10);
    EXPECT_LT(found->at(i).low, found->at(i).mean);
    EXPECT_GT(found->at(i).high, found->at(i).mean);
  }
}

TEST(Posteriors, StayFiniteForExtremePriorsAndCounts) {
  const std::vector<CountedPair> pairs{{0, 1e-6, 1}, {1, 1e-9, 1}, {1e6, 1, 1}, {3, 1e7, 1}};
  for (const MixturePrior& prior :
       {MixturePrior{1e-9, 0.01, 3, 3, 0.1}, MixturePrior{0.4, 0.3, 4e5, 4e5, 0.5},
        MixturePrior{1e-6, 1e-8, 1e-3, 1e6, 1e-9}}) {
    const auto found = posteriors(pairs, prior);
    ASSERT_TRUE(found);
    for (const MixturePosterior& each : *found) {
      EXPECT_TRUE(std::isfinite(each.mean) && std::isfinite(each.low) && std::isfinite(each.high));
      EXPECT_LE(each.low, each.high);
    }
  }
}

TEST(FittedPrior, IsNotWorseThanTheTruth) {
  const MixturePrior truth{1.5, 0.15, 3, 3, 0.15};
  for (const bool truncated : {true, false}) {
    const auto pairs = drawn(3000, truth, truncated);
    const auto fit = fit_prior(pairs, truncated);
    ASSERT_TRUE(fit);
    EXPECT_LE(fit->deviance, *prior_deviance(pairs, truth, truncated));
    EXPECT_EQ(fit->trouble, PriorTrouble::none);
    EXPECT_NEAR(fit->prior.share1, truth.share1, 0.08);
    const auto squashed = fit_prior(pairs, truncated, 10);
    EXPECT_NEAR(squashed->deviance, fit->deviance, 0.01);
  }
}

TEST(FittedPrior, SaysWhenOneGammaWouldDo) {
  const MixturePrior truth{3, 3, 3, 3, 0.5};
  const auto fit = fit_prior(drawn(1500, truth, true), true);
  ASSERT_TRUE(fit);
  EXPECT_NE(fit->trouble, PriorTrouble::none);
}

TEST(FittedPrior, OfPairsThatAreAllAlikeEndsAndSaysSo) {
  const auto fit = fit_prior(std::vector<CountedPair>(40, {3, 1, 1}), true);
  ASSERT_TRUE(fit);
  EXPECT_TRUE(std::isfinite(fit->deviance));
  EXPECT_NE(fit->trouble, PriorTrouble::none);
}

TEST(FittedPrior, TakesAPairOfWeightTwoAsTwoPairs) {
  auto pairs = drawn(200, {1.5, 0.15, 3, 3, 0.15}, true);
  auto twice = pairs;
  twice.insert(twice.end(), pairs.begin(), pairs.end());
  for (CountedPair& pair : pairs) pair.weight = 2;
  const MixturePrior prior{};
  EXPECT_NEAR(*prior_deviance(pairs, prior, true), *prior_deviance(twice, prior, true), 1e-9);
}

TEST(FittedPrior, NamesWhatItRefuses) {
  std::vector<CountedPair> pairs(20, {1, 0.5, 1});
  EXPECT_EQ(fit_prior(std::vector<CountedPair>(3, {1, 0.5, 1}), true).error().failure,
            &too_few_observations);
  pairs[4].count = 0;
  EXPECT_EQ(fit_prior(pairs, true).error().where, "count[4]");
  EXPECT_TRUE(fit_prior(pairs, false));
  pairs[4].expected = 0;
  EXPECT_EQ(fit_prior(pairs, false).error().where, "expected[4]");
  pairs[4].expected = std::numeric_limits<double>::infinity();
  EXPECT_EQ(posteriors(pairs, {}).error().failure, &value_not_finite);
  pairs[4] = {1, 0.5, -1};
  EXPECT_EQ(posteriors(pairs, {}).error().where, "weight[4]");
  pairs[4].weight = 1;
  EXPECT_EQ(posteriors(pairs, {0, 1, 1, 1, 0.5}).error().where, "shape1");
  EXPECT_EQ(posteriors(pairs, {1, 1, 1, 1, 1}).error().failure, &probability_out_of_range);
}

TEST(Disproportionality, IsTheTextbookTable) {
  // a 25, b 75, c 50, d 850
  const auto found = disproportionality({25, 100, 75, 1000});
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->odds.estimate, 25.0 * 850 / (75 * 50), 1e-12);
  EXPECT_NEAR(found->share.estimate, 0.25 / (50.0 / 900), 1e-12);
  EXPECT_NEAR(found->expected, 7.5, 1e-12);
  EXPECT_TRUE(found->evans);
}

TEST(Disproportionality, HasNoSignalWhereProductAndHazardAreIndependent) {
  const auto found = disproportionality({10, 100, 100, 1000});
  EXPECT_NEAR(found->odds.estimate, 1, 1e-12);
  EXPECT_NEAR(found->chi_squared, 0, 1e-12);
  EXPECT_NEAR(found->information, 0, 1e-12);
  EXPECT_FALSE(found->evans);
}

TEST(Disproportionality, IsTheSameWhenProductAndHazardChangePlaces) {
  const auto one = disproportionality({7, 40, 90, 5000});
  const auto other = disproportionality({7, 90, 40, 5000});
  EXPECT_NEAR(one->odds.estimate, other->odds.estimate, 1e-12);
  EXPECT_NEAR(one->information, other->information, 1e-12);
  EXPECT_NEAR(one->chi_squared, other->chi_squared, 1e-9);
}

TEST(Disproportionality, RefusesMarginsThatDoNotFit) {
  EXPECT_EQ(disproportionality({0, 5, 5, 10}).error().failure, &value_not_positive);
  EXPECT_EQ(disproportionality({6, 5, 9, 100}).error().where, "n1_");
  EXPECT_EQ(disproportionality({5, 9, 9, 10}).error().where, "n");
  EXPECT_EQ(disproportionality({5, 9, 9, std::nan("")}).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
