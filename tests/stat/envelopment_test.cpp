#include "stat/envelopment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"
#include "stat/linear_program.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

std::vector<ProducingUnit> drawn_units(std::size_t count, std::size_t inputs, std::size_t outputs,
                                       std::uint64_t seed) {
  Random random(seed);
  std::vector<ProducingUnit> units(count);
  for (ProducingUnit& unit : units) {
    const double size = std::exp(random.normal());
    for (std::size_t k = 0; k < inputs; ++k) {
      unit.inputs.push_back(size * (0.5 + random.uniform()) * std::pow(10, 2 * k));
    }
    for (std::size_t k = 0; k < outputs; ++k) {
      unit.outputs.push_back(std::pow(size, 0.9) * (0.2 + random.uniform()));
    }
  }
  return units;
}

std::vector<EnvelopmentScore> scored(const std::vector<ProducingUnit>& units,
                                     const EnvelopmentOptions& options = {}) {
  const auto found = envelopment(units, options);
  if (!found) {
    ADD_FAILURE() << describe(found.error());
    return {};
  }
  return *found;
}

TEST(Envelopment, ReproducesTwoInputsAndOneOutputOfTheTextbook) {
  // Cooper, Seiford, Tone 2007, example 2.2 (tables 2.2 and 3.3): A..F.
  const std::vector<ProducingUnit> units = {{{4, 3}, {1}}, {{7, 3}, {1}}, {{8, 1}, {1}},
                                            {{4, 2}, {1}}, {{2, 4}, {1}}, {{10, 1}, {1}}};
  const double score[] = {0.8571, 0.6316, 1, 1, 1, 1};
  const auto found = scored(units);
  ASSERT_EQ(found.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(found[i].score, score[i], 5e-5) << i;
  // A is measured by D and E, B by C and D.
  ASSERT_EQ(found[0].peers.size(), 2U);
  EXPECT_EQ(found[0].peers[0].unit, 3U);
  EXPECT_NEAR(found[0].peers[0].weight, 0.7143, 5e-5);
  EXPECT_NEAR(found[0].peers[1].weight, 0.2857, 5e-5);
  ASSERT_EQ(found[1].peers.size(), 2U);
  EXPECT_EQ(found[1].peers[0].unit, 2U);
  EXPECT_NEAR(found[1].peers[0].weight, 0.1053, 5e-5);
  EXPECT_NEAR(found[1].peers[1].weight, 0.8947, 5e-5);
  // F has the score 1 and two units of the first input too many.
  EXPECT_FALSE(found[5].efficient);
  EXPECT_NEAR(found[5].input_slacks[0], 2, 1e-6);
  EXPECT_TRUE(found[2].efficient);
}

TEST(Envelopment, ReproducesTheHospitalsOfTheTextbook) {
  // Cooper, Seiford, Tone 2007, table 1.5 (doctors, nurses; outpatients, inpatients) and its CCR
  // efficiencies to three places.
  const std::vector<ProducingUnit> units = {
      {{20, 151}, {100, 90}},  {{19, 131}, {150, 50}},  {{25, 160}, {160, 55}},
      {{27, 168}, {180, 72}},  {{22, 158}, {94, 66}},   {{55, 255}, {230, 90}},
      {{33, 235}, {220, 88}},  {{31, 206}, {152, 80}},  {{30, 244}, {190, 100}},
      {{50, 268}, {250, 100}}, {{53, 306}, {260, 147}}, {{38, 284}, {250, 120}}};
  const double score[] = {1, 1, 0.883, 1, 0.763, 0.835, 0.902, 0.796, 0.960, 0.871, 0.955, 0.958};
  const auto found = scored(units);
  for (std::size_t i = 0; i < 12; ++i) EXPECT_NEAR(found[i].score, score[i], 5e-4) << i;
}

TEST(Envelopment, MeetsItsDual) {
  const auto units = drawn_units(40, 3, 2, 1);
  const auto found = scored(units);
  for (std::size_t o = 0; o < units.size(); ++o) {
    const auto worth = [&](const ProducingUnit& unit) {
      double in = 0, out = 0;
      for (std::size_t k = 0; k < 3; ++k) in += found[o].input_prices[k] * unit.inputs[k];
      for (std::size_t k = 0; k < 2; ++k) out += found[o].output_prices[k] * unit.outputs[k];
      return std::pair{in, out};
    };
    const auto [in, out] = worth(units[o]);
    EXPECT_NEAR(in, 1, 1e-7);
    EXPECT_NEAR(out, found[o].score, 1e-7);
    for (const ProducingUnit& unit : units) {
      const auto [cost, yield] = worth(unit);
      EXPECT_LE(yield, cost * (1 + 1e-7) + 1e-9);
    }
  }
}

TEST(Envelopment, ProjectsEachUnitOnWhatItsPeersDo) {
  const auto units = drawn_units(40, 2, 2, 2);
  for (const auto returns : {ReturnsToScale::constant, ReturnsToScale::variable}) {
    const auto found = scored(units, {.returns = returns});
    for (std::size_t o = 0; o < units.size(); ++o) {
      for (std::size_t k = 0; k < 2; ++k) {
        double in = 0, out = 0, sum = 0;
        for (const Peer& peer : found[o].peers) {
          in += peer.weight * units[peer.unit].inputs[k];
          out += peer.weight * units[peer.unit].outputs[k];
          sum += peer.weight;
          EXPECT_NEAR(found[peer.unit].score, 1, 1e-6);
        }
        const double target = found[o].score * units[o].inputs[k] - found[o].input_slacks[k];
        EXPECT_NEAR(in, target, 3e-6 * units[o].inputs[k]);
        EXPECT_NEAR(out, units[o].outputs[k] + found[o].output_slacks[k], 3e-6);
        if (returns == ReturnsToScale::variable) {
          EXPECT_NEAR(sum, 1, 5e-6);
        }
      }
    }
  }
}

TEST(Envelopment, OrdersTheReturnsToScale) {
  const auto units = drawn_units(40, 2, 2, 3);
  const auto constant = scored(units);
  const auto variable = scored(units, {.returns = ReturnsToScale::variable});
  const auto decreasing = scored(units, {.returns = ReturnsToScale::decreasing});
  const auto increasing = scored(units, {.returns = ReturnsToScale::increasing});
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_LE(constant[i].score, decreasing[i].score + 1e-9);
    EXPECT_LE(constant[i].score, increasing[i].score + 1e-9);
    EXPECT_LE(decreasing[i].score, variable[i].score + 1e-9);
    EXPECT_LE(increasing[i].score, variable[i].score + 1e-9);
    EXPECT_NEAR(variable[i].score, std::max(decreasing[i].score, increasing[i].score), 1e-7);
  }
}

