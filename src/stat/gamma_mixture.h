#pragma once
// Reporting ratios of many pairs seen together: the gamma-Poisson shrinker (EBGM) and its prior.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/parallel.h"

namespace zhiheng::stat {

/// The ratio of a pair is drawn from P Gamma(shape1, rate1) + (1 - P) Gamma(shape2, rate2).
struct MixturePrior {
  double shape1 = 0.2;
  double rate1 = 0.1;
  double shape2 = 2;
  double rate2 = 4;
  double share1 = 1.0 / 3;  ///< P, in (0, 1)

  friend bool operator==(const MixturePrior&, const MixturePrior&) = default;
};

/// A pair, or `weight` pairs with the same numbers.
struct CountedPair {
  double count = 0;     ///< n11, whole, >= 0
  double expected = 0;  ///< E, > 0
  double weight = 1;    ///< > 0
};

/// What is known of a pair's ratio once its count is seen.
struct MixturePosterior {
  double share1 = 0;  ///< Qn: probability of the first component
  double mean = 0;    ///< EBGM: geometric mean
  double low = 0;     ///< EB05: 5 % quantile
  double high = 0;    ///< EB95
};

/// Posteriors of many pairs.
///
/// Given n and E each component becomes Gamma(shape + n, rate + E); Qn = P f1 / (P f1 + (1 - P) f2)
/// with f the negative binomial; EBGM = exp(Qn (psi(shape1 + n) - ln(rate1 + E)) + (1 - Qn) ...);
/// the quantiles solve Qn G1(x) + (1 - Qn) G2(x) = level to 1e-12 of their size.
///
/// @param threads  the answer does not depend on it
/// @return  one per pair, in the order given
/// @fails   value_not_finite, value_negative, value_not_positive, probability_out_of_range,
///          interrupted
/// @cost    about a microsecond a pair: pairs are visited in the order of n and E, so that each
///          starts from its neighbour's quantiles
/// @source  W. DuMouchel, Am. Stat. 53 (1999) 177-190
/// @checked R openEBGM 0.9.1 Qn, ebgm, quantBisect
[[nodiscard]] Result<std::vector<MixturePosterior>> posteriors(std::span<const CountedPair> pairs,
                                                               const MixturePrior& prior,
                                                               const Threads& threads = {});

/// Minus the log likelihood of the prior.
///
/// @param truncated  pairs with no report were left out of the table: each component's negative
///                   binomial is divided by its probability of one or more
/// @fails   as posteriors; value_not_positive for a count of zero when truncated
/// @checked R openEBGM 0.9.1 negLL
[[nodiscard]] Result<double> prior_deviance(std::span<const CountedPair> pairs,
                                            const MixturePrior& prior, bool truncated);

/// Why a fitted prior should not be read as two kinds of pairs.
enum class PriorTrouble {
  none,
  one_component,  ///< a share of the mixture is below 1 in 1,000: one gamma does
  boundary,       ///< a component runs to an edge: shape towards 0, or no spread at all
  flat,           ///< the likelihood does not change along some direction
};

struct PriorFit {
  MixturePrior prior;
  double deviance = 0;  ///< minus log likelihood of the table as given
  int starts = 0;
  int close = 0;  ///< starts that ended within 0.01 of the best
  PriorTrouble trouble = PriorTrouble::none;
  double flattest = 0;  ///< smallest eigenvalue of the information per logarithm of parameter
};

/// The prior by maximum likelihood.
///
/// Starts from a grid of priors; each is improved by BFGS on the logarithms of shapes and rates and
/// the logit of P, kept within 1e-10..1e8 and 1e-6..1 - 1e-6, on the table with equal pairs merged
/// (`squash` also merges neighbours, for the search only); the best is improved on the whole table.
/// It always ends: what it cannot identify it says in `trouble`, and the posteriors hold all the
/// same. Component 1 is the one with the larger mean.
///
/// @param truncated  as prior_deviance
/// @param squash     average the expected counts of so many neighbours of one count while
///                   searching; 1: none. Counts with fewer than 500 pairs are never merged
/// @fails   too_few_observations (fewer than 10 pairs), as prior_deviance
/// @source  W. DuMouchel, D. Pregibon, KDD 2001, 67-76 (squashing, truncation)
/// @checked R openEBGM 0.9.1: never worse than the best of its searches, by likelihood
[[nodiscard]] Result<PriorFit> fit_prior(std::span<const CountedPair> pairs, bool truncated,
                                         int squash = 1);

}  // namespace zhiheng::stat
