#pragma once
// Do groups of respondents differ in their index, or in what drives it?

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/path_model_bootstrap.h"
#include "stat/path_model_fit.h"

namespace zhiheng::stat {

struct Groups {
  std::vector<std::string> names;
  std::vector<std::size_t> of;  ///< per row: its group, a place in `names`
};

/// @fails lengths_differ, value_out_of_range (number of groups, or a row of a group that is not
/// there)
[[nodiscard]] Result<void> check_groups(const Groups& groups, std::size_t rows, std::size_t least,
                                        std::size_t most);

/// A quantity in two groups, each with its own fit.
struct GroupDifference {
  PathQuantity quantity;  ///< value: of the first group minus the second
  std::size_t first = 0;
  std::size_t second = 0;
  double first_value = 0;
  double second_value = 0;
  /// Percentiles of the difference of independent resamples of the two groups.
  Interval interval;
  /// Two-sided: share of permutations that differ as much, counting the one at hand.
  double permutation_p = 1;
  /// Two-sided: how seldom a resample of one group lies beyond one of the other (Henseler).
  double bootstrap_p = 1;
};

/// Are all groups alike in a quantity? For three groups or more.
struct GroupSpread {
  PathQuantity quantity;     ///< value: mean over the groups, by their weight
  double spread = 0;         ///< standard deviation around it, by their weight
  double permutation_p = 1;  ///< share of permutations that spread as much
};

/// Is a latent made of its items in the same way in two groups (MICOM, step 2)? If not, its paths
/// and indices are not comparable.
struct Invariance {
  std::size_t latent = 0;
  std::size_t first = 0;
  std::size_t second = 0;
  double correlation = 0;    ///< of the scores by one group's weights and by the other's
  double low_quantile = 0;   ///< of it under permutation, at 1 - confidence
  double permutation_p = 1;  ///< share of permutations with a correlation as low
};

struct GroupTests {
  std::vector<std::size_t> sizes;  ///< rows with weight
  std::vector<std::vector<PathQuantity>>
      by_group;  ///< index, path, total effect, R^2, weight, loading
  std::vector<GroupDifference> differences;
  std::vector<GroupSpread> spreads;  ///< empty for two groups
  std::vector<Invariance> invariance;
  std::int64_t permutations_used = 0;  ///< over all pairs, and all groups together
  std::int64_t resamples_used = 0;     ///< over all groups
  DegenerateCounts permutations_lost{};
  DegenerateCounts resamples_lost{};
};

/// Each group is fitted on its own, turned towards the scores of all; every pair of groups is
/// compared by permutation (its respondents, with their weights, are dealt anew to the two) and by
/// bootstrap (each group resampled on its own). The permutation test is exact for groups that do
/// not differ at all; it says nothing about which moment differs.
///
/// @param groups    at least two, at most 50, each with a solution
/// @param settings  `resamples` permutations of a pair, and resamples of a group
/// @return  numbers that depend on data, settings and seed only
/// @fails   lengths_differ, value_out_of_range (number of groups, resamples),
/// confidence_out_of_range,
///          too_few_observations (a group of fewer than three), path_model_degenerate; both name
///          the group; interrupted
/// @cost    2 x resamples x pairs fits and resamples x groups fits
/// @source  W. W. Chin, J. Dibbern, in: Handbook of Partial Least Squares (2010) 171-193
///          (permutation); J. Henseler, C. M. Ringle, R. R. Sinkovics, Adv. Int. Mark. 20 (2009)
///          277-319 (bootstrap p); J. Henseler, C. M. Ringle, M. Sarstedt, Int. Mark. Rev. 33
///          (2016) 405-431 (invariance)
[[nodiscard]] Result<GroupTests> compare_groups(const PathStudy& study, const Groups& groups,
                                                const ResampleSettings& settings);

}  // namespace zhiheng::stat
