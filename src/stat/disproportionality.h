#pragma once
// Is a hazard reported with a product more often than the rest of the reports lead one to expect?

#include <cstdint>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// Reports counted for one pair of product and hazard; whole numbers.
struct PairCounts {
  double both = 0;     ///< n11: with the product and the hazard, >= 1
  double product = 0;  ///< n1.: with the product, >= both
  double hazard = 0;   ///< n.1: with the hazard, >= both
  double all = 0;      ///< n: all reports, >= product + hazard - both
};

/// A ratio with its interval; infinity where there is nothing to compare with, and then no low end
/// (not a number).
struct PairRatio {
  double estimate = 0;
  Interval interval;
};

struct Disproportionality {
  double expected = 0;  ///< n1. n.1 / n
  PairRatio odds;       ///< ROR = ad / bc, limits exp(ln ROR -/+ z sqrt(1/a + 1/b + 1/c + 1/d))
  PairRatio share;  ///< PRR = (a / n1.) / (c / (n - n1.)), sqrt(1/a - 1/n1. + 1/c - 1/(n - n1.))
  double chi_squared = 0;
  double chi_squared_yates = 0;
  double information = 0;            ///< IC = log2((n11 + 1/2) / (E + 1/2))
  Interval information_exact;        ///< log2 of the gamma quantiles, shape n11 + 1/2, rate E + 1/2
  Interval information_approximate;  ///< Noren 2013, closed form; made for 95 %
  double bcpnn_mean = 0;             ///< E(IC) of the Bayesian network with its analytic posterior
  double bcpnn_variance = 0;
  double bcpnn_low = 0;  ///< mean + z(0.025) sd
  bool evans = false;    ///< n11 >= 3, PRR >= 2 and chi-squared with Yates >= 4
};

/// All measures of one pair.
///
/// @fails   value_not_finite, value_negative, count_out_of_range, confidence_out_of_range
/// @source  S. J. W. Evans et al., Pharmacoepidemiol. Drug Saf. 10 (2001) 483-486 (PRR); K. J.
///          Rothman et al., ibid. 13 (2004) 519-523 (ROR); G. N. Noren et al., Stat. Methods Med.
///          Res. 22 (2013) 57-69 (IC); A. L. Gould, Pharmacoepidemiol. Drug Saf. 12 (2003) 559-574
/// @checked R PhViD 1.0.8; closed forms in R
[[nodiscard]] Result<Disproportionality> disproportionality(const PairCounts& pair,
                                                            double confidence = 0.95);

}  // namespace zhiheng::stat