TEST(Envelopment, GivesTheSameFromBothSidesUnderConstantReturns) {
  const auto units = drawn_units(40, 2, 3, 4);
  const auto input = scored(units);
  const auto output = scored(units, {.side = EnvelopmentSide::output});
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_NEAR(input[i].score * output[i].score, 1, 1e-7);
    EXPECT_NEAR(input[i].efficiency, output[i].efficiency, 1e-7);
  }
}

TEST(Envelopment, DoesNotDependOnUnitsOfMeasureOrderOrThreads) {
  const auto units = drawn_units(30, 2, 2, 5);
  auto other = units;
  for (ProducingUnit& unit : other) {
    unit.inputs[0] *= 1e6;
    unit.outputs[1] *= 1e-4;
  }
  std::ranges::reverse(other);
  const auto found = scored(units);
  const auto mirrored = scored(other, {.threads = 2});
  for (std::size_t i = 0; i < units.size(); ++i) {
    EXPECT_NEAR(found[i].score, mirrored[units.size() - 1 - i].score, 1e-8);
  }
}

TEST(Envelopment, OfOthersAloneTellsTheEfficientApart) {
  const auto units = drawn_units(30, 2, 2, 6);
  const auto found = scored(units, {.super = true});
  for (const EnvelopmentScore& each : found) {
    ASSERT_TRUE(each.super);
    if (each.score < 1 - 1e-6) {
      EXPECT_NEAR(*each.super, each.score, 1e-7);
    } else {
      EXPECT_GE(*each.super, 1 - 1e-7);
    }
  }
  // One input, one output: 4 a head against at most 2.
  const std::vector<ProducingUnit> pair = {{{1}, {4}}, {{1}, {2}}};
  EXPECT_NEAR(*scored(pair, {.super = true})[0].super, 2, 1e-9);
  // The largest of all cannot be reached by mixtures of the others.
  EXPECT_FALSE(
      scored(pair, {.returns = ReturnsToScale::variable, .super = true})[0].super.has_value());
}

