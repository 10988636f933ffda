#include "stat/scan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>

#include "stat/failures.h"
#include "stat/scan_data.h"
#include "stat/scan_null.h"
#include "stat/scan_observed.h"
#include "stat/scan_replicates.h"

namespace zhiheng::stat {
namespace {

constexpr std::size_t most_memory = std::size_t{8} << 30;

Result<std::vector<double>> largest_statistics(const PreparedScan& prepared,
                                               const ScanWindows& windows,
                                               const ScanOptions& options) {
  const ScanNull null(options.model, prepared.data.periods, prepared.data.cases,
                      prepared.data.measure);
  std::vector<double> measure = prepared.data.measure;
  const auto total = static_cast<double>(null.total());
  double all = prepared.measure;
  if (options.model == ScanModel::poisson) {
    // Replicates have whole cases; what is expected adds up to them.
    for (double& each : measure) each *= total / prepared.cases;
    all = total;
  }
  const ScanLikelihood likelihood(
      options.model, total, all,
      static_cast<std::size_t>(std::min<std::int64_t>(null.most(), std::int64_t{1} << 24)));
  const ScanReplicates replicates{
      windows,       prepared.intervals,    null,        likelihood, measure, prepared.data.periods,
      options.rates, options.minimum_cases, options.seed};
  if (replicates.memory() > most_memory) {
    return fail(
        too_many_observations, "periods x locations", std::to_string(prepared.data.cases.size()),
        "<= " + std::to_string(most_memory / (replicates.memory() / prepared.data.cases.size())));
  }
  return replicates.largest(static_cast<std::size_t>(options.replicates), options.threads);
}

/// Statistics that differ by rounding alone count as equal.
double rank_p(const std::vector<double>& maxima, double statistic) {
  const double least = statistic - 1e-9 * (1 + statistic);
  const auto reached = std::ranges::count_if(maxima, [&](double each) { return each >= least; });
  return static_cast<double>(1 + reached) / static_cast<double>(1 + maxima.size());
}

/// The upper tail at `statistic` of the Gumbel distribution with the mean and deviation of the
/// maxima; NaN where they have none.
double gumbel_upper(const std::vector<double>& maxima, double statistic) {
  const auto count = static_cast<double>(maxima.size());
  const double mean = std::accumulate(maxima.begin(), maxima.end(), 0.0) / count;
  double squares = 0;
  for (const double each : maxima) squares += (each - mean) * (each - mean);
  const double scale = std::sqrt(6 * squares / (count - 1)) / std::numbers::pi;
  if (!(scale > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double mode = mean - std::numbers::egamma * scale;
  return -std::expm1(-std::exp(-(statistic - mode) / scale));
}

}  // namespace

Result<ScanResult> scan(const ScanData& data, const ScanWindows& windows,
                        const ScanOptions& options) {
  ZH_TRY(const PreparedScan prepared, prepare_scan(data, windows, options));
  ScanResult result;
  result.cases = prepared.cases;
  const ObservedScan observed(prepared, windows, options);
  ZH_TRY(const auto chosen, observed.without_overlap());
  for (const FoundWindow& found : chosen) {
    result.clusters.push_back(observed.cluster(found));
  }
  if (options.replicates > 0) {
    ZH_TRY(result.maxima, largest_statistics(prepared, windows, options));
  }
  judge_clusters(result);
  return result;
}

void judge_clusters(ScanResult& result) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (ScanCluster& each : result.clusters) {
    each.p_value = result.maxima.empty() ? unknown : rank_p(result.maxima, each.statistic);
    each.gumbel_p = gumbel_upper(result.maxima, each.statistic);
  }
}

Result<std::vector<ScanCluster>> best_windows(const ScanData& data, const ScanWindows& windows,
                                              const ScanOptions& options) {
  ZH_TRY(const PreparedScan prepared, prepare_scan(data, windows, options));
  const ObservedScan observed(prepared, windows, options);
  std::vector<ScanCluster> made;
  ZH_TRY(const auto all, observed.best_of_all());
  for (const FoundWindow& found : all) made.push_back(observed.cluster(found));
  return made;
}

}  // namespace zhiheng::stat
