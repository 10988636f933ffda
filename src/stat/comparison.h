#pragma once
// Is the difference between two shares, or two rates, more than noise?

#include <cstdint>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

/// What two shares say about each other; `difference` is first minus second, in fractions of one.
struct ProportionComparison {
  double difference = 0;
  Interval interval;   ///< Newcombe's hybrid score interval of the difference, inside [-1, 1]
  double z = 0;        ///< pooled score statistic; 0 when both shares are 0 or both are 1
  double p_value = 1;  ///< two-sided, of z; equals the chi-squared test without Yates
};

/// Two independent samples compared: pooled z test and the hybrid score interval.
///
/// z = (p1 - p2) / sqrt(p (1 - p) (1/n1 + 1/n2)), p the pooled share; the interval takes the Wilson
/// bounds l, u of each share: d - sqrt((p1 - l1)^2 + (u2 - p2)^2), d + sqrt((u1 - p1)^2 + (p2 -
/// l2)^2). With expected counts below five prefer fisher_exact (two_by_two.h).
///
/// @fails   no_trials, count_out_of_range, confidence_out_of_range
/// @source  R. G. Newcombe, Stat. Med. 17 (1998) 873-890, method 10
/// @checked the same paper, table II; R 4.2.2 prop.test(correct = FALSE) for z and p
[[nodiscard]] Result<ProportionComparison> compare_proportions(const Proportion& first,
                                                               const Proportion& second,
                                                               double confidence = 0.95);

/// The textbook interval of a difference, difference -/+ z sqrt(p1 q1 / n1 + p2 q2 / n2); for
/// comparison with published figures only, it is too short near 0 and 1. Refusals as above.
///
/// @checked R 4.2.2 prop.test(correct = FALSE)
[[nodiscard]] Result<Interval> wald_difference_interval(const Proportion& first,
                                                        const Proportion& second,
                                                        double confidence = 0.95);

/// The same units judged twice (before and after, two laboratories), counted by how they disagree.
struct PairedComparison {
  double difference = 0;             ///< share at first minus share at second judgement
  double chi_squared = 0;            ///< (b - c)^2 / (b + c); 0 without disagreement
  double p_value = 1;                ///< of chi_squared with one degree of freedom
  double chi_squared_corrected = 0;  ///< with Edwards' continuity correction
  double p_value_corrected = 1;
  double p_value_exact = 1;  ///< binomial, two-sided; the one to use when b + c < 25
};

/// McNemar's test of a change in a share among pairs.
///
/// @param first_only   pairs with the property only at the first judgement (b), >= 0
/// @param second_only  pairs with it only at the second (c), >= 0
/// @param pairs        all pairs, >= 1 and >= b + c
/// @fails   no_trials, count_out_of_range
/// @source  Q. McNemar, Psychometrika 12 (1947) 153-157; A. L. Edwards, ibid. 13 (1948) 185-187
[[nodiscard]] Result<PairedComparison> compare_paired(std::int64_t first_only,
                                                      std::int64_t second_only, std::int64_t pairs);

/// `events` counted over `exposure` (persons, lots, days), exposure > 0.
struct EventCount {
  std::int64_t events = 0;
  double exposure = 1;
};

/// What two event rates say about each other.
struct RateComparison {
  double ratio = 1;    ///< rate of first / rate of second; infinity when only the second has none
  Interval interval;   ///< exact, of the ratio; high is infinity when the second has no events
  double p_value = 1;  ///< two-sided exact
};

/// Two Poisson rates compared, conditionally on the sum of events.
///
/// Given the sum, the events of the first are binomial with p = e1 / (e1 + e2) if the rates are
/// equal; the interval is Clopper-Pearson's, as odds times e2 / e1. The two-sided p adds up every
/// outcome that is no likelier than the one seen.
///
/// @fails   value_negative, value_not_finite, value_not_positive, confidence_out_of_range,
///          too_few_observations when neither has an event (the ratio is then unknown)
/// @source  J. Przyborowski, H. Wilenski, Biometrika 31 (1940) 313-323
/// @checked R 4.2.2 poisson.test
[[nodiscard]] Result<RateComparison> compare_rates(const EventCount& first,
                                                   const EventCount& second,
                                                   double confidence = 0.95);

/// How unlikely a count is when a declared share holds.
struct BinomialTest {
  double p_value = 1;   ///< two-sided: all outcomes no likelier than the one seen
  double at_most = 1;   ///< P(X <= count): small when the share is below the target
  double at_least = 1;  ///< P(X >= count): small when it is above
};

/// Exact test of a share against a declared one. For targets ("at least 93 %").
///
/// @fails   no_trials, count_out_of_range, probability_out_of_range
/// @checked R 4.2.2 binom.test, all three alternatives
[[nodiscard]] Result<BinomialTest> binomial_test(const Proportion& sample, double target);

}  // namespace zhiheng::stat
