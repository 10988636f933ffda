#pragma once
// Is a process of counts under statistical control? Shewhart charts of attributes.

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"
#include "stat/proportion.h"

namespace zhiheng::stat {

struct ControlChart {
  double centre = 0;
  double sigma =
      0;  ///< of one unit: sqrt(p (1 - p)) for shares, sqrt(u) for rates, sqrt(c) for counts
  std::vector<double> values;       ///< what is plotted, one per sample
  std::vector<Interval> limits;     ///< one per sample: they widen where the sample is small
  std::vector<std::size_t> beyond;  ///< samples outside their limits, ascending
  std::vector<std::size_t> runs;    ///< samples that end a run of seven or more on one side
};

/// p chart: shares of nonconforming units. Limits centre -/+ width sigma / sqrt(n), cut to [0, 1].
///
/// @param samples  at least two
/// @param width    in sigmas, > 0
/// @fails   too_few_observations, no_trials, count_out_of_range, value_not_positive
/// @source  ISO 7870-2:2013, clause 7; W. A. Shewhart, Economic Control of Quality (1931)
/// @checked R qcc 2.7 on orangejuice
[[nodiscard]] Result<ControlChart> share_chart(std::span<const Proportion> samples,
                                               double width = 3);

/// np chart: counts of nonconforming units in samples of one size n: the p chart times n.
///
/// @fails   as share_chart; value_out_of_range where the sizes differ (a p chart takes those)
/// @source  ISO 7870-2:2013, clause 7
[[nodiscard]] Result<ControlChart> nonconforming_chart(std::span<const Proportion> samples,
                                                       double width = 3);

/// u chart: nonconformities per unit, sum of counts over sum of sizes. Low limits are cut at 0.
///
/// @param counts  nonconformities per sample, >= 0
/// @param sizes   units per sample, > 0; all one: a c chart
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_negative,
///          value_not_positive
/// @checked R qcc 2.7 on circuit
[[nodiscard]] Result<ControlChart> rate_chart(std::span<const double> counts,
                                              std::span<const double> sizes, double width = 3);

}  // namespace zhiheng::stat
