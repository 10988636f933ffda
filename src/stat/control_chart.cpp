#include "stat/control_chart.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

/// Fills in the limits and what they and the run rule single out; values, centre and sigma stand.
void judge(ControlChart& chart, std::span<const double> sizes, double width, double ceiling) {
  constexpr int long_run = 7;
  int run = 0;
  int side = 0;
  for (std::size_t i = 0; i < chart.values.size(); ++i) {
    const double half = width * chart.sigma / std::sqrt(sizes[i]);
    const Interval limits{std::max(0.0, chart.centre - half),
                          std::min(ceiling, chart.centre + half)};
    const double value = chart.values[i];
    if (value < limits.low || value > limits.high) chart.beyond.push_back(i);
    const int now = value > chart.centre ? 1 : value < chart.centre ? -1 : 0;
    run = now != 0 && now == side ? run + 1 : 1;
    side = now;
    if (side != 0 && run >= long_run) chart.runs.push_back(i);
    chart.limits.push_back(limits);
  }
}

}  // namespace

Result<ControlChart> share_chart(std::span<const Proportion> samples, double width) {
  ZH_DO(check_at_least("samples", samples.size(), 2));
  ZH_DO(check_positive("width", width));
  ControlChart chart;
  std::vector<double> sizes;
  double count = 0;
  double trials = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Proportion& sample = samples[i];
    ZH_DO(check_count("samples", i, sample.count, sample.trials));
    sizes.push_back(static_cast<double>(sample.trials));
    chart.values.push_back(static_cast<double>(sample.count) / sizes.back());
    count += static_cast<double>(sample.count);
    trials += sizes.back();
  }
  chart.centre = count / trials;
  chart.sigma = std::sqrt(chart.centre * (1 - chart.centre));
  judge(chart, sizes, width, 1);
  return chart;
}

Result<ControlChart> nonconforming_chart(std::span<const Proportion> samples, double width) {
  ZH_TRY(ControlChart chart, share_chart(samples, width));
  const std::int64_t size = samples.front().trials;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if (samples[i].trials != size) {
      return fail(value_out_of_range, place("size", i), shown(samples[i].trials), shown(size));
    }
  }
  const auto n = static_cast<double>(size);
  chart.centre *= n;
  chart.sigma *= std::sqrt(n);
  for (double& value : chart.values) value *= n;
  for (Interval& limits : chart.limits) limits = {n * limits.low, n * limits.high};
  return chart;
}

Result<ControlChart> rate_chart(std::span<const double> counts, std::span<const double> sizes,
                                double width) {
  ZH_DO(check_at_least("counts", counts.size(), 2));
  ZH_DO(check_same_length("sizes", sizes.size(), counts.size()));
  ZH_DO(check_positive("width", width));
  ControlChart chart;
  double count = 0;
  double units = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    ZH_DO(check_not_negative(place("counts", i), counts[i]));
    ZH_DO(check_positive(place("sizes", i), sizes[i]));
    chart.values.push_back(counts[i] / sizes[i]);
    count += counts[i];
    units += sizes[i];
  }
  chart.centre = count / units;
  chart.sigma = std::sqrt(chart.centre);
  judge(chart, sizes, width, std::numeric_limits<double>::infinity());
  return chart;
}

}  // namespace zhiheng::stat
