#pragma once
// What a scan is given, checked, with what is expected of every cell.

#include <vector>

#include "stat/scan.h"
#include "stat/scan_replicates.h"

namespace zhiheng::stat {

/// A scan has at most so many cases.
inline constexpr double most_scan_cases = 1e9;

struct PreparedScan {
  ScanData
      data;  ///< its measure is that of the model, and adds up to the cases where they are given
  double cases = 0;
  double measure = 0;
  std::vector<ScanInterval> intervals;
};

/// @fails   as scan
[[nodiscard]] Result<PreparedScan> prepare_scan(const ScanData& data, const ScanWindows& windows,
                                                const ScanOptions& options);

}  // namespace zhiheng::stat
