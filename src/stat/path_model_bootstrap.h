#pragma once
// How sure are we of an index or a path? The bootstrap, and what happens to bad resamples.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/parallel.h"
#include "stat/path_model_fit.h"

namespace zhiheng::stat {

struct ResampleSettings {
  std::int64_t resamples = 1000;  ///< 2 .. 1,000,000
  double confidence = 0.95;
  std::uint64_t seed = 1;
  Threads threads = 1;  ///< the answer does not depend on them
};

/// How respondents were drawn, where that was not one by one. Empty: as documented at each list.
struct SampleDesign {
  std::span<const std::size_t> strata = {};    ///< per row; empty: one stratum
  std::span<const std::size_t> clusters = {};  ///< per row: who was drawn; empty: the row itself
};

/// Resamples without a solution, by reason; the list is indexed by Degenerate.
using DegenerateCounts = std::array<std::int64_t, degenerate_kinds>;

struct ResampledQuantity {
  PathQuantity quantity;  ///< with the value of the whole sample
  double mean = 0;        ///< over the resamples that could be solved
  double standard_error = 0;
  Interval interval;  ///< percentiles (R's type 7)
};

struct PathBootstrap {
  std::vector<ResampledQuantity> quantities;  ///< those that are defined, see Extent::resampled
  std::int64_t used = 0;                      ///< resamples that could be solved
  DegenerateCounts degenerate{};
};

/// Rows are drawn with replacement, with their weights, and everything is fitted anew: the means
/// that stand in for missing answers too. Latents are turned towards the scores of the whole
/// sample.
///
/// A resample without a solution (an item that happens not to vary, a collinear block, no
/// standstill) is left out and counted by its reason; statistics are over the others. With a design
/// the clusters of each stratum are drawn, one fewer than there are, and the weights of a stratum
/// with m clusters multiplied by m / (m - 1) (Rao and Wu).
///
/// @return  numbers that depend on data, settings and seed only
/// @fails   confidence_out_of_range, value_out_of_range (resamples), lengths_differ,
///          too_few_observations (a stratum with one cluster), too_many_observations (more than
///          fifty million numbers to keep: resamples x quantities), path_model_degenerate (the
///          whole sample, or fewer than two resamples have a solution), interrupted
/// @cost    resamples x (rows x items^2 / 2 + steps x slots^2)
/// @source  B. Efron, R. J. Tibshirani, An Introduction to the Bootstrap (1993) ch. 13; J. N. K.
/// Rao,
///          C. F. J. Wu, J. Am. Stat. Assoc. 83 (1988) 231-241
/// @checked seminr 2.3.4 bootstrap_model, standard errors within 10 %
[[nodiscard]] Result<PathBootstrap> bootstrap_path_model(const PathStudy& study,
                                                         const ResampleSettings& settings,
                                                         const SampleDesign& design = {});

}  // namespace zhiheng::stat
