#pragma once
// What is the rate of a small unit, once the others are taken into account?

#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

struct ShrunkEstimate {
  double estimate = 0;  ///< posterior mean
  double median = 0;    ///< posterior median
  Interval interval;    ///< central posterior interval
};

struct ShrunkShares {
  double mean = 0;         ///< pooled share m
  double tau_squared = 0;  ///< variance of the true shares between units, >= 0
  double strength = 0;     ///< M: the prior counts as so many trials; infinite if tau^2 is 0
  std::vector<ShrunkEstimate> units;
};

/// Beta-binomial shrinkage of shares by the method of moments: small samples move towards the mean
/// of all, large ones stay.
///
/// m = sum count / N;  tau^2 = (sum n (p - m)^2 - m (1 - m)(k - 1)) / (N - sum n^2 / N);
/// M = m (1 - m) / tau^2 - 1;  estimate = (count + M m) / (n + M). Units that do not differ by more
/// than chance (tau^2 <= 0) all get m with the Jeffreys interval of the pool; units that are all
/// none or all (tau^2 >= m (1 - m)) are not shrunk: M is then 0 and the median is the share.
///
/// @param units  at least two
/// @fails   too_few_observations, no_trials, count_out_of_range, confidence_out_of_range
/// @source  J. C. Kleinman, J. Am. Stat. Assoc. 68 (1973) 46-54
/// @checked vector of the quality-indicator fact sheet (9/10, 47/50, 93/100, 180/200, 970/1000)
[[nodiscard]] Result<ShrunkShares> shrink_shares(std::span<const Proportion> units,
                                                 double confidence = 0.95);

/// Events per unit, >= 0 and not all zero, and the number expected in each, > 0; at least two
/// units.
///
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_negative,
/// value_not_positive
[[nodiscard]] Result<void> check_rates(std::span<const double> observed,
                                       std::span<const double> expected);

struct ShrunkRates {
  double mean = 1;   ///< relative rate mu of all units
  double shape = 0;  ///< alpha of the gamma prior; infinite if the units do not differ
  std::vector<ShrunkEstimate> units;  ///< relative rates
};

/// Gamma-Poisson (negative binomial) shrinkage of observed / expected, fitted by maximum
/// likelihood: theta ~ Gamma(mean mu, shape alpha), observed ~ Poisson(expected theta).
///
/// estimate = (observed + alpha) / (expected + alpha / mu).
///
/// @param observed  events per unit, >= 0, may be fractional; not all zero; at least two units
/// @param expected  one per unit, > 0
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_negative,
///          value_not_positive, confidence_out_of_range
/// @source  D. Clayton, J. Kaldor, Biometrics 43 (1987) 671-681
/// @checked R SpatialEpi 1.2.8 eBayes on Pennsylvania and upstate New York
[[nodiscard]] Result<ShrunkRates> shrink_rates(std::span<const double> observed,
                                               std::span<const double> expected,
                                               double confidence = 0.95);

/// Marshall's global moment estimate of rates observed / expected, the quick alternative that makes
/// no assumption on the shape of the prior; one value per unit.
///
/// m = sum O / sum E;  a = max(0, sum E (r - m)^2 / sum E - m / mean E);
/// estimate = m + (r - m) a / (a + m / E). Refusals as shrink_rates but for the confidence.
///
/// @source  R. J. Marshall, J. R. Stat. Soc. C 40 (1991) 283-294
[[nodiscard]] Result<std::vector<double>> shrink_rates_by_moments(std::span<const double> observed,
                                                                  std::span<const double> expected);

}  // namespace zhiheng::stat
