#pragma once
// The distributions behind every interval and test. The only door to Boost.Math in this room.
//
// Inner kernels: arguments are checked by the callers and asserted here; plain doubles in and out.
// "upper" is the tail above the argument, computed directly, so that it stays exact when tiny.

#include <cstdint>

namespace zhiheng::stat {

/// P(Z <= z) and P(Z > z) of the standard normal; its quantile, 0 < p < 1.
double normal_cdf(double z);
double normal_upper(double z);
double normal_quantile(double p);

/// Student's t, df > 0: tail above t; quantile, 0 < p < 1.
double student_upper(double t, double df);
double student_quantile(double p, double df);

/// Noncentral t with noncentrality delta: tail above t.
double noncentral_t_upper(double t, double df, double delta);

/// Chi-squared, df > 0: tail above x >= 0; quantile, 0 <= p < 1.
double chi_squared_upper(double x, double df);
double chi_squared_quantile(double p, double df);

/// Fisher's F with df1, df2 > 0: tail above x >= 0; quantile, 0 <= p < 1.
double f_upper(double x, double df1, double df2);
double f_quantile(double p, double df1, double df2);

/// Gamma with scale one, shape > 0: P(X <= x); quantiles of the lower and of the upper tail.
double gamma_cdf(double x, double shape);
double gamma_quantile(double p, double shape);
double gamma_upper_quantile(double p, double shape);

/// Beta(a, b), a, b > 0: P(X <= x); quantiles of the lower and of the upper tail, 0 <= p <= 1.
double beta_cdf(double x, double a, double b);
double beta_quantile(double p, double a, double b);
double beta_upper_quantile(double p, double a, double b);

/// Binomial: P(X = k), P(X <= k), P(X >= k) for 0 <= p <= 1; k may lie outside 0..n.
double binomial_probability(std::int64_t k, std::int64_t n, double p);
double binomial_cdf(std::int64_t k, std::int64_t n, double p);
double binomial_at_least(std::int64_t k, std::int64_t n, double p);
/// The smallest k with P(X <= k) >= level, 0 < level < 1.
std::int64_t binomial_quantile(double level, std::int64_t n, double p);

/// Poisson: P(X = k), P(X <= k), P(X >= k) for mean >= 0.
double poisson_probability(std::int64_t k, double mean);
double poisson_cdf(std::int64_t k, double mean);
double poisson_at_least(std::int64_t k, double mean);
/// The smallest k with P(X <= k) >= level, 0 < level < 1.
std::int64_t poisson_quantile(double level, double mean);

/// Hypergeometric: P(X = k), P(X <= k) for `drawn` out of `population`, of which `marked` count.
double hypergeometric_probability(std::int64_t k, std::int64_t marked, std::int64_t population,
                                  std::int64_t drawn);
double hypergeometric_cdf(std::int64_t k, std::int64_t marked, std::int64_t population,
                          std::int64_t drawn);

/// ln Gamma, x > 0. std::lgamma writes a global sign, which threads must not share.
double log_gamma_of(double x);
/// Derivative of ln Gamma, x > 0.
double digamma(double x);
/// Its second derivative, x > 0.
double trigamma(double x);

/// ln(n! / (k! (n - k)!)), 0 <= k <= n.
double log_choose(std::int64_t n, std::int64_t k);

}  // namespace zhiheng::stat
