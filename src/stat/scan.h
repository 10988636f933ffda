#pragma once
// Where, and when, are there more cases than chance explains?
//
// Scan statistics: of all windows the one whose cases are least likely without a cluster, with the
// probability that chance alone shows one as unlikely anywhere.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/scan_likelihood.h"
#include "stat/scan_windows.h"

namespace zhiheng::stat {

/// Cases of locations, or of locations and periods: cell location * periods + period.
struct ScanData {
  std::size_t locations = 0;
  std::size_t periods = 1;
  std::vector<double> cases;
  /// Expected cases (poisson: any multiple; expectation: as they are), or units (bernoulli);
  /// permutation needs none.
  std::vector<double> measure;
};

struct ScanOptions {
  ScanModel model = ScanModel::poisson;
  ScanRates rates = ScanRates::high;
  std::int64_t minimum_cases = 2;  ///< in windows of a high rate
  std::int64_t shortest = 1;       ///< periods
  std::int64_t longest = 0;        ///< periods; 0 for all
  bool prospective = false;        ///< only windows that reach to the last period
  std::int64_t replicates = 999;   ///< data sets without a cluster; 0 for no p-values
  std::uint64_t seed = 1;          ///< same seed, same answer
  Threads threads = 1;
  std::int64_t most_clusters = 20;
  /// Secondary clusters are sought among the most likely window of each centre, not among all.
  bool one_per_centre = false;
};

/// A window and its cases.
struct ScanCluster {
  std::size_t walk = 0;                  ///< of the windows
  std::vector<std::uint32_t> locations;  ///< from the centre outwards
  std::size_t first_period = 0;
  std::size_t last_period = 0;
  double cases = 0;
  double measure = 0;        ///< expected cases, or units
  double expected = 0;       ///< expected cases
  double ratio = 0;          ///< log likelihood ratio
  double statistic = 0;      ///< the ratio times the penalty of the window's shape
  double relative_risk = 0;  ///< rate inside over rate outside; infinite when there is none outside
  double p_value = 1;        ///< rank among the replicates; NaN without replicates
  double gumbel_p = 1;       ///< by the Gumbel distribution of their mean and deviation
};

struct ScanResult {
  std::vector<ScanCluster> clusters;  ///< no two share a location; the likeliest first
  std::vector<double> maxima;         ///< largest statistic of each replicate
  double cases = 0;
};

/// The likeliest cluster and secondary ones that do not overlap with likelier ones.
///
/// The p-value of a cluster is (1 + replicates whose largest statistic is at least its own) / (1 +
/// replicates). Replicate i is drawn with stream i + 1 of the seed, whatever the number of threads.
///
/// @fails   lengths_differ, value_not_finite, value_negative, value_out_of_range (options; cases
///          where nothing is expected, more cases than units, cases that a model needs whole),
///          too_few_observations (no cases; one period), too_many_observations
/// @cost    windows x intervals x replicates / 64 rows of 64 counts
/// @source  M. Kulldorff, Commun. Stat. Theory Methods 26 (1997) 1481-1496; J. R. Stat. Soc. A 164
///          (2001) 61-72 (prospective); M. Kulldorff et al., PLoS Med. 2 (2005) e59 (permutation);
///          A. M. Abrams, K. Kleinman, M. Kulldorff, Int. J. Health Geogr. 9 (2010) 61 (Gumbel)
/// @checked SaTScan 10.3.2, smerc 1.8.4, SpatialEpi 1.2.8, scanstatistics 1.1.2 on the shared data
[[nodiscard]] Result<ScanResult> scan(const ScanData& data, const ScanWindows& windows,
                                      const ScanOptions& options = {});

/// Gives the clusters of a result their p-values by its maxima.
void judge_clusters(ScanResult& result);

/// The likeliest window of every walk, in their order; its first, with a statistic of 0, when none
/// has a rate as sought. No replicates are drawn and no p-values given.
///
/// @fails   as scan
[[nodiscard]] Result<std::vector<ScanCluster>> best_windows(const ScanData& data,
                                                            const ScanWindows& windows,
                                                            const ScanOptions& options = {});

}  // namespace zhiheng::stat
