#pragma once
// Do the questions of a scale measure one thing? Cronbach's alpha.

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// Alpha from a covariance matrix, or standardised alpha from a correlation matrix:
/// k / (k - 1) (1 - trace / sum of all entries). Weighted data bring their weighted matrix.
///
/// @param covariance  k x k, symmetric, row after row; only finite entries
/// @param items       k >= 2
/// @return  at most 1 for a proper covariance matrix; may be far below zero
/// @fails   too_few_observations (items), lengths_differ, value_not_finite, no_spread (the sum of
///          the items does not vary)
/// @source  L. J. Cronbach, Psychometrika 16 (1951) 297-334, equation 2
[[nodiscard]] Result<double> alpha_of_covariance(std::span<const double> covariance,
                                                 std::size_t items);

struct ItemReliability {
  double alpha = 0;
  double standardised = 0;      ///< from the correlations, as if all items had variance one
  Interval interval;            ///< of alpha (Feldt)
  double mean_correlation = 0;  ///< between two different items
  /// Per item: alpha of the others, minus infinity where their sum does not vary; empty for two.
  std::vector<double> without;
  std::vector<double> rest_correlation;  ///< per item: with the sum of the others, 0 if constant
};

/// Alpha of a table of answers, with Feldt's interval: (1 - alpha) F(df1, df2) at the two tails,
/// df1 = n - 1, df2 = (n - 1)(k - 1).
///
/// @param answers  n x k, a row per respondent, a column per item, row after row, n >= 2
/// @param items    k >= 2; items that run against the scale are turned by the caller
/// @fails   too_few_observations, lengths_differ (no whole rows), value_not_finite,
///          no_spread (an item without variance, or a sum without variance),
///          confidence_out_of_range
/// @cost    n k^2
/// @source  L. S. Feldt, Psychometrika 30 (1965) 357-370
/// @checked R psych 2.2.9 alpha and alpha.ci
[[nodiscard]] Result<ItemReliability> cronbach_alpha(std::span<const double> answers,
                                                     std::size_t items, double confidence = 0.95);

}  // namespace zhiheng::stat
