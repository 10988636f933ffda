#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "questionnaire.h"
#include "stat/failures.h"
#include "stat/path_model_fit.h"

namespace zhiheng::stat {
namespace {

double value(const PathFit& fit, Measure measure, std::size_t latent, std::size_t other = 0) {
  return quantity_of(fit.quantities, measure, latent, other);
}

PathFit fitted(const PathStudy& study) {
  const auto fit = fit_path_model(study);
  if (!fit) {
    ADD_FAILURE() << describe(fit.error());
    return {};
  }
  return *fit;
}

TEST(SatisfactionIndex, HasThePublishedForm) {
  // (7.94 - 1) / 9 on ten points.
  const AnswerScale ten{{1, 1, 1}, {10, 10, 10}};
  const std::vector<double> weights{.4, .3, .3};
  EXPECT_NEAR(*satisfaction_index(std::vector{8.2, 7.6, 7.9}, weights, ten), 77.0, 1e-12);
  EXPECT_EQ(*satisfaction_index(std::vector{1.0, 1.0, 1.0}, weights, ten), 0);
  EXPECT_NEAR(*satisfaction_index(std::vector{10.0, 10.0, 10.0}, weights, ten), 100, 1e-12);
}

TEST(SatisfactionIndex, RefusesWeightsThatCancelAndScalesWithoutWidth) {
  const std::vector<double> means{5, 5};
  const AnswerScale ten{{1, 1}, {10, 10}};
  EXPECT_EQ(satisfaction_index(means, std::vector{1.0, -1.0}, ten).error().failure,
            &value_out_of_range);
  EXPECT_EQ(satisfaction_index(means, std::vector{1.0}, ten).error().failure, &lengths_differ);
  EXPECT_EQ(satisfaction_index(means, std::vector<double>{1, NAN}, ten).error().failure,
            &value_not_finite);
  EXPECT_EQ(satisfaction_index(means, std::vector{1.0, 1.0}, {{1, 1}, {10, 1}}).error().failure,
            &value_out_of_range);
}

TEST(CausalOrder, PutsCausesFirstAndKeepsTheListWhereItCan) {
  PathModel model = customer_model();
  EXPECT_EQ(*causal_order(model), (std::vector<std::size_t>{0, 1, 2}));
  model.arrows = {{2, 1}, {1, 0}};
  EXPECT_EQ(*causal_order(model), (std::vector<std::size_t>{2, 1, 0}));
}

TEST(CausalOrder, RefusesAModelThatDoesNotHoldTogether) {
  const auto refused = [](auto&& spoil) {
    PathModel model = customer_model();
    spoil(model);
    const auto order = causal_order(model);
    EXPECT_FALSE(order);
    return !order && order.error().failure == &path_model_malformed;
  };
  EXPECT_TRUE(refused([](PathModel& model) { model.latents.clear(); }));
  EXPECT_TRUE(refused([](PathModel& model) { model.items.resize(1001); }));
  EXPECT_TRUE(refused([](PathModel& model) { model.latents[1].name = "quality"; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.latents[1].items.clear(); }));
  EXPECT_TRUE(refused([](PathModel& model) { model.latents[1].items = {3, 3}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.latents[1].items = {99}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.arrows = {{0, 1}}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.arrows = {{0, 1}, {0, 1}, {1, 2}}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.arrows = {{0, 0}, {0, 1}, {1, 2}}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.arrows = {{0, 1}, {1, 2}, {2, 0}}; }));
  EXPECT_TRUE(refused([](PathModel& model) { model.arrows = {{0, 1}, {1, 7}}; }));
}

TEST(PathModelFit, OfSingleItemsIsARegression) {
  Questionnaire made;
  made.model = {
      {"a", "b", "c"},
      {{.name = "A", .items = {0}}, {.name = "B", .items = {1}}, {.name = "C", .items = {2}}},
      {{0, 2}, {1, 2}}};
  made.answers = {1, 2, 3, 4, 1, 4, 2, 5, 7, 8, 7, 9, 3, 3, 2, 9, 6, 6, 5, 5, 8};
  made.set_scale(1, 10);
  const PathFit fit = fitted(*made.study());
  const auto& r = fit.moments.correlation;
  const double below = 1 - r(0, 1) * r(0, 1);
  EXPECT_NEAR(value(fit, Measure::path, 2, 0), (r(0, 2) - r(0, 1) * r(1, 2)) / below, 1e-12);
  EXPECT_NEAR(value(fit, Measure::path, 2, 1), (r(1, 2) - r(0, 1) * r(0, 2)) / below, 1e-12);
  EXPECT_NEAR(value(fit, Measure::index, 0), 100 * (fit.moments.mean[0] - 1) / 9, 1e-12);
  EXPECT_EQ(value(fit, Measure::loading, 1, 1), 1);
  EXPECT_EQ(value(fit, Measure::ave, 1), 1);
}

/// Two formative blocks: the weights are those of the first canonical correlation.
TEST(PathModelFit, OfTwoFormativeBlocksIsACanonicalCorrelation) {
  Questionnaire made = questionnaire(200, 5);
  made.model.latents = {
      {.name = "X", .items = {0, 1, 2}, .measurement = Measurement::formative},
      {.name = "Y", .items = {3, 4, 5, 6}, .measurement = Measurement::formative}};
  made.model.arrows = {{0, 1}};
  const PathFit fit = fitted(*made.study());
  const auto& r = fit.moments.correlation;
  const double canonical = value(fit, Measure::path, 1, 0);
  // At the optimum each item's covariance with the other score is the canonical correlation times
  // its covariance with its own.
  for (std::size_t item = 0; item < 7; ++item) {
    const bool first = item < 3;
    double own = 0;
    double across = 0;
    for (std::size_t other = 0; other < 7; ++other) {
      const double part = r(item, other) * value(fit, Measure::weight, other < 3 ? 0 : 1, other);
      (first == (other < 3) ? own : across) += part;
    }
    EXPECT_NEAR(across, canonical * own, 1e-9) << item;
  }
}

/// Two reflective blocks: weights are proportional to covariances with the other score.
TEST(PathModelFit, OfReflectiveBlocksIsAFixedPoint) {
  for (const auto scheme : {InnerScheme::centroid, InnerScheme::factorial, InnerScheme::path}) {
    Questionnaire made = questionnaire(200, 6);
    made.model.latents = {{.name = "X", .items = {0, 1, 2}}, {.name = "Y", .items = {3, 4, 5, 6}}};
    made.model.arrows = {{0, 1}};
    made.search.scheme = scheme;
    const PathFit fit = fitted(*made.study());
    std::vector<double> ratio;
    for (std::size_t item = 0; item < 3; ++item) {
      ratio.push_back(value(fit, Measure::cross_loading, 1, item) /
                      value(fit, Measure::weight, 0, item));
    }
    EXPECT_NEAR(ratio[0], ratio[1], 1e-9);
    EXPECT_NEAR(ratio[0], ratio[2], 1e-9);
  }
}

TEST(PathModelFit, DoesNotDependOnTheOrderOfRows) {
  const Questionnaire made = questionnaire(120, 7);
  Questionnaire turned = made;
  const std::size_t items = made.model.items.size();
  for (std::size_t row = 0; row < 120; ++row) {
    for (std::size_t item = 0; item < items; ++item) {
      turned.answers[row * items + item] = made.answers[(119 - row) * items + item];
    }
  }
  const PathFit one = fitted(*made.study());
  const PathFit other = fitted(*turned.study());
  ASSERT_EQ(one.quantities.size(), other.quantities.size());
  for (std::size_t i = 0; i < one.quantities.size(); ++i) {
    if (std::isnan(one.quantities[i].value)) continue;
    EXPECT_NEAR(one.quantities[i].value, other.quantities[i].value, 1e-9);
  }
}

TEST(PathModelFit, DoesNotDependOnTheUnitOfAnItem) {
  const Questionnaire made = questionnaire(120, 8);
  Questionnaire percent = made;
  for (std::size_t at = 1; at < percent.answers.size(); at += made.model.items.size()) {
    percent.answers[at] = (percent.answers[at] - 1) * 100 / 9;
  }
  percent.scale.low[1] = 0;
  percent.scale.high[1] = 100;
  const PathFit one = fitted(*made.study());
  const PathFit other = fitted(*percent.study());
  for (std::size_t i = 0; i < one.quantities.size(); ++i) {
    const PathQuantity& each = one.quantities[i];
    // The raw alpha is about the answers as they were given.
    if (each.measure == Measure::cronbach_alpha_raw || std::isnan(each.value)) continue;
    EXPECT_NEAR(each.value, other.quantities[i].value, 1e-9) << name_of(each.measure);
  }
}

TEST(PathModelFit, TakesAWeightOfThreeForThreeRows) {
  Questionnaire weighted = questionnaire(60, 9);
  Questionnaire repeated = weighted;
  repeated.answers.clear();
  const std::size_t items = weighted.model.items.size();
  for (std::size_t row = 0; row < 60; ++row) {
    weighted.weights.push_back(0.5 * static_cast<double>(1 + row % 3));
    for (std::size_t times = 0; times <= row % 3; ++times) {
      const auto from = weighted.answers.begin() + static_cast<std::ptrdiff_t>(row * items);
      repeated.answers.insert(repeated.answers.end(), from,
                              from + static_cast<std::ptrdiff_t>(items));
    }
  }
  const PathFit one = fitted(*weighted.study());
  const PathFit other = fitted(*repeated.study());
  for (const PathQuantity& each : one.quantities) {
    // These two know the number of rows.
    if (each.measure == Measure::adjusted_r_squared || each.measure == Measure::index_deviation) {
      continue;
    }
    if (std::isnan(each.value)) continue;
    EXPECT_NEAR(each.value, value(other, each.measure, each.latent, each.other), 1e-9)
        << name_of(each.measure);
  }
}

TEST(PathModelFit, TurnsTheWeightOfAnItemThatIsAskedTheOtherWayRound) {
  const Questionnaire made = questionnaire(150, 10);
  Questionnaire turned = made;
  for (std::size_t at = 0; at < turned.answers.size(); at += made.model.items.size()) {
    turned.answers[at] = 11 - turned.answers[at];
  }
  const PathFit one = fitted(*made.study());
  const PathFit other = fitted(*turned.study());
  EXPECT_NEAR(value(one, Measure::weight, 0, 0), -value(other, Measure::weight, 0, 0), 1e-9);
  EXPECT_NEAR(value(one, Measure::weight, 0, 1), value(other, Measure::weight, 0, 1), 1e-9);
  EXPECT_NEAR(value(one, Measure::path, 2, 1), value(other, Measure::path, 2, 1), 1e-9);
  EXPECT_NEAR(value(one, Measure::htmt, 1, 0), value(other, Measure::htmt, 1, 0), 1e-9);
}

TEST(PathScores, HaveMeanZeroVarianceOneAndTheCorrelationsOfTheModel) {
  Questionnaire made = questionnaire(90, 11);
  for (std::size_t row = 0; row < 90; ++row)
    made.weights.push_back(1 + 0.1 * static_cast<double>(row % 7));
  const PathStudy study = *made.study();
  const PathFit fit = fitted(study);
  const Matrix scores = path_scores(study, fit);
  const Matrix indices = path_indices(study, fit);
  for (std::size_t latent = 0; latent < 3; ++latent) {
    double total = 0, mean = 0, square = 0, product = 0, index = 0;
    for (std::size_t row = 0; row < 90; ++row) {
      const double weight = made.weights[row];
      total += weight;
      mean += weight * scores(row, latent);
      square += weight * scores(row, latent) * scores(row, latent);
      product += weight * scores(row, latent) * scores(row, 0);
      index += weight * indices(row, latent);
    }
    EXPECT_NEAR(mean / total, 0, 1e-12);
    EXPECT_NEAR(square / total, 1, 1e-12);
    if (latent > 0) {
      EXPECT_NEAR(product / total, value(fit, Measure::latent_correlation, latent, 0), 1e-12);
    }
    EXPECT_NEAR(index / total, value(fit, Measure::index, latent), 1e-9);
  }
}

TEST(PathModelFit, SumsEffectsAlongEveryWay) {
  const PathFit fit = fitted(*questionnaire(150, 12).study());
  EXPECT_NEAR(value(fit, Measure::total_effect, 2, 0),
              value(fit, Measure::path, 2, 0) +
                  value(fit, Measure::path, 1, 0) * value(fit, Measure::path, 2, 1),
              1e-12);
  EXPECT_TRUE(std::isnan(value(fit, Measure::r_squared, 0)));
  EXPECT_NEAR(value(fit, Measure::f_squared, 1, 0),
              value(fit, Measure::r_squared, 1) / (1 - value(fit, Measure::r_squared, 1)), 1e-12);
}

TEST(PathModelFit, PutsTheMeanInPlaceOfAMissingAnswer) {
  Questionnaire made = questionnaire(80, 13);
  Questionnaire filled = made;
  made.answered.assign(made.answers.size(), 1);
  const std::size_t items = made.model.items.size();
  double sum = 0;
  for (std::size_t row = 2; row < 80; ++row) sum += made.answers[row * items];
  for (std::size_t row = 0; row < 2; ++row) {
    made.answered[row * items] = 0;
    made.answers[row * items] = NAN;
    filled.answers[row * items] = sum / 78;
  }
  const PathFit one = fitted(*made.study());
  const PathFit other = fitted(*filled.study());
  for (std::size_t i = 0; i < one.quantities.size(); ++i) {
    if (std::isnan(one.quantities[i].value)) continue;
    EXPECT_NEAR(one.quantities[i].value, other.quantities[i].value, 1e-9);
  }
}

const Failure* refusal(const Questionnaire& made) {
  const auto study = made.study();
  if (!study) return study.error().failure;
  const auto fit = fit_path_model(*study);
  return fit ? nullptr : fit.error().failure;
}

TEST(PathModelFit, RefusesWhatItCannotUseAndNamesTheRow) {
  const Questionnaire sound = questionnaire(40, 14);
  Questionnaire made = sound;
  made.answers[1 * made.model.items.size() + 3] = NAN;
  const auto study = made.study();
  ASSERT_FALSE(study);
  EXPECT_EQ(study.error().failure, &value_not_finite);
  EXPECT_EQ(study.error().where, "row 2, item i3");

  made = sound;
  made.answers[0] = INFINITY;
  EXPECT_EQ(refusal(made), &value_not_finite);
  made.answers[0] = 99;
  EXPECT_EQ(refusal(made), &value_out_of_range);
  made = sound;
  for (std::size_t at = 2; at < made.answers.size(); at += made.model.items.size())
    made.answers[at] = 4;
  EXPECT_EQ(refusal(made), &no_spread);
  made = sound;
  made.answers.resize(made.model.items.size());
  EXPECT_EQ(refusal(made), &too_few_observations);
  made.answers.pop_back();
  EXPECT_EQ(refusal(made), &lengths_differ);
  made = sound;
  made.weights.assign(40, 1.0);
  made.weights[7] = -1;
  EXPECT_EQ(refusal(made), &value_negative);
  made.weights[7] = INFINITY;
  EXPECT_EQ(refusal(made), &value_not_finite);
  made.weights.assign(40, 0.0);
  EXPECT_EQ(refusal(made), &too_few_observations);
  made = sound;
  made.scale.high[2] = 1;
  EXPECT_EQ(refusal(made), &value_out_of_range);
  made = sound;
  made.search.tolerance = 0;
  EXPECT_EQ(refusal(made), &value_out_of_range);
}

TEST(PathModelFit, SaysWhyThereIsNoSolution) {
  Questionnaire made = questionnaire(40, 15);
  made.model.latents[0].measurement = Measurement::formative;
  for (std::size_t row = 0; row < 40; ++row) {
    made.answers[row * made.model.items.size() + 1] = made.answers[row * made.model.items.size()];
  }
  const auto collinear = fit_path_model(*made.study());
  ASSERT_FALSE(collinear);
  EXPECT_EQ(collinear.error().failure, &path_model_degenerate);
  EXPECT_EQ(collinear.error().found, "collinear items");
  // Reflective blocks take such items.
  made.model.latents[0].measurement = Measurement::reflective;
  EXPECT_TRUE(fit_path_model(*made.study()));

  made = questionnaire(40, 15);
  made.search.most_steps = 1;
  EXPECT_EQ(fit_path_model(*made.study()).error().found, "not converged");

  // Four answers that balance each other: no correlation at all.
  Questionnaire apart;
  apart.model = {{"a", "b"}, {{.name = "A", .items = {0}}, {.name = "B", .items = {1}}}, {{0, 1}}};
  apart.answers = {1, 1, 1, 3, 3, 1, 3, 3};
  apart.set_scale(1, 3);
  EXPECT_EQ(fit_path_model(*apart.study()).error().found, "no correlated neighbour");

  // Two causes that say the same.
  Questionnaire twins;
  twins.model = {
      {"a", "b", "c"},
      {{.name = "A", .items = {0}}, {.name = "B", .items = {1}}, {.name = "C", .items = {2}}},
      {{0, 2}, {1, 2}}};
  twins.answers = {1, 1, 2, 2, 2, 3, 3, 3, 1, 4, 4, 5};
  twins.set_scale(1, 5);
  EXPECT_EQ(fit_path_model(*twins.study()).error().found, "collinear latent variables");
}

TEST(PathModelFit, AnswersFinitelyOrRefusesOnRandomInput) {
  Random random(99);
  int solved = 0;
  for (int round = 0; round < 300; ++round) {
    Questionnaire made =
        questionnaire(3 + random.below(12), 1000 + static_cast<std::uint64_t>(round));
    for (Latent& latent : made.model.latents) {
      if (random.below(3) == 0) latent.measurement = Measurement::formative;
    }
    made.search.scheme = static_cast<InnerScheme>(random.below(3));
    const auto study = made.study();
    if (!study) continue;
    const auto fit = fit_path_model(*study);
    if (!fit) continue;
    ++solved;
    for (const PathQuantity& each : fit->quantities) {
      EXPECT_FALSE(std::isinf(each.value) && each.measure != Measure::f_squared &&
                   each.measure != Measure::f_squared_refit)
          << name_of(each.measure);
      if (each.measure == Measure::loading) {
        EXPECT_LE(std::abs(each.value), 1 + 1e-9);
      }
      if (each.measure == Measure::r_squared && !std::isnan(each.value)) {
        EXPECT_GE(each.value, -1e-9);
        EXPECT_LE(each.value, 1 + 1e-9);
      }
    }
  }
  EXPECT_GT(solved, 100);
}

}  // namespace
}  // namespace zhiheng::stat
