#include "stat/shewhart.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

/// Inside diameters of piston rings, the first four samples of D. C. Montgomery, Introduction to
/// Statistical Quality Control, table 6.3.
const std::vector<double> rings{74.030, 74.002, 74.019, 73.992, 74.008, 73.995, 73.992,
                                74.001, 74.011, 74.004, 73.988, 74.024, 74.021, 74.005,
                                74.002, 74.002, 73.996, 73.993, 74.015, 74.009};
const std::vector<std::size_t> fives(4, 5);

TEST(SubgroupChart, AgreesWithItsFormulas) {
  // R 4.2.2: d2(5) by integrate(), c4 by gamma().
  const auto by_range = subgroup_chart(rings, fives);
  ASSERT_TRUE(by_range);
  expect_close(by_range->centre, 74.00545);
  expect_close(by_range->sigma, 0.0123606527334409);
  expect_close(by_range->level.limits[0].low, 73.988866444145, 1e-12);
  expect_close(by_range->level.limits[0].high, 74.0220335558549, 1e-12);
  EXPECT_EQ(by_range->spread.limits[0].low, 0);
  const auto by_deviation = subgroup_chart(rings, fives, WithinSpread::deviation);
  expect_close(by_deviation->sigma, 0.0122623578155424);
  expect_close(by_deviation->spread.limits[0].high, 0.0240787081861261);
  expect_close(by_deviation->spread.values[0], 0.014771594362154, 1e-9);
}

TEST(SubgroupChart, WidensForSmallerSubgroups) {
  const std::vector<std::size_t> mixed{2, 8, 10};
  const auto chart = subgroup_chart(rings, mixed);
  ASSERT_TRUE(chart);
  const auto width = [&](std::size_t i) {
    return chart->level.limits[i].high - chart->level.limits[i].low;
  };
  expect_close(width(0) / width(1), 2);
  EXPECT_GT(width(1), width(2));
}

TEST(IndividualsChart, TakesSigmaFromMovingRanges) {
  const std::vector<double> values{10.1, 9.8, 10.4, 10.0, 9.7, 10.9};
  const auto chart = individuals_chart(values);
  ASSERT_TRUE(chart);
  expect_close(chart->sigma, 0.496287078253545);  // mean(abs(diff(v))) / (2 / sqrt(pi))
  EXPECT_EQ(chart->spread.values.size(), 5U);
  expect_close(chart->standardised[5], (10.9 - chart->centre) / chart->sigma);
  const auto known = individuals_chart(values, {.centre = 10, .sigma = 0.5});
  expect_close(known->level.limits[0].high, 11.5);
}

TEST(VariablesCharts, MoveWithTheUnit) {
  std::vector<double> microns = rings;
  for (double& value : microns) value = 1000 * value - 70000;
  const auto one = subgroup_chart(rings, fives);
  const auto other = subgroup_chart(microns, fives);
  expect_close(other->sigma, 1000 * one->sigma, 1e-8);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(other->standardised[i], one->standardised[i], 1e-8);
  }
}

/// The points where a rule is complete.
std::vector<std::size_t> where(int rule, const std::vector<double>& z) {
  const auto marks = *nelson_rules(z);
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    if ((marks[i] >> (rule - 1) & 1) != 0) found.push_back(i);
  }
  return found;
}

using Points = std::vector<std::size_t>;

