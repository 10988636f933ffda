#include "stat/control_chart.h"

#include <sstream>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

std::vector<std::size_t> sorted_indices(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::size_t> found;
  for (std::size_t one = 0; stream >> one;) found.push_back(one - 1);  // R counts from one
  std::ranges::sort(found);
  return found;
}

void expect_chart(const ControlChart& chart, const ReferenceRow& row) {
  SCOPED_TRACE(row.text("chart"));
  expect_close(chart.centre, row.number("center"));
  expect_close(chart.sigma, row.number("sd"));
  expect_close(chart.limits.front().low, row.number("lcl"));
  expect_close(chart.limits.front().high, row.number("ucl"));
  EXPECT_EQ(chart.beyond, sorted_indices(row.text("beyond")));
  EXPECT_EQ(chart.runs, sorted_indices(row.text("runs")));
}

TEST(ControlCharts, AgreeWithTheReferenceProgram) {
  ZH_REFERENCE(expected, "rates/control_charts.expected.csv");
  ZH_REFERENCE(juice, "rates/orangejuice.csv");
  ZH_REFERENCE(circuit, "rates/circuit.csv");
  std::vector<Proportion> samples;
  for (const ReferenceRow& row : juice) {
    if (row.whole("trial") == 1) samples.push_back({row.whole("D"), row.whole("size")});
  }
  expect_chart(*share_chart(samples), expected[0]);
  std::vector<double> counts;
  std::vector<double> sizes;
  for (const ReferenceRow& row : circuit) {
    if (row.whole("trial") != 1) continue;
    counts.push_back(row.number("x"));
    sizes.push_back(row.number("size"));
  }
  expect_chart(*rate_chart(counts, std::vector<double>(counts.size(), 1.0)), expected[1]);
  expect_chart(*rate_chart(counts, sizes), expected[2]);
}

TEST(RateChart, MarksARunOfSevenOnOneSide) {
  const std::vector<double> counts{9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 1};
  const std::vector<double> ones(counts.size(), 1.0);
  const auto chart = rate_chart(counts, ones);
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->runs, (std::vector<std::size_t>{6, 7}));
}

TEST(ShareChart, WidensWhereTheSampleIsSmall) {
  const std::vector<Proportion> samples{{10, 100}, {40, 400}};
  const auto chart = share_chart(samples);
  ASSERT_TRUE(chart);
  EXPECT_LT(chart->limits[0].low, chart->limits[1].low);
  EXPECT_GE(chart->limits[0].low, 0);
}

TEST(NonconformingChart, IsTheShareChartTimesTheSize) {
  const std::vector<Proportion> samples{{10, 100}, {4, 100}, {25, 100}};
  const auto shares = share_chart(samples);
  const auto counts = nonconforming_chart(samples);
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->values, (std::vector<double>{10, 4, 25}));
  expect_close(counts->centre, 13);
  expect_close(counts->sigma, std::sqrt(13 * 0.87));
  expect_close(counts->limits[0].high, 13 + 3 * std::sqrt(13 * 0.87));
  EXPECT_EQ(counts->beyond, shares->beyond);
  EXPECT_EQ(nonconforming_chart(std::vector<Proportion>{{1, 10}, {1, 20}}).error().failure,
            &value_out_of_range);
}

TEST(ControlCharts, RefuseOneSampleAndNegativeCounts) {
  EXPECT_EQ(share_chart(std::vector<Proportion>{{1, 2}}).error().failure, &too_few_observations);
  EXPECT_EQ(share_chart(std::vector<Proportion>{{1, 2}, {1, 0}}).error().failure, &no_trials);
  EXPECT_EQ(rate_chart(std::vector<double>{1, -2}, std::vector<double>{1, 1}).error().failure,
            &value_negative);
  EXPECT_EQ(rate_chart(std::vector<double>{1, 2}, std::vector<double>{1, 0}).error().failure,
            &value_not_positive);
  EXPECT_EQ(rate_chart(std::vector<double>{1, 2}, std::vector<double>{1}).error().failure,
            &lengths_differ);
}

}  // namespace
}  // namespace zhiheng::stat
