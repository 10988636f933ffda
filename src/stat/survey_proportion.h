#pragma once
// Between which shares does the share of the whole lie, seen through a complex sample?

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

enum class SurveyProportionInterval {
  logit,       ///< straight on the log odds; what a logistic regression without terms gives
  likelihood,  ///< where the scaled binomial deviance rises to t^2
  arcsine,     ///< straight on asin(sqrt(p))
  beta,        ///< Clopper and Pearson's with the effective number of records
  wilson,  ///< Wilson's with the effective number of records; the only one defined at none or all
  mean     ///< straight on p itself; may leave [0, 1]
};

/// A share with what the design makes of it.
struct SurveyProportion {
  double share = 0;
  double variance = 0;  ///< by the design
  double degrees = 0;   ///< of freedom of the design, > 0
  double records = 0;   ///< rows of the sample, >= 2
};

/// Interval of a share with Student's t on the design's degrees of freedom.
///
/// The effective number of records is share (1 - share) / variance; for `beta` times
/// (t(records - 1) / t(degrees))^2. `likelihood` solves D(q) - D(share) = t^2 variance n / (share
/// (1 - share)) (n - 1) / n with D the binomial deviance of n records. At none or all (variance 0)
/// `wilson` takes the records for the effective number.
///
/// @param confidence  two-sided, as a fraction
/// @fails   probability_out_of_range (share outside of [0, 1], or at its ends for an interval that
///          is not defined there), value_negative, value_not_positive (no degrees of freedom),
///          too_few_observations, confidence_out_of_range
/// @cost    constant
/// @source  E. L. Korn, B. I. Graubard, Surv. Methodol. 24 (1998) 193-201; J. N. K. Rao, A. J.
/// Scott,
///          Ann. Stat. 12 (1984) 46-60 for the scaled likelihood
/// @checked R survey 4.1-1, svyciprop
[[nodiscard]] Result<Interval> survey_proportion_interval(const SurveyProportion& seen,
                                                          SurveyProportionInterval kind,
                                                          double confidence);

/// Wilson's interval for a share that is not count / trials, with any quantile t for z.
/// 0 <= share <= 1, trials > 0.
[[nodiscard]] Interval effective_wilson(double share, double trials, double t);

}  // namespace zhiheng::stat
