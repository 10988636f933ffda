#pragma once
// Does a property go with a group? Tests and odds ratios of tables of counts.

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

/// Two groups by two outcomes: group one has a with and b without the property, group two c and d.
/// Counts are >= 0 and at most 10^12; at least one is above zero.
struct TwoByTwo {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;
  std::int64_t d = 0;
};

struct ChiSquared {
  double statistic = 0;
  double degrees_of_freedom = 1;
  double p_value = 1;  ///< upper tail
};

/// Pearson's chi-squared test of a two-by-two table.
///
/// n (|ad - bc| - y)^2 / (r1 r2 c1 c2), y = 0 or, with Yates' correction, min(n / 2, |ad - bc|).
///
/// @return  statistic 0 and p 1 when a row or column is empty
/// @fails   value_negative, count_out_of_range, no_trials
/// @source  F. Yates, Suppl. J. R. Stat. Soc. 1 (1934) 217-235
/// @checked R 4.2.2 prop.test, chisq.test
[[nodiscard]] Result<ChiSquared> chi_squared_test(const TwoByTwo& table, bool yates = false);

/// Are several shares the same? Chi-squared test of homogeneity on groups - 1 degrees of freedom.
///
/// @fails   too_few_observations (fewer than two groups), no_trials, count_out_of_range
[[nodiscard]] Result<ChiSquared> homogeneity_test(std::span<const Proportion> groups);

/// An odds ratio ad / bc with its interval; infinity where a cell on the other side is empty.
struct OddsRatio {
  double estimate = 1;
  Interval interval;
  double p_value = 1;  ///< two-sided
};

/// Fisher's exact test with the conditional maximum-likelihood odds ratio and its exact interval.
///
/// Given both margins, a follows the noncentral hypergeometric distribution; each bound leaves
/// (1 - confidence) / 2 in its tail; p adds up the tables no likelier than this one.
///
/// @fails   value_negative, count_out_of_range, no_trials, confidence_out_of_range
/// @cost    proportional to the standard deviation of the cell, times the bisection steps
/// @source  R. A. Fisher, J. R. Stat. Soc. 98 (1935) 39-82; J. Cornfield, Proc. 3rd Berkeley Symp.
///          IV (1956) 135-148
/// @checked R 4.2.2 fisher.test, which stops its root search at 1e-4; ours solves to 1e-13
[[nodiscard]] Result<OddsRatio> fisher_exact(const TwoByTwo& table, double confidence = 0.95);

/// Mid-p variant: half of the probability of the table seen counts; the estimate is the median-
/// unbiased one. Less conservative than fisher_exact. Refusals as there.
///
/// @source  K. J. Rothman, S. Greenland, Modern Epidemiology, 2nd ed. (1998), chapter 14
/// @checked R epitools 0.5-10.1 oddsratio(method = "midp")
[[nodiscard]] Result<OddsRatio> mid_p_odds_ratio(const TwoByTwo& table, double confidence = 0.95);

/// Woolf's logit interval: ln(ad / bc) -/+ z sqrt(1/a + 1/b + 1/c + 1/d), p of its z.
///
/// @fails   as fisher_exact, and too_few_observations when a cell is empty
/// @source  B. Woolf, Ann. Hum. Genet. 19 (1955) 251-253
/// @checked R epitools 0.5-10.1 oddsratio(method = "wald")
[[nodiscard]] Result<OddsRatio> wald_odds_ratio(const TwoByTwo& table, double confidence = 0.95);

}  // namespace zhiheng::stat
