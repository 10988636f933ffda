#include "stat/uncertainty.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

double sum_of(std::span<const double> x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum;
}

/// JCGM 100:2008, H.1: an end gauge of 50 mm, in nm. Inputs l_S, d, delta alpha, theta, alpha_S,
/// delta theta.
const std::vector<InputQuantity> end_gauge{{50000623, 25, 18}, {215, 9.7, 25.6},  {0, 0.58e-6, 50},
                                           {-0.1, 0.41},       {11.5e-6, 1.2e-6}, {0, 0.029, 2}};

double length(std::span<const double> x) {
  return x[0] + x[1] - x[0] * (x[2] * x[3] + x[4] * x[5]);
}

TEST(PropagateUncertainty, ReproducesTheEndGaugeOfTheGuide) {
  const auto budget = propagate_uncertainty(end_gauge, length, {}, 0.99);
  ASSERT_TRUE(budget);
  EXPECT_NEAR(budget->estimate, 50000838, 1e-6);
  EXPECT_NEAR(budget->combined, 32, 0.5);
  EXPECT_NEAR(budget->contribution[0], 25, 0.1);
  EXPECT_NEAR(budget->contribution[2], 2.9, 0.05);
  EXPECT_NEAR(budget->contribution[3], 0, 1e-6);
  EXPECT_NEAR(budget->contribution[4], 0, 1e-6);
  EXPECT_NEAR(budget->contribution[5], 16.6, 0.1);
  // The guide rounds u_c to 32 first and takes 16 whole degrees of freedom: k = 2.92, U = 93.
  EXPECT_NEAR(budget->degrees_of_freedom, 16.7, 0.2);
  EXPECT_NEAR(budget->expanded, 93, 1.5);
}

/// JCGM 100:2008, H.2: resistance, reactance and impedance from five simultaneous readings of
/// voltage (V), current (mA) and phase.
TEST(PropagateUncertainty, ReproducesTheCorrelatedExampleOfTheGuide) {
  const double read[3][5] = {{5.007, 4.994, 5.005, 4.990, 4.999},
                             {19.663, 19.639, 19.640, 19.685, 19.678},
                             {1.0456, 1.0438, 1.0468, 1.0428, 1.0433}};
  double mean[3] = {};
  double covariance[3][3] = {};
  for (int i = 0; i < 3; ++i) {
    for (const double value : read[i]) mean[i] += value / 5;
  }
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      for (int k = 0; k < 5; ++k) {
        covariance[i][j] += (read[i][k] - mean[i]) * (read[j][k] - mean[j]) / 20;
      }
    }
  }
  std::vector<InputQuantity> readings;
  for (int i = 0; i < 3; ++i) readings.push_back({mean[i], std::sqrt(covariance[i][i])});
  const auto r = [&](int i, int j) {
    return covariance[i][j] / std::sqrt(covariance[i][i] * covariance[j][j]);
  };
  EXPECT_NEAR(r(0, 1), -0.36, 0.006);
  EXPECT_NEAR(r(0, 2), 0.86, 0.006);
  EXPECT_NEAR(r(1, 2), -0.65, 0.006);
  const std::vector<Correlation> correlations{{0, 1, r(0, 1)}, {0, 2, r(0, 2)}, {1, 2, r(1, 2)}};
  const auto u = [&](const MeasurementModel& model) {
    return propagate_uncertainty(readings, model, correlations)->combined;
  };
  // Printed to three digits from rounded steps: 0.2956 stands there as 0.295.
  EXPECT_NEAR(u([](auto x) { return 1000 * x[0] / x[1] * std::cos(x[2]); }), 0.071, 5e-4);
  EXPECT_NEAR(u([](auto x) { return 1000 * x[0] / x[1] * std::sin(x[2]); }), 0.295, 1e-3);
  EXPECT_NEAR(u([](auto x) { return 1000 * x[0] / x[1]; }), 0.236, 5e-4);
}

