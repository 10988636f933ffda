#pragma once
// How much of the difference between measured values is difference between the things measured?

#include <array>
#include <cstddef>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// One intraclass correlation with the test of "none" and its interval.
struct Intraclass {
  double correlation = 0;
  double f = 0;  ///< infinite when the raters agree exactly
  double df1 = 0;
  double df2 = 0;
  double p_value = 1;
  Interval interval;
};

/// The six forms of Shrout and Fleiss. `single` is the reliability of one rater, `average` that of
/// the mean over all k raters.
struct IntraclassForms {
  Intraclass one_way_single;   ///< ICC(1,1): other raters for each subject
  Intraclass random_single;    ///< ICC(2,1): the same raters, a sample of all; absolute agreement
  Intraclass fixed_single;     ///< ICC(3,1): the same raters, only these; consistency
  Intraclass one_way_average;  ///< ICC(1,k)
  Intraclass random_average;   ///< ICC(2,k)
  Intraclass fixed_average;    ///< ICC(3,k): Cronbach's alpha of the raters
  double mean_square_subjects = 0;
  double mean_square_raters = 0;
  double mean_square_error = 0;   ///< two-way residual
  double mean_square_within = 0;  ///< one-way: raters and residual together

  [[nodiscard]] std::array<const Intraclass*, 6> all() const {
    return {&one_way_single,  &random_single,  &fixed_single,
            &one_way_average, &random_average, &fixed_average};
  }
};

/// Intraclass correlations of a complete table of ratings, from the two-way analysis of variance.
///
/// With mean squares B between subjects, J between raters, E residual, W within subjects:
/// ICC(1,1) = (B - W) / (B + (k - 1) W);  ICC(2,1) = (B - E) / (B + (k - 1) E + k (J - E) / n);
/// ICC(3,1) = (B - E) / (B + (k - 1) E); intervals after McGraw and Wong, table 7, for ICC(2, .)
/// with Satterthwaite's degrees of freedom. An estimate below zero says: no more alike than chance.
///
/// @param ratings  n x k, a row per subject, a column per rater, row after row; n >= 2
/// @param raters   k >= 2
/// @fails   too_few_observations, lengths_differ (no whole rows), value_not_finite, no_spread (all
///          ratings equal), confidence_out_of_range
/// @source  P. E. Shrout, J. L. Fleiss, Psychol. Bull. 86 (1979) 420-428; K. O. McGraw, S. P. Wong,
///          Psychol. Methods 1 (1996) 30-46
/// @checked R psych 2.2.9 ICC on the table of Shrout and Fleiss
[[nodiscard]] Result<IntraclassForms> intraclass_correlations(std::span<const double> ratings,
                                                              std::size_t raters,
                                                              double confidence = 0.95);

}  // namespace zhiheng::stat
