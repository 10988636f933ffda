#include "stat/lifetime.h"

#include <algorithm>
#include <limits>

#include "reference.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

constexpr double open = std::numeric_limits<double>::infinity();

const std::vector<Lifetime> right_censored{{5, 5},   {6, open}, {6, 6},     {2.5, 2.5},
                                           {4, 4},   {4, open}, {1, 1},     {8, 8},
                                           {10, 10}, {10, 10},  {12, open}, {7, open}};
const std::vector<Lifetime> every_kind{
    {5, 5, 1}, {6, open, 2}, {6, 6, 1},   {0, 2.5, 1},   {4, 4.5, 3},  {4, open, 1}, {1, 1, 1},
    {8, 9, 1}, {10, 10, 1},  {10, 11, 1}, {12, open, 2}, {7, open, 1}, {3, 20, 1}};

struct Reference {
  LifeModel model;
  double location, spread, log_likelihood, var_location, covariance, var_log_spread;
  double log_tenth, log_tenth_error;
};

void expect_fit(std::span<const Lifetime> lives, const Reference& row) {
  const auto fit = fit_lifetimes(lives, row.model);
  ASSERT_TRUE(fit) << describe(fit.error());
  expect_close(fit->location, row.location);
  expect_close(fit->spread, row.spread);
  expect_close(fit->log_likelihood, row.log_likelihood);
  expect_close(fit->var_location, row.var_location, 1e-7);
  expect_close(fit->covariance, row.covariance, 1e-7);
  expect_close(fit->var_log_spread, row.var_log_spread, 1e-7);
  const auto tenth = life_quantile(*fit, 0.1);
  expect_close(std::log(tenth->value), row.log_tenth, 1e-8);
  expect_close(std::log(tenth->interval.high / tenth->interval.low) / 2 / 1.959963984540054,
               row.log_tenth_error, 1e-7);
}

// R 4.2.2, survival 3.5-3: survreg(Surv(t, d) ~ 1, dist, rel.tolerance = 1e-14): coef, scale,
// loglik, var; predict(type = "uquantile", p = 0.1, se.fit = TRUE).
TEST(FitLifetimes, AgreesWithTheReferenceProgramForUnitsStillWorking) {
  expect_fit(right_censored, {LifeModel::weibull, 2.156860304164775, 0.558683730455605,
                              -24.441651988526594, 0.03923085186052348, 0.00433054050689107,
                              0.08726125831712267, 0.899616690846448, 0.407764974975504});
  expect_fit(right_censored, {LifeModel::lognormal, 1.89654871945249, 0.84326577619866,
                              -25.15903625570729, 0.0718093899986065, 0.0165274608845373,
                              0.0663910192062273, 0.815860143794917, 0.337082445214556});
  expect_fit(right_censored, {LifeModel::exponential, 2.24469111457514, 1, -25.95752891660114,
                              0.125, 0, 0, -0.0056762127373049, 0.3535533905932733});
}

// The same with Surv(low, high, type = "interval2") and weights.
TEST(FitLifetimes, AgreesWithTheReferenceProgramForEveryKindOfCensoring) {
  expect_fit(every_kind, {LifeModel::weibull, 2.22347545838441, 0.60714664802656,
                          -33.44992656799335, 0.03603719163638466, 0.00650044456782252,
                          0.06998400175704129, 0.857172478778173, 0.385900299374317});
  expect_fit(every_kind, {LifeModel::lognormal, 1.94802299020642, 0.86744312433959,
                          -34.14875216832885, 0.0560673119284637, 0.0137719806798500,
                          0.0564136972913847, 0.836349896188118, 0.308487343600780});
  expect_fit(every_kind, {LifeModel::exponential, 2.3129649671586, 1, -34.8863990280509,
                          0.0927062390674214, 0, 0, 0.0625976398461585, 0.3044769926733732});
}

TEST(FitLifetimes, OfAnExponentialIsTheTotalTimeOverTheFailures) {
  const auto fit = fit_lifetimes(right_censored, LifeModel::exponential);
  expect_close(fit->scale(), 75.5 / 8);
  expect_close(fit->mean(), 75.5 / 8);
}

TEST(FitLifetimes, ScalesWithTheUnitOfTime) {
  std::vector<Lifetime> hours = every_kind;
  for (Lifetime& life : hours) {
    life.low *= 8760;
    life.high *= 8760;
  }
  for (const auto model : {LifeModel::weibull, LifeModel::lognormal, LifeModel::exponential}) {
    const auto years = fit_lifetimes(every_kind, model);
    const auto other = fit_lifetimes(hours, model);
    expect_close(other->scale(), 8760 * years->scale());
    expect_close(other->shape(), years->shape());
    expect_close(life_reliability(*other, 8760 * 3, 0.9)->interval.low,
                 life_reliability(*years, 3, 0.9)->interval.low);
  }
}