TEST(PropagateUncertainty, DifferentiatesToManyDigits) {
  const std::vector<InputQuantity> inputs{{2, 0.1}, {3, 0}};
  const auto budget = propagate_uncertainty(
      inputs, [](auto x) { return std::exp(x[0]) * std::log(x[1]) + x[0] * x[0] * x[0]; });
  ASSERT_TRUE(budget);
  expect_close(budget->sensitivity[0], std::exp(2.0) * std::log(3.0) + 12, 1e-10);
  expect_close(budget->sensitivity[1], std::exp(2.0) / 3, 1e-9);
  EXPECT_TRUE(std::isinf(budget->degrees_of_freedom));
  expect_close(budget->coverage, 1.9599639845400545);
}

TEST(PropagateUncertainty, AddsSquaresAndScalesWithTheUnit) {
  const std::vector<InputQuantity> inputs{{1, 3, 10}, {2, 4, 5}};
  const auto one = propagate_uncertainty(inputs, sum_of);
  expect_close(one->combined, 5);
  expect_close(one->share[1], 16.0 / 25);
  expect_close(one->degrees_of_freedom, 625 / (81.0 / 10 + 256.0 / 5));
  const auto thousand = propagate_uncertainty(inputs, [](auto x) { return 1000 * sum_of(x); });
  expect_close(thousand->expanded, 1000 * one->expanded);
}

// JCGM 101:2008, 9.2: four inputs added; the printed endpoints.
TEST(SimulateUncertainty, ReproducesTheAdditiveExamplesOfTheSupplement) {
  const std::vector<InputQuantity> normal(4, {0, 1});
  const auto gaussian = simulate_uncertainty(normal, sum_of);
  ASSERT_TRUE(gaussian);
  EXPECT_TRUE(gaussian->settled);
  EXPECT_NEAR(gaussian->uncertainty, 2, 0.01);
  EXPECT_NEAR(gaussian->symmetric.high, 3.92, 0.05);
  EXPECT_TRUE(linear_holds(*propagate_uncertainty(normal, sum_of), *gaussian));

  const std::vector<InputQuantity> flat(
      4, {.estimate = 0, .uncertainty = 1, .shape = InputShape::rectangular});
  EXPECT_NEAR(simulate_uncertainty(flat, sum_of)->symmetric.high, 3.88, 0.03);

  auto dominated = flat;
  dominated[3].uncertainty = 10;
  const auto simulated = simulate_uncertainty(dominated, sum_of);
  EXPECT_NEAR(simulated->uncertainty, std::sqrt(103.0), 0.05);  // printed 10.1
  EXPECT_NEAR(simulated->symmetric.high, 17.0, 0.1);
  EXPECT_NEAR(simulated->symmetric.low, -17.0, 0.1);
  const auto linear = propagate_uncertainty(dominated, sum_of);
  EXPECT_NEAR(linear->expanded, 19.9, 0.05);
  EXPECT_FALSE(linear_holds(*linear, *simulated));
}

TEST(SimulateUncertainty, GivesEachShapeItsDeviation) {
  for (const auto shape :
       {InputShape::normal, InputShape::rectangular, InputShape::triangular, InputShape::arcsine}) {
    const std::vector<InputQuantity> one{{.estimate = 5, .uncertainty = 2, .shape = shape}};
    const auto found = simulate_uncertainty(one, sum_of);
    EXPECT_TRUE(found->settled);
    EXPECT_NEAR(found->uncertainty, 2, 0.05);
    EXPECT_NEAR(found->estimate, 5, 0.05);
  }
  const std::vector<InputQuantity> few{{0, 1, 5, InputShape::student}};
  EXPECT_NEAR(simulate_uncertainty(few, sum_of)->symmetric.high, 2.5706, 0.05);  // t(0.975; 5)
}

