#include "stat/distributions.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/digamma.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/special_functions/trigamma.hpp>
#include <cassert>
#include <cmath>
#include <limits>

#include "base/infinity.h"

namespace zhiheng::stat {
namespace {

namespace bm = boost::math;

// Nothing may throw across this file: a result out of range becomes infinity or zero, never an
// exception. Doubles are not promoted: the tests hold to 1e-10 without, at half the time.
using Quiet = bm::policies::policy<bm::policies::promote_double<false>,
                                   bm::policies::domain_error<bm::policies::ignore_error>,
                                   bm::policies::pole_error<bm::policies::ignore_error>,
                                   bm::policies::overflow_error<bm::policies::ignore_error>,
                                   bm::policies::evaluation_error<bm::policies::ignore_error>>;
constexpr Quiet quiet{};

/// The smallest whole number >= 0 for which `reached` holds; `guess` only saves steps.
template <class Reached>
std::int64_t smallest(std::int64_t guess, std::int64_t last, const Reached& reached) {
  std::int64_t high = std::clamp<std::int64_t>(guess, 0, last);
  std::int64_t step = 1;
  while (high < last && !reached(high)) {
    high = step > last - high ? last : high + step;
    step *= 2;
  }
  std::int64_t low = high;
  step = 1;
  while (low > 0 && reached(low - 1)) {
    high = low - 1;
    low = std::max<std::int64_t>(0, high - step);
    step *= 2;
  }
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (reached(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return high;
}

std::int64_t normal_guess(double level, double mean, double variance) {
  return static_cast<std::int64_t>(
      std::max(0.0, std::floor(mean + normal_quantile(level) * std::sqrt(variance))));
}

}  // namespace

double normal_cdf(double z) { return 0.5 * bm::erfc(-z / std::sqrt(2.0), quiet); }

double normal_upper(double z) { return normal_cdf(-z); }

double normal_quantile(double p) {
  assert(p > 0 && p < 1);
  return -std::sqrt(2.0) * bm::erfc_inv(2 * p, quiet);
}

double student_upper(double t, double df) {
  assert(df > 0);
  if (std::isinf(t)) return t > 0 ? 0.0 : 1.0;
  const bm::students_t_distribution<double, Quiet> student(df);
  return bm::cdf(bm::complement(student, t));
}

// Through the beta distribution: Boost's own quantile of Student's t stops at ten digits.
double student_quantile(double p, double df) {
  assert(p > 0 && p < 1 && df > 0);
  const double both_tails = 2 * std::min(p, 1 - p);
  double rest = 0;
  const double share = bm::ibeta_inv(df / 2, 0.5, both_tails, &rest, quiet);
  const double t = std::sqrt(df * rest / share);
  return p < 0.5 ? -t : t;
}

double chi_squared_upper(double x, double df) {
  assert(x >= 0 && df > 0);
  return std::isinf(x) ? 0.0 : bm::gamma_q(df / 2, x / 2, quiet);
}

double chi_squared_quantile(double p, double df) { return 2 * gamma_quantile(p, df / 2); }

double f_upper(double x, double df1, double df2) {
  assert(x >= 0 && df1 > 0 && df2 > 0);
  return std::isinf(x) ? 0.0 : bm::ibeta(df2 / 2, df1 / 2, df2 / (df2 + df1 * x), quiet);
}

double f_quantile(double p, double df1, double df2) {
  assert(p >= 0 && p < 1 && df1 > 0 && df2 > 0);
  double rest = 0;  // 1 - share, delivered by the inversion itself without cancellation
  const double share = bm::ibeta_inv(df1 / 2, df2 / 2, p, &rest, quiet);
  return df2 * share / (df1 * rest);
}

double gamma_cdf(double x, double shape) {
  assert(x >= 0 && shape > 0);
  return std::isinf(x) ? 1.0 : bm::gamma_p(shape, x, quiet);
}

double gamma_quantile(double p, double shape) {
  assert(p >= 0 && p <= 1 && shape > 0);
  if (p == 1) return infinity;
  return bm::gamma_p_inv(shape, p, quiet);
}

double gamma_upper_quantile(double p, double shape) {
  assert(p >= 0 && p <= 1 && shape > 0);
  if (p == 0) return infinity;
  return bm::gamma_q_inv(shape, p, quiet);
}

double beta_cdf(double x, double a, double b) {
  assert(x >= 0 && x <= 1 && a > 0 && b > 0);
  return bm::ibeta(a, b, x, quiet);
}

double beta_quantile(double p, double a, double b) {
  assert(p >= 0 && p <= 1 && a > 0 && b > 0);
  return bm::ibeta_inv(a, b, p, quiet);
}

double beta_upper_quantile(double p, double a, double b) {
  assert(p >= 0 && p <= 1 && a > 0 && b > 0);
  return bm::ibetac_inv(a, b, p, quiet);
}

double binomial_probability(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k < 0 || k > n) return 0;
  if (p == 0) return k == 0 ? 1 : 0;
  if (p == 1) return k == n ? 1 : 0;
  const auto successes = static_cast<double>(k);
  const auto trials = static_cast<double>(n);
  return bm::ibeta_derivative(successes + 1, trials - successes + 1, p, quiet) / (trials + 1);
}

double binomial_cdf(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k < 0) return 0;
  if (k >= n) return 1;
  return bm::ibetac(static_cast<double>(k) + 1, static_cast<double>(n - k), p, quiet);
}

double binomial_at_least(std::int64_t k, std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (k <= 0) return 1;
  if (k > n) return 0;
  return bm::ibeta(static_cast<double>(k), static_cast<double>(n - k) + 1, p, quiet);
}

std::int64_t binomial_quantile(double level, std::int64_t n, double p) {
  assert(level > 0 && level < 1);
  const double mean = static_cast<double>(n) * p;
  return smallest(normal_guess(level, mean, mean * (1 - p)), n,
                  [&](std::int64_t k) { return binomial_cdf(k, n, p) >= level; });
}

double poisson_probability(std::int64_t k, double mean) {
  assert(mean >= 0);
  if (k < 0) return 0;
  if (mean == 0) return k == 0 ? 1 : 0;
  return bm::gamma_p_derivative(static_cast<double>(k) + 1, mean, quiet);
}

double poisson_cdf(std::int64_t k, double mean) {
  assert(mean >= 0);
  if (k < 0) return 0;
  return bm::gamma_q(static_cast<double>(k) + 1, mean, quiet);
}

double poisson_at_least(std::int64_t k, double mean) {
  return k <= 0 ? 1 : gamma_cdf(mean, static_cast<double>(k));
}

std::int64_t poisson_quantile(double level, double mean) {
  assert(level > 0 && level < 1);
  constexpr std::int64_t last = std::numeric_limits<std::int64_t>::max() / 4;
  return smallest(normal_guess(level, mean, mean), last,
                  [&](std::int64_t k) { return poisson_cdf(k, mean) >= level; });
}

double trigamma(double x) {
  assert(x > 0);
  return bm::trigamma(x, quiet);
}

double log_gamma_of(double x) {
  assert(x > 0);
  int sign = 0;
  return ::lgamma_r(x, &sign);
}

double digamma(double x) {
  assert(x > 0);
  return bm::digamma(x, quiet);
}

double log_choose(std::int64_t n, std::int64_t k) {
  assert(k >= 0 && k <= n);
  const auto log_factorial = [](std::int64_t m) {
    return bm::lgamma(static_cast<double>(m) + 1, quiet);
  };
  return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

// The product form of Loader (2000): three binomials at the same p, in which the large factors
// cancel; differences of lgamma would lose digits for populations in the millions.
double hypergeometric_probability(std::int64_t k, std::int64_t marked, std::int64_t population,
                                  std::int64_t drawn) {
  assert(marked >= 0 && marked <= population && drawn >= 0 && drawn <= population);
  if (k < std::max<std::int64_t>(0, drawn - (population - marked)) || k > std::min(marked, drawn)) {
    return 0;
  }
  if (drawn == 0 || drawn == population) return 1;
  const double p = static_cast<double>(drawn) / static_cast<double>(population);
  return binomial_probability(k, marked, p) *
         binomial_probability(drawn - k, population - marked, p) /
         binomial_probability(drawn, population, p);
}

double hypergeometric_cdf(std::int64_t k, std::int64_t marked, std::int64_t population,
                          std::int64_t drawn) {
  const std::int64_t first = std::max<std::int64_t>(0, drawn - (population - marked));
  const std::int64_t last = std::min(marked, drawn);
  if (k < first) return 0;
  if (k >= last) return 1;
  double sum = 0;
  const double mean =
      static_cast<double>(drawn) * static_cast<double>(marked) / static_cast<double>(population);
  if (static_cast<double>(k) < mean) {
    for (std::int64_t i = first; i <= k; ++i) {
      sum += hypergeometric_probability(i, marked, population, drawn);
    }
    return std::min(1.0, sum);
  }
  for (std::int64_t i = last; i > k; --i) {
    sum += hypergeometric_probability(i, marked, population, drawn);
  }
  return std::max(0.0, 1 - sum);
}

}  // namespace zhiheng::stat