TEST(NelsonRules, CompleteWhereTheirPatternDoes) {
  EXPECT_EQ(where(1, {0, 3.1, 3, -3.1}), (Points{1, 3}));
  EXPECT_EQ(where(2, std::vector<double>(10, 0.1)), (Points{8, 9}));
  EXPECT_EQ(where(2, {1, 1, 1, 1, -1, 1, 1, 1, 1, 1, 1, 1, 1}), Points{});
  EXPECT_EQ(where(3, {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}), (Points{5, 6}));
  EXPECT_EQ(where(3, {0.5, 0.4, 0.3, 0.2, 0.1, 0.0}), Points{5});
  EXPECT_EQ(where(3, {0, 0.1, 0.2, 0.2, 0.4, 0.5}), Points{});
  std::vector<double> saw(15, 0.2);
  for (std::size_t i = 1; i < saw.size(); i += 2) saw[i] = -0.2;
  EXPECT_EQ(where(4, saw), (Points{13, 14}));
  EXPECT_EQ(where(5, {2.1, 0, 2.1, 0, 0, -2.1, 2.1}), Points{2});
  EXPECT_EQ(where(6, {1.1, 1.1, 0, 1.1, 1.1, 0}), Points{4});
  EXPECT_EQ(where(7, std::vector<double>(15, 0.9)), Points{14});
  std::vector<double> wide(8, 1.2);
  for (std::size_t i = 0; i < wide.size(); i += 3) wide[i] = -1.2;
  EXPECT_EQ(where(8, wide), Points{7});
}

TEST(NelsonRules, TreatBothSidesAlike) {
  Random random(6);
  std::vector<double> z(2000);
  for (double& value : z) value = 1.3 * random.normal();
  std::vector<double> turned = z;
  for (double& value : turned) value = -value;
  EXPECT_EQ(*nelson_rules(z), *nelson_rules(turned));
}

TEST(NelsonRules, RarelyAlarmOnAProcessInControl) {
  Random random(8);
  std::vector<double> z(100000);
  for (double& value : z) value = random.normal();
  const auto first = static_cast<double>(where(1, z).size());
  EXPECT_NEAR(first, 270, 60);  // 2 P(Z > 3) = 0.0027
}

TEST(EwmaChart, AgreesWithItsFormulas) {
  // R 4.2.2, the recursion and the limits written out.
  const std::vector<double> values{10.1, 9.8, 10.4, 10.0, 9.7, 10.9};
  const auto line = ewma_chart(values, 10, 0.4, 0.3, 2.7);
  ASSERT_TRUE(line);
  const std::vector<double> averages{10.03, 9.961, 10.0927, 10.06489, 9.955423, 10.2387961};
  const std::vector<double> highs{10.324,           10.3954924019498, 10.426167781044,
                                  10.4404194580443, 10.4472370249898, 10.4505399745812};
  for (std::size_t i = 0; i < 6; ++i) {
    expect_close(line->values[i], averages[i]);
    expect_close(line->limits[i].high, highs[i]);
    expect_close(line->limits[i].high + line->limits[i].low, 20);
  }
  const auto shewhart = ewma_chart(values, 10, 0.4, 1, 3);
  EXPECT_EQ(shewhart->values, values);
  expect_close(shewhart->limits[3].high, 11.2);
}

TEST(VariablesCharts, RefuseConstantsAndBrokenSubgroups) {
  EXPECT_EQ(subgroup_chart(std::vector<double>(20, 1.0), fives).error().failure, &no_spread);
  EXPECT_EQ(subgroup_chart(rings, std::vector<std::size_t>{5, 5}).error().failure, &lengths_differ);
  EXPECT_EQ(subgroup_chart(rings, std::vector<std::size_t>{19, 1}).error().failure,
            &value_out_of_range);
  EXPECT_EQ(subgroup_chart(rings, std::vector<std::size_t>{20}).error().failure,
            &too_few_observations);
  EXPECT_EQ(individuals_chart(std::vector<double>{1}).error().failure, &too_few_observations);
  EXPECT_EQ(individuals_chart(rings, {}, 0).error().failure, &value_not_positive);
  EXPECT_EQ(nelson_rules(std::vector<double>{NAN}).error().failure, &value_not_finite);
  EXPECT_EQ(ewma_chart(rings, 74, 0.01, 0).error().failure, &value_out_of_range);
  EXPECT_EQ(ewma_chart(rings, 74, 0, 0.2).error().failure, &value_not_positive);
}

}  // namespace
}  // namespace zhiheng::stat