// The guide itself (H.1.7) adds 11.7 nm for what the linear law leaves out: 34 nm in all.
TEST(SimulateUncertainty, SeesWhatTheLinearLawLeavesOut) {
  const auto simulated = simulate_uncertainty(end_gauge, length);
  ASSERT_TRUE(simulated);
  EXPECT_NEAR(simulated->uncertainty, 34, 0.5);
}

TEST(SimulateUncertainty, LetsCorrelatedInputsMoveTogether) {
  const std::vector<InputQuantity> pair{{0, 1}, {0, 1}};
  const std::vector<Correlation> together{{0, 1, 1}};
  const std::vector<Correlation> half{{1, 0, -0.5}};
  EXPECT_NEAR(simulate_uncertainty(pair, sum_of, together)->uncertainty, 2, 0.02);
  EXPECT_NEAR(simulate_uncertainty(pair, sum_of, half)->uncertainty, 1, 0.01);
}

TEST(SimulateUncertainty, FindsTheShortestIntervalOfASkewedOutput) {
  const std::vector<InputQuantity> one{{0, 1}};
  const auto found = simulate_uncertainty(one, [](auto x) { return x[0] * x[0]; });
  EXPECT_NEAR(found->shortest.low, 0, 1e-3);
  EXPECT_NEAR(found->shortest.high, 3.84, 0.06);  // chi-squared(0.95; 1)
  EXPECT_NEAR(found->symmetric.high, 5.02, 0.08);
}

TEST(SimulateUncertainty, IsTheSameForASeed) {
  SimulationOptions options;
  options.digits = 1;
  const auto once = simulate_uncertainty(end_gauge, length, {}, options);
  const auto again = simulate_uncertainty(end_gauge, length, {}, options);
  EXPECT_EQ(once->symmetric, again->symmetric);
  options.seed = 2;
  EXPECT_NE(simulate_uncertainty(end_gauge, length, {}, options)->estimate, once->estimate);
}

TEST(Uncertainty, RefusesModelsAndCorrelationsThatCannotBe) {
  const std::vector<InputQuantity> three{{1, 1}, {1, 1}, {1, 1}};
  const auto root = [](std::span<const double> x) { return std::sqrt(x[0] - 1); };
  EXPECT_EQ(propagate_uncertainty(three, root).error().failure, &value_not_finite);
  EXPECT_EQ(simulate_uncertainty(three, root).error().where, "model");
  const std::vector<Correlation> impossible{{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, -0.9}};
  EXPECT_EQ(simulate_uncertainty(three, sum_of, impossible).error().failure, &value_out_of_range);
  const auto linear = [&](std::vector<Correlation> correlations) {
    return propagate_uncertainty(three, sum_of, correlations).error().failure;
  };
  EXPECT_EQ(linear({{0, 3, 0.1}}), &value_out_of_range);
  EXPECT_EQ(linear({{0, 0, 0.1}}), &value_out_of_range);
  EXPECT_EQ(linear({{0, 1, 1.1}}), &value_out_of_range);
  EXPECT_EQ(linear({{0, 1, 0.1}, {1, 0, 0.2}}), &value_out_of_range);
  EXPECT_EQ(propagate_uncertainty({}, sum_of).error().failure, &too_few_observations);
  const std::vector<InputQuantity> exact{{1, 0}};
  EXPECT_EQ(propagate_uncertainty(exact, sum_of).error().failure, &no_spread);
  const std::vector<InputQuantity> negative{{1, -1}};
  EXPECT_EQ(propagate_uncertainty(negative, sum_of).error().failure, &value_negative);
  const std::vector<InputQuantity> no_df{{1, 1, 0}};
  EXPECT_EQ(propagate_uncertainty(no_df, sum_of).error().failure, &value_not_positive);
  SimulationOptions options;
  options.most_trials = 100;
  EXPECT_EQ(simulate_uncertainty(three, sum_of, {}, options).error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
