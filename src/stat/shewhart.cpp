#include "stat/shewhart.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/range_constants.h"

namespace zhiheng::stat {
namespace {

Result<void> check_standard(const ProcessStandard& standard, double width) {
  ZH_DO(check_positive("width", width));
  if (standard.centre) {
    ZH_DO(check_finite("centre", *standard.centre));
  }
  if (standard.sigma) {
    ZH_DO(check_positive("sigma", *standard.sigma));
  }
  return {};
}

double mean_of(std::span<const double> values) {
  double mean = 0;
  double n = 0;
  for (const double value : values) mean += (value - mean) / ++n;
  return mean;
}

double spread_of(std::span<const double> values, WithinSpread kind) {
  if (kind == WithinSpread::range) {
    const auto [low, high] = std::ranges::minmax(values);
    return high - low;
  }
  const double mean = mean_of(values);
  double squares = 0;
  for (const double value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

/// Mean and standard deviation of the spread measure when sigma is one.
struct Expected {
  double mean = 0;
  double deviation = 0;
};

Expected expected_of(const RangeConstants& constants, WithinSpread kind) {
  if (kind == WithinSpread::range) return {constants.d2, constants.d3};
  return {constants.c4, std::sqrt(1 - constants.c4 * constants.c4)};
}

void add_spread(ChartLine& line, double value, double sigma, const Expected& expected,
                double width) {
  line.values.push_back(value);
  line.centre.push_back(expected.mean * sigma);
  const double half = width * expected.deviation;
  line.limits.push_back(
      {std::max(0.0, (expected.mean - half) * sigma), (expected.mean + half) * sigma});
}

void add_level(VariablesChart& chart, double value, double n, double width) {
  const double error = chart.sigma / std::sqrt(n);
  chart.level.values.push_back(value);
  chart.level.centre.push_back(chart.centre);
  chart.level.limits.push_back({chart.centre - width * error, chart.centre + width * error});
  chart.standardised.push_back((value - chart.centre) / error);
}

}  // namespace

Result<VariablesChart> subgroup_chart(std::span<const double> values,
                                      std::span<const std::size_t> sizes, WithinSpread spread,
                                      const ProcessStandard& standard, double width) {
  ZH_DO(check_standard(standard, width));
  ZH_DO(check_at_least("subgroups", sizes.size(), 2));
  ZH_DO(check_finite("values", values));
  std::map<std::size_t, Expected> expected;
  std::vector<double> means, spreads;
  double sigma = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (!expected.contains(sizes[i])) {
      const auto constants = range_constants(sizes[i]);
      if (!constants) {
        return fail(value_out_of_range, place("subgroups", i), std::to_string(sizes[i]), "2..100");
      }
      expected[sizes[i]] = expected_of(*constants, spread);
    }
    ZH_DO(check_at_least("values", values.size(), first + sizes[i]));
    const auto own = values.subspan(first, sizes[i]);
    first += sizes[i];
    means.push_back(mean_of(own));
    spreads.push_back(spread_of(own, spread));
    sigma += spreads.back() / expected[sizes[i]].mean / static_cast<double>(sizes.size());
  }
  ZH_DO(check_same_length("values", values.size(), first));
  VariablesChart chart;
  chart.centre = standard.centre.value_or(mean_of(values));
  chart.sigma = standard.sigma.value_or(sigma);
  if (!(chart.sigma > 0)) return fail(no_spread, "values", shown(chart.centre), "> 1 value");
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    add_level(chart, means[i], static_cast<double>(sizes[i]), width);
    add_spread(chart.spread, spreads[i], chart.sigma, expected[sizes[i]], width);
  }
  return chart;
}

Result<VariablesChart> individuals_chart(std::span<const double> values,
                                         const ProcessStandard& standard, double width) {
  ZH_DO(check_standard(standard, width));
  ZH_DO(check_at_least("values", values.size(), 2));
  ZH_DO(check_finite("values", values));
  ZH_TRY(const RangeConstants two, range_constants(2));
  std::vector<double> ranges;
  for (std::size_t i = 1; i < values.size(); ++i) {
    ranges.push_back(std::abs(values[i] - values[i - 1]));
  }
  VariablesChart chart;
  chart.centre = standard.centre.value_or(mean_of(values));
  chart.sigma = standard.sigma.value_or(mean_of(ranges) / two.d2);
  if (!(chart.sigma > 0)) return fail(no_spread, "values", shown(chart.centre), "> 1 value");
  for (const double value : values) add_level(chart, value, 1, width);
  for (const double range : ranges) {
    add_spread(chart.spread, range, chart.sigma, {two.d2, two.d3}, width);
  }
  return chart;
}

namespace {

/// How many points in a row, this one included, have held a property; `holds(i)` may look back.
template <class Holds>
void mark_runs(std::vector<std::uint8_t>& marks, int rule, std::size_t length, const Holds& holds) {
  std::size_t run = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    run = holds(i) ? run + 1 : 0;
    if (run >= length) marks[i] |= static_cast<std::uint8_t>(1U << (rule - 1));
  }
}

/// At least `many` of the last `window` points, this one among them, lie beyond `border` on a side.
void mark_beyond(std::vector<std::uint8_t>& marks, int rule, std::span<const double> z,
                 std::size_t many, std::size_t window, double border) {
  for (const double side : {1.0, -1.0}) {
    std::size_t seen = 0;
    for (std::size_t i = 0; i < z.size(); ++i) {
      seen += side * z[i] > border ? 1 : 0;
      if (i >= window) seen -= side * z[i - window] > border ? 1 : 0;
      if (seen >= many && side * z[i] > border) {
        marks[i] |= static_cast<std::uint8_t>(1U << (rule - 1));
      }
    }
  }
}

}  // namespace

