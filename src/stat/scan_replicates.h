#pragma once
// The largest statistic of many data sets without a cluster: where a scan spends its time.

#include <cstdint>
#include <span>
#include <vector>

#include "stat/scan_likelihood.h"
#include "stat/scan_null.h"
#include "stat/scan_windows.h"

namespace zhiheng::stat {

/// Consecutive periods. They stand in an order in which each follows from the one before it by the
/// addition of a period.
struct ScanInterval {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t added = 0;  ///< the period by which it exceeds the one before
  bool starts = false;    ///< it has that period alone
  bool looked_at = true;  ///< false when it is too short to be a window
};

[[nodiscard]] std::vector<ScanInterval> scan_intervals(std::size_t periods, std::size_t shortest,
                                                       std::size_t longest, bool prospective);

struct ScanReplicates {
  const ScanWindows& windows;
  const std::vector<ScanInterval>& intervals;
  const ScanNull& null;
  const ScanLikelihood& likelihood;  ///< of the replicates' total
  std::span<const double> measure;   ///< by cell
  std::size_t periods = 1;
  ScanRates rates = ScanRates::high;
  std::int64_t minimum_cases = 2;
  std::uint64_t seed = 1;

  /// One per replicate, in their order.
  ///
  /// Replicates go through the windows 32 or 64 at a time, their counts side by side. A count is
  /// turned into a statistic only where one of them may exceed what its data set has shown already:
  /// the statistic grows with the count, so that for each measure there is a count below which it
  /// cannot.
  ///
  /// @fails interrupted
  [[nodiscard]] Result<std::vector<double>> largest(std::size_t replicates,
                                                    const Threads& threads) const;

  /// Bytes that one thread needs.
  [[nodiscard]] std::size_t memory() const;
};

}  // namespace zhiheng::stat
