#pragma once
// Is a measured process under statistical control? Charts of means, ranges, deviations and single
// values, Nelson's rules, and the exponentially weighted mean.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// One line of a chart: what is plotted, and where it may lie.
struct ChartLine {
  std::vector<double> values;
  std::vector<double> centre;
  std::vector<Interval> limits;
};

/// Level and spread side by side; `sigma` is the deviation of one value within its subgroup.
struct VariablesChart {
  double centre = 0;
  double sigma = 0;
  ChartLine level;   ///< subgroup means, or single values
  ChartLine spread;  ///< ranges, deviations, or moving ranges (one fewer than the values)
  /// (level - centre) sqrt(n) / sigma per subgroup: what nelson_rules takes.
  std::vector<double> standardised;
};

/// A process whose standard is known beforehand; else both are estimated from the data.
struct ProcessStandard {
  std::optional<double> centre = {};
  std::optional<double> sigma = {};  ///< > 0
};

enum class WithinSpread {
  range,      ///< sigma = mean of R / d2(n)
  deviation,  ///< sigma = mean of s / c4(n)
};

/// X-bar with R or s chart; subgroups may differ in size. Limits centre -/+ width sigma / sqrt(n),
/// (d2 -/+ width d3) sigma, (c4 -/+ width sqrt(1 - c4^2)) sigma, the latter two cut at 0.
///
/// @param values  subgroup after subgroup
/// @param sizes   of the subgroups, each 2..100; at least two subgroups
/// @fails   too_few_observations, lengths_differ, value_not_finite, value_not_positive (width,
///          sigma), value_out_of_range (a size), no_spread
/// @source  ISO 7870-2:2013, clause 6 (GB/T 17989.2)
[[nodiscard]] Result<VariablesChart> subgroup_chart(std::span<const double> values,
                                                    std::span<const std::size_t> sizes,
                                                    WithinSpread spread = WithinSpread::range,
                                                    const ProcessStandard& standard = {},
                                                    double width = 3);

/// Single values with moving ranges of two: sigma = mean range / d2(2).
///
/// @param values  at least two
/// @fails   as subgroup_chart
/// @source  ISO 7870-2:2013, clause 6
[[nodiscard]] Result<VariablesChart> individuals_chart(std::span<const double> values,
                                                       const ProcessStandard& standard = {},
                                                       double width = 3);

/// Nelson's eight tests for special causes; bit r - 1 of the answer is set where rule r is
/// complete: 1 one point beyond 3; 2 nine in a row on one side; 3 six in a row rising or falling; 4
/// fourteen in a row going up and down; 5 two of three beyond 2 on one side; 6 four of five beyond
/// 1 on one side; 7 fifteen in a row within 1; 8 eight in a row beyond 1, on either side.
///
/// @param standardised  (value - centre) / sigma in the order of time
/// @return  a byte per point
/// @fails   value_not_finite
/// @source  L. S. Nelson, J. Qual. Technol. 16 (1984) 237-239
[[nodiscard]] Result<std::vector<std::uint8_t>> nelson_rules(std::span<const double> standardised);

/// Exponentially weighted moving average: z = lambda x + (1 - lambda) z before, from the centre;
/// limits centre -/+ width sigma sqrt(lambda / (2 - lambda) (1 - (1 - lambda)^(2 i))).
///
/// @param values  single values or subgroup means
/// @param centre, sigma  of one plotted value, sigma > 0
/// @param lambda  0 < lambda <= 1; 1 is the Shewhart chart
/// @fails   too_few_observations (none), value_not_finite, value_not_positive, value_out_of_range
/// @source  S. W. Roberts, Technometrics 1 (1959) 239-250; ISO 7870-6:2016
[[nodiscard]] Result<ChartLine> ewma_chart(std::span<const double> values, double centre,
                                           double sigma, double lambda = 0.2, double width = 3);

}  // namespace zhiheng::stat
