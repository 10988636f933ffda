#pragma once
// Solving a study again and again under other weights of its rows; shared by bootstrap and
// permutation tests.

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "stat/path_model_bootstrap.h"

namespace zhiheng::stat {

/// One solver with its memory; each thread has its own.
class Refit {
 public:
  explicit Refit(const PathStudy& study);

  /// Fits under these weights, one per row.
  [[nodiscard]] Degenerate fit(std::span<const double> weights,
                               std::span<const double> orientation = {});
  [[nodiscard]] const std::vector<PathQuantity>& quantities() const { return quantities_; }
  [[nodiscard]] const PathSolution& solution() const { return solver_.solution(); }
  [[nodiscard]] const ItemMoments& moments() const { return moments_; }

 private:
  const PathStudy& study_;
  PathSolver solver_;
  ItemMoments moments_;
  std::vector<PathQuantity> quantities_;
};

/// Draws the weights of a resample.
class Resampler {
 public:
  /// @fails  lengths_differ, too_few_observations (a stratum with one cluster)
  [[nodiscard]] static Result<Resampler> prepare(std::span<const double> weights,
                                                 const SampleDesign& design);

  /// Weights of the rows in resample `index` of this seed.
  void draw(std::uint64_t seed, std::uint64_t index, std::vector<double>& weights) const;

 private:
  struct Stratum {
    std::vector<std::vector<std::size_t>> clusters;  ///< rows of each
  };
  std::vector<double> weights_;
  std::vector<std::size_t> rows_;  ///< without a design: those that may be drawn
  std::vector<Stratum> strata_;
};

/// What resamples say of one number.
struct ResampleSummary {
  double mean = 0;
  double standard_error = 0;
  Interval interval;  ///< percentiles (R's type 7)
};

/// Over the values that are finite; nothing if these are fewer than two. Sorts `values`.
[[nodiscard]] std::optional<ResampleSummary> summarise(std::vector<double>& values,
                                                       double confidence);

/// How many could be solved; the others are added to `degenerate` by reason.
std::int64_t count_outcomes(std::span<const Degenerate> outcomes, DegenerateCounts& degenerate);

/// @fails value_out_of_range, confidence_out_of_range
[[nodiscard]] Result<void> check_settings(const ResampleSettings& settings);

/// Refuses to keep more than fifty million numbers (400 MB) until their percentiles are known.
///
/// @param each  numbers that a resample leaves behind
/// @fails too_many_observations, with the number of resamples that would do
[[nodiscard]] Result<void> check_room(const ResampleSettings& settings, std::size_t each);

/// Calls `work(first, last)` for stretches of 0 .. resamples on the threads asked for.
///
/// @fails interrupted
[[nodiscard]] Result<void> in_stretches(
    const ResampleSettings& settings,
    const std::function<void(std::size_t first, std::size_t last)>& work);

}  // namespace zhiheng::stat
