#include "stat/survival.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

const std::vector<ObservedLife> twelve_lives{{5, true},  {6, false}, {6, true},   {2.5, true},
                                             {4, true},  {4, false}, {1, true},   {8, true},
                                             {10, true}, {10, true}, {12, false}, {7, false}};

TEST(KaplanMeier, AgreesWithTheReferenceProgramInEachInterval) {
  // R 4.2.2, survival 3.5-3: summary(survfit(Surv(t, d) ~ 1, conf.type = …), times = …).
  struct Row {
    double time, at_risk, failures, survival, error, plain_low, plain_high, log_low, log_high,
        log_log_low, log_log_high;
  };
  const Row rows[] = {
      {1, 12, 1, 0.916666666666667, 0.0797855923130282, 0.7602897792479356, 1, 0.7729009736896153,
       1, 0.53897718057074129, 0.987825565400458},
      {2.5, 11, 1, 0.833333333333333, 0.1075828707279838, 0.6224747813530567, 1, 0.6470369870133615,
       1, 0.48171494219537891, 0.955509365728065},
      {4, 10, 1, 0.75, 0.125, 0.5050045019324934, 0.994995498067507, 0.5409963556165563, 1,
       0.40841591315159503, 0.911720406125698},
      {5, 8, 1, 0.65625, 0.1401903003509872, 0.3814820603302123, 0.931017939669788,
       0.4317504721502724, 0.997483709410063, 0.32041163759960029, 0.855657234651939},
      {6, 7, 1, 0.5625, 0.1482317653203928, 0.2719710786072368, 0.853028921392763,
       0.3355917105245448, 0.942830946287210, 0.24368098260518681, 0.790991758910400},
      {7, 5, 0, 0.5625, 0.1482317653203928, 0.2719710786072368, 0.853028921392763,
       0.3355917105245448, 0.942830946287210, 0.24368098260518681, 0.790991758910400},
      {8, 4, 1, 0.421875, 0.1648974290562925, 0.0986819779064183, 0.745068022093582,
       0.1960994440461910, 0.907593167796424, 0.12286039358780780, 0.701000257713895},
      {10, 3, 2, 0.140625, 0.1272982088812525, 0, 0.390124904703712, 0.0238521707126688,
       0.829081380609796, 0.00785646275164498, 0.452028605794193},
      {12, 1, 0, 0.140625, 0.1272982088812525, 0, 0.390124904703712, 0.0238521707126688,
       0.829081380609796, 0.00785646275164498, 0.452028605794193}};
  const auto plain = kaplan_meier(twelve_lives, SurvivalInterval::plain);
  const auto log = kaplan_meier(twelve_lives, SurvivalInterval::log);
  const auto log_log = kaplan_meier(twelve_lives);
  ASSERT_TRUE(plain && log && log_log);
  ASSERT_EQ(plain->size(), std::size(rows));
  for (std::size_t i = 0; i < plain->size(); ++i) {
    SCOPED_TRACE(rows[i].time);
    const SurvivalStep& step = (*plain)[i];
    EXPECT_EQ(step.time, rows[i].time);
    EXPECT_EQ(static_cast<double>(step.at_risk), rows[i].at_risk);
    EXPECT_EQ(static_cast<double>(step.failures), rows[i].failures);
    expect_close(step.survival, rows[i].survival);
    expect_close(step.standard_error, rows[i].error);
    expect_close(step.interval.low, rows[i].plain_low);
    expect_close(step.interval.high, rows[i].plain_high);
    expect_close((*log)[i].interval.low, rows[i].log_low);
    expect_close((*log)[i].interval.high, rows[i].log_high);
    expect_close((*log_log)[i].interval.low, rows[i].log_log_low);
    expect_close((*log_log)[i].interval.high, rows[i].log_log_high);
  }
}

TEST(SurvivalQuantile, AgreesWithTheReferenceProgram) {
  // R: quantile(survfit(…, conf.type = "log-log"), c(0.1, 0.5)), and the same with "log".
  const auto steps = *kaplan_meier(twelve_lives);
  const auto tenth = survival_quantile(steps, 0.1);
  EXPECT_EQ(tenth->time, 2.5);
  EXPECT_EQ(tenth->low, 1);
  EXPECT_EQ(tenth->high, 5);
  const auto half = survival_quantile(steps, 0.5);
  EXPECT_EQ(half->time, 8);
  EXPECT_EQ(half->low, 2.5);
  EXPECT_EQ(half->high, 10);
  const auto on_log = survival_quantile(*kaplan_meier(twelve_lives, SurvivalInterval::log), 0.5);
  EXPECT_EQ(on_log->low, 5);
  EXPECT_FALSE(on_log->high);
  EXPECT_EQ(survival_quantile(steps, 0).error().failure, &probability_out_of_range);
}

