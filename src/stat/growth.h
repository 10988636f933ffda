#pragma once
// How long does a repaired product run between failures, and does it get better over versions?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// What ended the watch: a planned time, or the last failure itself.
enum class TestEnd { at_time, at_failure };

struct MeanTimeBetweenFailures {
  double value = 0;     ///< total time / failures; infinite without failures
  Interval interval;    ///< two-sided
  double at_least = 0;  ///< one-sided lower bound at the same confidence: what may be promised
};

/// MTBF of a constant failure rate: bounds 2 T / chi^2 with 2 r + 2 degrees of freedom (low, ended
/// at a time), else 2 r.
///
/// @param failures    r >= 0, at least one when ended at a failure
/// @param total_time  T, summed over all units, > 0
/// @fails   value_negative, too_few_observations, value_not_finite, value_not_positive,
///          confidence_out_of_range
/// @source  B. Epstein, Technometrics 2 (1960) 435-446; IEC 60605-4:2001 (GB/T 5080.4)
/// @checked R 4.2.2 qchisq
[[nodiscard]] Result<MeanTimeBetweenFailures> mean_time_between_failures(std::int64_t failures,
                                                                         double total_time,
                                                                         TestEnd end,
                                                                         double confidence = 0.95);

/// The total test time that shows an MTBF of `target` when at most `allowed` failures occur:
/// target chi^2(confidence; 2 allowed + 2) / 2, confidence one-sided.
///
/// @fails   value_negative, value_not_finite, value_not_positive, confidence_out_of_range
[[nodiscard]] Result<double> demonstration_time(double target, std::int64_t allowed,
                                                double confidence = 0.9);

/// Failures of a power-law process (Crow-AMSAA): expected number lambda t^beta by total time t.
struct Growth {
  double beta = 0;           ///< below one: failures become rarer
  double beta_unbiased = 0;  ///< (n - 1) / n beta, ended at a failure (n - 2) / n beta
  Interval beta_interval;    ///< exact, by chi^2
  double lambda = 0;
  double mtbf = 0;  ///< reached at the end: T / (n beta)
  /// Exact when ended at a failure; else on the logarithm with variance 2 / n.
  Interval mtbf_interval;
  double trend_p = 1;  ///< two-sided, of a constant rate: 2 n / beta is chi^2
  double cramer_von_mises = 0;
  double fit_p = 1;  ///< simulated, of the power law itself
};

/// Fits the power law by maximum likelihood.
///
/// @param times  of the failures in total time of all units, > 0, in any order; at least three
/// @param end    T, at least the last failure; with TestEnd::at_failure the last failure itself is
/// T
/// @param seed   of the 5,000 simulated samples behind fit_p
/// @fails   too_few_observations, too_many_observations (over 100,000), value_not_finite,
///          value_not_positive, value_out_of_range (a failure after the end), no_spread (all at the
///          end), confidence_out_of_range
/// @source  L. H. Crow, in Reliability and Biometry, SIAM (1974) 379-410; MIL-HDBK-189C (2011);
///          IEC 61164:2004
[[nodiscard]] Result<Growth> fit_growth(std::span<const double> times, double end, TestEnd kind,
                                        double confidence = 0.95, std::uint64_t seed = 1);

}  // namespace zhiheng::stat