Result<std::vector<std::uint8_t>> nelson_rules(std::span<const double> standardised) {
  ZH_DO(check_finite("values", standardised));
  const auto& z = standardised;
  std::vector<std::uint8_t> marks(z.size(), 0);
  const auto step = [&](std::size_t i) { return z[i] - z[i - 1]; };
  mark_runs(marks, 1, 1, [&](std::size_t i) { return std::abs(z[i]) > 3; });
  for (const double side : {1.0, -1.0}) {
    mark_runs(marks, 2, 9, [&](std::size_t i) { return side * z[i] > 0; });
    // Six points are five steps; fourteen points in turn are twelve turns.
    mark_runs(marks, 3, 5, [&](std::size_t i) { return i > 0 && side * step(i) > 0; });
  }
  mark_runs(marks, 4, 12, [&](std::size_t i) {
    return i > 1 && ((step(i) > 0 && step(i - 1) < 0) || (step(i) < 0 && step(i - 1) > 0));
  });
  mark_beyond(marks, 5, z, 2, 3, 2);
  mark_beyond(marks, 6, z, 4, 5, 1);
  mark_runs(marks, 7, 15, [&](std::size_t i) { return std::abs(z[i]) < 1; });
  mark_runs(marks, 8, 8, [&](std::size_t i) { return std::abs(z[i]) > 1; });
  return marks;
}

Result<ChartLine> ewma_chart(std::span<const double> values, double centre, double sigma,
                             double lambda, double width) {
  ZH_DO(check_at_least("values", values.size(), 1));
  ZH_DO(check_finite("values", values));
  ZH_DO(check_standard({centre, sigma}, width));
  if (!(lambda > 0 && lambda <= 1)) {
    return fail(value_out_of_range, "lambda", shown(lambda), "> 0, <= 1");
  }
  ChartLine line;
  double average = centre;
  double left = 1;  // (1 - lambda)^(2 i)
  for (const double value : values) {
    average += lambda * (value - average);
    left *= (1 - lambda) * (1 - lambda);
    const double half = width * sigma * std::sqrt(lambda / (2 - lambda) * (1 - left));
    line.values.push_back(average);
    line.centre.push_back(centre);
    line.limits.push_back({centre - half, centre + half});
  }
  return line;
}

}  // namespace zhiheng::stat