TEST(Envelopment, RefusesWhatCannotBeMeasured) {
  const auto refusal = [](const std::vector<ProducingUnit>& units) {
    const auto found = envelopment(units);
    return found ? std::string("none")
                 : std::string(found.error().failure->id) + " " + found.error().where;
  };
  EXPECT_EQ(refusal({}), "stat.too_few_observations units");
  EXPECT_EQ(refusal({{{1}, {1}}, {{1, 2}, {1}}}), "stat.lengths_differ units[1].inputs");
  EXPECT_EQ(refusal({{{1}, {1}}, {{-1}, {1}}}), "stat.value_negative units[1].inputs[0]");
  EXPECT_EQ(refusal({{{1}, {1}}, {{1}, {std::nan("")}}}),
            "stat.value_not_finite units[1].outputs[0]");
  EXPECT_EQ(refusal({{{0}, {1}}, {{1}, {1}}}), "stat.value_not_positive units[0].inputs");
  EXPECT_EQ(refusal({{{1}, {1}}, {{1}, {0}}}), "stat.value_not_positive units[1].outputs");
}

TEST(LinearProgram, IsSolvedWithItsPrices) {
  // max 3 x + 5 y, x <= 4, 2 y <= 12, 3 x + 2 y <= 18: 36 at (2, 6), prices 0, 1.5, 1.
  LinearProgram program;
  program.maximise = true;
  program.columns = {{.goal = 3}, {.goal = 5}};
  program.rows = {{.entries = {{0, 1}}, .high = 4},
                  {.entries = {{1, 2}}, .high = 12},
                  {.entries = {{0, 3}, {1, 2}}, .high = 18}};
  const auto found = solve(program);
  ASSERT_TRUE(found && *found);
  EXPECT_NEAR((*found)->goal, 36, 1e-9);
  EXPECT_NEAR((*found)->columns[0], 2, 1e-9);
  EXPECT_NEAR((*found)->columns[1], 6, 1e-9);
  EXPECT_NEAR(std::abs((*found)->prices[1]), 1.5, 1e-9);
  EXPECT_NEAR(std::abs((*found)->prices[2]), 1, 1e-9);
}

TEST(LinearProgram, SaysWhetherNothingFitsOrTheGoalHasNoBound) {
  LinearProgram none;
  none.columns = {{.goal = 1, .high = 1}};
  none.rows = {{.entries = {{0, 1}}, .low = 2}};
  const auto nothing = solve(none);
  ASSERT_TRUE(nothing);
  EXPECT_FALSE(nothing->has_value());
  LinearProgram endless;
  endless.maximise = true;
  endless.columns = {{.goal = 1}};
  endless.rows = {{.entries = {{0, 1}}, .low = 0}};
  EXPECT_EQ(solve(endless).error().failure, &goal_without_bound);
}

TEST(LinearProgram, SaysWhenTheSolverGivesUp) {
  LinearProgram program;
  program.maximise = true;
  program.columns = {{.goal = 3}, {.goal = 5}};
  program.rows = {{.entries = {{0, 1}}, .high = 4},
                  {.entries = {{1, 2}}, .high = 12},
                  {.entries = {{0, 3}, {1, 2}}, .high = 18}};
  program.most_steps = 1;
  EXPECT_EQ(solve(program).error().failure, &solver_failed);
}

TEST(LinearProgram, RefusesCoefficientsThatAreNoNumbers) {
  LinearProgram program;
  program.columns = {{.goal = std::nan("")}};
  EXPECT_EQ(solve(program).error().failure, &value_not_finite);
  program.columns = {{.goal = 1}};
  program.rows = {{.entries = {{1, 1}}, .high = 1}};
  EXPECT_EQ(solve(program).error().failure, &value_out_of_range);
  program.rows = {{.entries = {{0, 1}}, .low = 2, .high = 1}};
  EXPECT_EQ(solve(program).error().failure, &value_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
