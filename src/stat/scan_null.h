#pragma once
// How would the cases fall if there were no cluster?

#include <cstdint>
#include <span>
#include <vector>

#include "stat/random.h"
#include "stat/scan_likelihood.h"

namespace zhiheng::stat {

/// Draws places with given weights in constant time each.
///
/// @source A. J. Walker, ACM Trans. Math. Softw. 3 (1977) 253-256
class WeightedDraw {
 public:
  /// @param weights  none negative, at least one positive
  explicit WeightedDraw(std::span<const double> weights);
  [[nodiscard]] std::uint32_t draw(Random& random) const;

 private:
  struct Slot {
    double share = 1;  ///< of the slot that is its own
    std::uint32_t other = 0;
  };
  std::vector<Slot> slots_;
};

/// Data without a cluster, given what the model takes as given: the total (poisson), the units and
/// the total (bernoulli), both margins (permutation), nothing (expectation).
///
/// Cells are location * periods + period. Totals are rounded to whole cases.
class ScanNull {
 public:
  ScanNull(ScanModel model, std::size_t periods, std::span<const double> cases,
           std::span<const double> measure);

  /// A cell for each case.
  void draw(Random& random, std::vector<std::uint32_t>& cells) const;
  [[nodiscard]] std::int64_t total() const { return total_; }
  /// What the cases of one draw do not exceed, but for odds below 1e-30.
  [[nodiscard]] std::int64_t most() const;

 private:
  void draw_units(Random& random, std::vector<std::uint32_t>& cells) const;
  void permute(Random& random, std::vector<std::uint32_t>& cells) const;

  ScanModel model_;
  std::size_t periods_;
  std::vector<std::int64_t> units_;
  std::vector<std::uint32_t> first_cells_;  ///< of each case's location
  std::vector<std::uint32_t> periods_of_cases_;
  std::int64_t total_ = 0;
  double mean_ = 0;
  WeightedDraw weighted_;
};

}  // namespace zhiheng::stat