TEST(FitLifetimes, CountsEqualRecordsTogether) {
  std::vector<Lifetime> twice = right_censored;
  twice.insert(twice.end(), right_censored.begin(), right_censored.end());
  std::vector<Lifetime> counted = right_censored;
  for (Lifetime& life : counted) life.count = 2;
  expect_close(fit_lifetimes(twice, LifeModel::weibull)->shape(),
               fit_lifetimes(counted, LifeModel::weibull)->shape());
}

TEST(FitLifetimes, FindsTheTruthInManyUnits) {
  Random random(9);
  std::vector<Lifetime> lives;
  for (int i = 0; i < 20000; ++i) {
    const double life = 100 * std::pow(-std::log(random.uniform()), 1 / 2.5);
    lives.push_back(life < 90 ? Lifetime{life, life} : Lifetime{90, open});
  }
  const auto fit = fit_lifetimes(lives, LifeModel::weibull);
  EXPECT_NEAR(fit->shape(), 2.5, 0.06);
  EXPECT_NEAR(fit->scale(), 100, 1.5);
  const auto b10 = life_quantile(*fit, 0.1);
  EXPECT_LT(b10->interval.low, 100 * std::pow(-std::log(0.9), 0.4));
  EXPECT_GT(b10->interval.high, 100 * std::pow(-std::log(0.9), 0.4));
  EXPECT_LT(fit->aic(), fit_lifetimes(lives, LifeModel::lognormal)->aic());
}

TEST(LifeReliability, IsTheInverseOfTheQuantile) {
  for (const auto model : {LifeModel::weibull, LifeModel::lognormal, LifeModel::exponential}) {
    const auto fit = *fit_lifetimes(every_kind, model);
    const double b10 = life_quantile(fit, 0.1)->value;
    expect_close(life_reliability(fit, b10)->value, 0.9);
    EXPECT_LT(life_reliability(fit, b10)->interval.low, 0.9);
    EXPECT_GT(life_reliability(fit, b10)->interval.high, 0.9);
  }
}

TEST(FitLifetimes, EndsOrRefusesOnRandomRecords) {
  Random random(21);
  for (int round = 0; round < 400; ++round) {
    std::vector<Lifetime> lives(1 + random.below(8));
    for (Lifetime& life : lives) {
      const double time = std::exp(6 * random.normal());
      switch (random.below(4)) {
        case 0:
          life = {time, time};
          break;
        case 1:
          life = {time, open};
          break;
        case 2:
          life = {0, time};
          break;
        default:
          life = {time, time * (1 + random.uniform())};
      }
    }
    for (const auto model : {LifeModel::weibull, LifeModel::lognormal, LifeModel::exponential}) {
      const auto fit = fit_lifetimes(lives, model);
      if (!fit) {
        EXPECT_EQ(fit.error().failure, &not_identified);
        continue;
      }
      EXPECT_TRUE(std::isfinite(fit->location) && fit->spread > 0 && fit->var_location > 0);
    }
  }
}

TEST(FitLifetimes, RefusesWhatHasNoMaximum) {
  const auto failure = [](std::vector<Lifetime> lives, LifeModel model = LifeModel::weibull) {
    return fit_lifetimes(lives, model).error().failure;
  };
  EXPECT_EQ(failure({}), &too_few_observations);
  EXPECT_EQ(failure({{5, open}, {6, open}}), &not_identified);
  EXPECT_EQ(failure({{5, open}, {6, open}}, LifeModel::exponential), &not_identified);
  EXPECT_EQ(failure({{0, 5}, {0, 6}}, LifeModel::lognormal), &not_identified);
  EXPECT_EQ(failure({{5, 5}, {5, 5}}), &not_identified);
  EXPECT_EQ(failure({{0, 0}}), &value_not_positive);
  EXPECT_EQ(failure({{0, open}}), &value_out_of_range);
  EXPECT_EQ(failure({{6, 5}}), &value_out_of_range);
  EXPECT_EQ(failure({{-1, 5}}), &value_negative);
  EXPECT_EQ(failure({{NAN, 5}}), &value_not_finite);
  EXPECT_EQ(failure({{5, 5, 0}}), &value_not_positive);
}

}  // namespace
}  // namespace zhiheng::stat
