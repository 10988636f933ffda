#pragma once
// The satisfaction index of each region, firm or age group, on one scale.

#include <cstdint>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/path_model_bootstrap.h"
#include "stat/path_model_groups.h"

namespace zhiheng::stat {

/// The index of a latent in a group, with the weights of all respondents together.
struct GroupIndex {
  std::size_t group = 0;
  std::size_t latent = 0;
  std::int64_t rows = 0;  ///< with weight
  double index = 0;
  bool has_interval = false;  ///< else the next two are not to be shown
  double standard_error = 0;
  Interval interval;
};

struct GroupIndices {
  std::vector<GroupIndex> indices;
  std::int64_t used = 0;
  DegenerateCounts degenerate{};
};

/// One set of weights for all, so that groups can be compared even when they are small; intervals
/// by bootstrap of all rows, see bootstrap_path_model(). Where an answer is missing the item's mean
/// over all rows stands in. A group with fewer than two rows has an index but no interval.
///
/// @param groups  at most 10,000
/// @fails   as bootstrap_path_model, and value_out_of_range (number of groups)
/// @cost    that of bootstrap_path_model, and resamples x rows x items
[[nodiscard]] Result<GroupIndices> index_by_group(const PathStudy& study, const Groups& groups,
                                                  const ResampleSettings& settings,
                                                  const SampleDesign& design = {});

}  // namespace zhiheng::stat