TEST(SurvivalQuantile, IsTheMiddleOfAStepThatMeetsTheShareExactly) {
  const std::vector<ObservedLife> four{{1, true}, {2, true}, {5, true}, {9, true}};
  EXPECT_EQ(survival_quantile(*kaplan_meier(four), 0.5)->time, 3.5);
}

TEST(KaplanMeier, WithoutCensoringIsTheShareStillWorking) {
  std::vector<ObservedLife> units;
  for (int i = 1; i <= 10; ++i) units.push_back({static_cast<double>(i), true});
  const auto steps = kaplan_meier(units);
  for (std::size_t i = 0; i < 10; ++i) {
    EXPECT_NEAR((*steps)[i].survival, 0.9 - 0.1 * static_cast<double>(i), 1e-12);
  }
  EXPECT_EQ(steps->back().survival, 0);
  EXPECT_EQ(steps->back().interval.low, 0);
  EXPECT_EQ(steps->back().interval.high, (*steps)[8].interval.high);
}

TEST(KaplanMeier, FallsAndKeepsItsBoundsOnRandomUnits) {
  Random random(4);
  for (int round = 0; round < 100; ++round) {
    std::vector<ObservedLife> units(1 + random.below(30));
    for (ObservedLife& unit : units) {
      unit = {1 + static_cast<double>(random.below(8)), random.uniform() < 0.6};
    }
    for (const auto kind :
         {SurvivalInterval::plain, SurvivalInterval::log, SurvivalInterval::log_log}) {
      double before = 1;
      const auto steps = *kaplan_meier(units, kind, 0.9);
      for (const SurvivalStep& step : steps) {
        EXPECT_LE(step.survival, before);
        EXPECT_LE(0, step.interval.low);
        EXPECT_LE(step.interval.low, step.survival + 1e-12);
        EXPECT_GE(step.interval.high, step.survival - 1e-12);
        EXPECT_LE(step.interval.high, 1);
        before = step.survival;
      }
    }
  }
}

TEST(KaplanMeier, RefusesTimesThatAreNone) {
  EXPECT_EQ(kaplan_meier({}).error().failure, &too_few_observations);
  EXPECT_EQ(kaplan_meier(std::vector<ObservedLife>{{0, true}}).error().failure,
            &value_not_positive);
  const auto missing = kaplan_meier(std::vector<ObservedLife>{{1, true}, {NAN, true}});
  EXPECT_EQ(missing.error().failure, &value_not_finite);
  EXPECT_EQ(missing.error().where, "times[1]");
}

TEST(LogRank, AgreesWithTheReferenceProgram) {
  // R: survdiff(Surv(t, d) ~ g).
  const std::vector<std::size_t> two{0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 1};
  const auto pair = log_rank_test(twelve_lives, two);
  ASSERT_TRUE(pair);
  expect_close(pair->statistic, 0.194697131687966);
  expect_close(pair->expected[0], 4.575216450216450);
  expect_close(pair->expected[1], 3.424783549783549);
  EXPECT_EQ(pair->degrees_of_freedom, 1);
  const std::vector<std::size_t> three{0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 2};
  const auto triple = log_rank_test(twelve_lives, three);
  expect_close(triple->statistic, 1.1647007591609);
  expect_close(triple->expected[2], 0.542099567099567);
  EXPECT_EQ(triple->degrees_of_freedom, 2);
}

TEST(LogRank, DoesNotDependOnTheNamesOfTheGroups) {
  const std::vector<std::size_t> one{0, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 2};
  std::vector<std::size_t> other;
  other.reserve(one.size());
  for (const std::size_t group : one) other.push_back(2 - group);
  expect_close(log_rank_test(twelve_lives, other)->statistic,
               log_rank_test(twelve_lives, one)->statistic);
}

TEST(LogRank, RefusesOneGroupAndUnitsWithoutFailures) {
  const std::vector<ObservedLife> units{{1, false}, {2, false}};
  EXPECT_EQ(log_rank_test(units, std::vector<std::size_t>{0, 1}).error().failure, &no_spread);
  EXPECT_EQ(log_rank_test(units, std::vector<std::size_t>{0, 0}).error().failure,
            &too_few_observations);
  EXPECT_EQ(log_rank_test(units, std::vector<std::size_t>{0, 2}).error().failure,
            &too_few_observations);
  EXPECT_EQ(log_rank_test(units, std::vector<std::size_t>{0}).error().failure, &lengths_differ);
}

}  // namespace
}  // namespace zhiheng::stat
