#include "stat/distributions.h"

#include <gtest/gtest.h>

#include <cmath>

namespace zhiheng::stat {
namespace {

TEST(Quantiles, ReproduceTheTables) {
  // R 4.2.2 qnorm, qchisq, qf, qgamma; for t the roots of its closed form in angles at 9 and 12.
  EXPECT_NEAR(normal_quantile(0.975), 1.95996398454005, 1e-13);
  EXPECT_NEAR(normal_quantile(0.999), 3.09023230616781, 1e-13);
  EXPECT_NEAR(student_quantile(0.975, 9), 2.262157162798205, 1e-12);
  EXPECT_NEAR(student_quantile(0.995, 12), 3.054539589392902, 1e-12);
  EXPECT_NEAR(chi_squared_quantile(0.95, 1), 3.84145882069412, 1e-12);
  EXPECT_NEAR(chi_squared_quantile(0.95, 10), 18.3070380532751, 1e-12);
  EXPECT_NEAR(f_quantile(0.95, 3, 12), 3.49029481949707, 1e-10);
  EXPECT_NEAR(gamma_quantile(0.025, 1), 0.0253178079842899, 1e-14);
}

TEST(Quantiles, AreUndoneByTheirDistribution) {
  for (const double p : {1e-9, 0.001, 0.025, 0.5, 0.9, 0.999}) {
    EXPECT_NEAR(normal_cdf(normal_quantile(p)) / p, 1, 1e-12);
    for (const double df : {0.5, 1.0, 4.5, 30.0, 1297.0, 1e7}) {
      EXPECT_NEAR(1 - student_upper(student_quantile(p, df), df), p, 1e-12) << df;
    }
    EXPECT_NEAR(1 - chi_squared_upper(chi_squared_quantile(p, 7), 7), p, 1e-12);
    EXPECT_NEAR(1 - f_upper(f_quantile(p, 3, 8), 3, 8), p, 1e-12);
    EXPECT_NEAR(beta_cdf(beta_quantile(p, 2, 5), 2, 5) / p, 1, 1e-10);
    EXPECT_NEAR(beta_cdf(beta_upper_quantile(p, 2, 5), 2, 5), 1 - p, 1e-12);
    EXPECT_NEAR(gamma_cdf(gamma_quantile(p, 3.5), 3.5) / p, 1, 1e-10);
  }
}

TEST(StudentQuantile, TurnsIntoTheNormalOneAndIsSymmetric) {
  EXPECT_NEAR(student_quantile(0.975, 1e9), normal_quantile(0.975), 1e-8);
  EXPECT_EQ(student_quantile(0.5, 3), 0);
  EXPECT_DOUBLE_EQ(student_quantile(0.25, 3), -student_quantile(0.75, 3));
  EXPECT_NEAR(student_quantile(0.75, 1), 1, 1e-14);  // Cauchy
}

TEST(Tails, StayExactWhenTiny) {
  EXPECT_NEAR(normal_upper(10) / 7.61985302416053e-24, 1, 1e-12);  // R pnorm(-10)
  EXPECT_NEAR(binomial_at_least(60, 60, 0.01) / 1e-120, 1, 1e-10);
  EXPECT_EQ(student_upper(INFINITY, 3), 0);
  EXPECT_EQ(chi_squared_upper(INFINITY, 3), 0);
}

TEST(DiscreteDistributions, SumToOneAndAgreeWithTheirSums) {
  double binomial = 0;
  double poisson = 0;
  double hypergeometric = 0;
  for (std::int64_t k = 0; k <= 40; ++k) {
    binomial += binomial_probability(k, 40, 0.3);
    poisson += poisson_probability(k, 6.5);
    hypergeometric += hypergeometric_probability(k, 12, 100, 40);
    EXPECT_NEAR(binomial_cdf(k, 40, 0.3), binomial, 1e-13);
    EXPECT_NEAR(1 - binomial_at_least(k + 1, 40, 0.3), binomial, 1e-13);
    EXPECT_NEAR(poisson_cdf(k, 6.5), poisson, 1e-13);
    EXPECT_NEAR(1 - poisson_at_least(k + 1, 6.5), poisson, 1e-13);
    EXPECT_NEAR(hypergeometric_cdf(k, 12, 100, 40), hypergeometric, 1e-12);
  }
  EXPECT_NEAR(binomial, 1, 1e-13);
  EXPECT_NEAR(hypergeometric, 1, 1e-12);
}

TEST(DiscreteQuantiles, AreTheFirstCountThatReachesTheLevel) {
  for (const double level : {0.001, 0.025, 0.5, 0.975, 0.999}) {
    for (const std::int64_t n : {1, 10, 500, 1000000}) {
      for (const double p : {0.001, 0.12, 0.93}) {
        const std::int64_t k = binomial_quantile(level, n, p);
        EXPECT_GE(binomial_cdf(k, n, p), level);
        EXPECT_LT(binomial_cdf(k - 1, n, p), level);
      }
    }
    for (const double mean : {0.01, 3.0, 1e6}) {
      const std::int64_t k = poisson_quantile(level, mean);
      EXPECT_GE(poisson_cdf(k, mean), level);
      EXPECT_LT(poisson_cdf(k - 1, mean), level);
    }
  }
}

TEST(LogChoose, IsPascalsTriangle) {
  EXPECT_NEAR(std::exp(log_choose(10, 3)), 120, 1e-10);
  EXPECT_NEAR(log_choose(1000, 0), 0, 1e-12);
  EXPECT_NEAR(digamma(1), -0.5772156649015329, 1e-13);
}

}  // namespace
}  // namespace zhiheng::stat
