#pragma once
// The likeliest windows of the data itself, to full precision.

#include <cstddef>
#include <vector>

#include "stat/scan_data.h"
#include "stat/scan_likelihood.h"

namespace zhiheng::stat {

/// The likeliest window along a walk.
struct FoundWindow {
  double statistic = 0;
  std::size_t walk = 0;
  std::size_t end = 0;  ///< behind its last member
  std::size_t interval = 0;
  double cases = 0;
  double measure = 0;
};

class ObservedScan {
 public:
  ObservedScan(const PreparedScan& prepared, const ScanWindows& windows,
               const ScanOptions& options);

  /// Windows that hold a location marked in `taken` are left out.
  [[nodiscard]] FoundWindow best(std::size_t walk, const std::vector<bool>& taken) const;
  /// That of every walk.
  /// @fails interrupted
  [[nodiscard]] Result<std::vector<FoundWindow>> best_of_all() const;
  /// The likeliest first; none shares a location with another.
  /// @fails interrupted
  [[nodiscard]] Result<std::vector<FoundWindow>> without_overlap() const;

  /// With all but its p-values.
  [[nodiscard]] ScanCluster cluster(const FoundWindow& found) const;

 private:
  struct Cell {
    double cases = 0;
    double measure = 0;
  };

  [[nodiscard]] bool sought(double cases, double measure) const;
  [[nodiscard]] std::size_t free_members(const ScanWalk& walk,
                                         const std::vector<bool>& taken) const;
  void keep_one_per_centre(std::vector<FoundWindow>& all) const;

  const PreparedScan& prepared_;
  const ScanWindows& windows_;
  const ScanOptions& options_;
  ScanLikelihood likelihood_;
  std::vector<Cell> sums_;  ///< over the periods up to each, so that an interval is a difference
};

}  // namespace zhiheng::stat
