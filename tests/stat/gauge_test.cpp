#include "stat/gauge.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"
#include "stat/range_constants.h"

namespace zhiheng::stat {
namespace {

/// Ten parts, three appraisers, three trials: the example of AIAG, Measurement Systems Analysis,
/// 4th ed. (2010); a line per appraiser and trial.
const double published[3][3][10] = {
    {{0.29, -0.56, 1.34, 0.47, -0.80, 0.02, 0.59, -0.31, 2.26, -1.36},
     {0.41, -0.68, 1.17, 0.50, -0.92, -0.11, 0.75, -0.20, 1.99, -1.25},
     {0.64, -0.58, 1.27, 0.64, -0.84, -0.21, 0.66, -0.17, 2.01, -1.31}},
    {{0.08, -0.47, 1.19, 0.01, -0.56, -0.20, 0.47, -0.63, 1.80, -1.68},
     {0.25, -1.22, 0.94, 1.03, -1.20, 0.22, 0.55, 0.08, 2.12, -1.62},
     {0.07, -0.68, 1.34, 0.20, -1.28, 0.06, 0.83, -0.34, 2.19, -1.50}},
    {{0.04, -1.38, 0.88, 0.14, -1.46, -0.29, 0.02, -0.46, 1.77, -1.49},
     {-0.11, -1.13, 1.09, 0.20, -1.07, -0.67, 0.01, -0.56, 1.45, -1.77},
     {-0.15, -0.96, 0.67, 0.11, -1.45, -0.49, 0.21, -0.49, 1.87, -2.16}}};

std::vector<GaugeReading> example() {
  std::vector<GaugeReading> readings;
  for (std::size_t by = 0; by < 3; ++by) {
    for (const auto& trial : published[by]) {
      for (std::size_t part = 0; part < 10; ++part) readings.push_back({part, by, trial[part]});
    }
  }
  return readings;
}

TEST(GaugeByVariance, ReproducesThePublishedExample) {
  const auto study = gauge_by_variance(example());
  ASSERT_TRUE(study);
  EXPECT_FALSE(study->interaction_kept);
  EXPECT_NEAR(std::sqrt(study->repeatability.variance), 0.199933, 5e-7);
  EXPECT_NEAR(std::sqrt(study->reproducibility.variance), 0.226838, 5e-7);
  EXPECT_NEAR(std::sqrt(study->gauge.variance), 0.302373, 2e-6);
  EXPECT_NEAR(std::sqrt(study->parts.variance), 1.042327, 5e-7);
  EXPECT_NEAR(study->gauge.study, 0.279, 5e-4);
  EXPECT_NEAR(study->gauge.contribution, 0.078, 5e-4);
  EXPECT_EQ(study->distinct_categories, 4);
}

TEST(GaugeByRange, ReproducesThePublishedExample) {
  const auto study = gauge_by_range(example());
  ASSERT_TRUE(study);
  // The manual rounds its factors to four digits, and what it computes by hand.
  EXPECT_NEAR(std::sqrt(study->repeatability.variance), 0.20188, 2e-4);
  EXPECT_NEAR(std::sqrt(study->reproducibility.variance), 0.22963, 2e-4);
  EXPECT_NEAR(std::sqrt(study->gauge.variance), 0.30575, 2e-4);
  EXPECT_NEAR(std::sqrt(study->parts.variance), 1.10456, 2e-4);
  EXPECT_NEAR(study->gauge.study, 0.2668, 2e-4);
  EXPECT_EQ(study->distinct_categories, 5);
}

TEST(GaugeStudies, DoNotDependOnOrderNamesOrAShift) {
  auto readings = example();
  std::ranges::reverse(readings);
  for (GaugeReading& reading : readings) {
    reading.part = 100 - 7 * reading.part;
    reading.value = 1000 + 10 * reading.value;
  }
  expect_close(gauge_by_variance(readings)->gauge.variance,
               100 * gauge_by_variance(example())->gauge.variance);
  expect_close(gauge_by_range(readings)->gauge.study, gauge_by_range(example())->gauge.study);
  expect_close(gauge_by_variance(readings, 20)->gauge.tolerance,
               gauge_by_variance(example(), 2)->gauge.tolerance);
}

TEST(GaugeByVariance, KeepsAnInteractionThatIsThere) {
  Random random(2);
  std::vector<GaugeReading> readings;
  for (std::size_t part = 0; part < 20; ++part) {
    const double level = 5 * random.normal();
    for (std::size_t by = 0; by < 4; ++by) {
      const double taste = 2 * random.normal();
      for (int repeat = 0; repeat < 5; ++repeat) {
        readings.push_back({part, by, level + taste + 0.5 * random.normal()});
      }
    }
  }
  const auto study = gauge_by_variance(readings);
  EXPECT_TRUE(study->interaction_kept);
  EXPECT_NEAR(study->interaction.variance, 4, 1.5);
  EXPECT_NEAR(study->repeatability.variance, 0.25, 0.06);
  double sum = study->gauge.contribution + study->parts.contribution;
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(GaugeStudies, RefuseHalfATableAndConstants) {
  auto readings = example();
  readings.pop_back();
  EXPECT_EQ(gauge_by_variance(readings).error().failure, &lengths_differ);
  readings = {{1, 1, 5}, {1, 1, 5}, {1, 2, 5}, {1, 2, 5},
              {2, 1, 5}, {2, 1, 5}, {2, 2, 5}, {2, 2, 5}};
  EXPECT_EQ(gauge_by_variance(readings).error().failure, &no_spread);
  EXPECT_EQ(gauge_by_range(readings).error().failure, &no_spread);
  readings[0].value = NAN;
  EXPECT_EQ(gauge_by_range(readings).error().failure, &value_not_finite);
  readings.resize(4);
  EXPECT_EQ(gauge_by_range(readings).error().failure, &too_few_observations);
  EXPECT_EQ(gauge_by_variance(example(), -1).error().failure, &value_negative);
}

TEST(RangeConstants, AgreeWithThePrintedTables) {
  struct Row {
    std::size_t n;
    double d2, d3, c4;
  };
  // ISO 7870-2 and D. C. Montgomery, Introduction to Statistical Quality Control, appendix VI.
  for (const Row& row :
       {Row{2, 1.128, 0.853, 0.7979}, Row{3, 1.693, 0.888, 0.8862}, Row{5, 2.326, 0.864, 0.9400},
        Row{10, 3.078, 0.797, 0.9727}, Row{25, 3.931, 0.708, 0.9896}}) {
    const auto found = range_constants(row.n);
    EXPECT_NEAR(found->d2, row.d2, 5.1e-4) << row.n;
    EXPECT_NEAR(found->d3, row.d3, 5.1e-4) << row.n;
    EXPECT_NEAR(found->c4, row.c4, 5.1e-5) << row.n;
  }
  // Two values: |difference| / sqrt 2 is half normal.
  expect_close(range_constants(2)->d2, 2 / std::sqrt(3.14159265358979323846));
  expect_close(range_constants(2)->d3, std::sqrt(2 - 4 / 3.14159265358979323846));
  EXPECT_EQ(range_constants(1).error().failure, &value_out_of_range);
  EXPECT_EQ(range_constants(101).error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
