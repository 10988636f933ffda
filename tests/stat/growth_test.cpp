#include "stat/growth.h"

#include <algorithm>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"
#include "stat/rate.h"

namespace zhiheng::stat {
namespace {

/// Twenty-two failures of a development test, the last at 620 hours; printed in the reliability
/// growth literature with beta 0.6142 and lambda 0.4239.
const std::vector<double> development{2.7,   10.3,  12.5,  30.6,  57.0,  61.3,  80.0,  109.5,
                                      125.0, 128.6, 143.8, 167.9, 229.2, 296.7, 320.6, 328.2,
                                      366.2, 396.7, 421.1, 438.2, 501.2, 620.0};

TEST(MeanTimeBetweenFailures, AgreesWithTheChiSquaredQuantiles) {
  // R 4.2.2: 2000 / qchisq(…) for five failures in a thousand hours.
  const auto timed = mean_time_between_failures(5, 1000, TestEnd::at_time);
  ASSERT_TRUE(timed);
  EXPECT_EQ(timed->value, 200);
  expect_close(timed->interval.low, 85.7020517758566);
  expect_close(timed->interval.high, 615.958351167365);
  expect_close(timed->at_least, 95.1200113649871);
  const auto failed = mean_time_between_failures(5, 1000, TestEnd::at_failure);
  expect_close(failed->interval.low, 97.6411015608946);
  expect_close(failed->interval.high, 615.958351167365);
}

TEST(MeanTimeBetweenFailures, IsTheInverseOfAnEventRate) {
  for (const std::int64_t failures : {0, 1, 7}) {
    const auto found = mean_time_between_failures(failures, 40, TestEnd::at_time, 0.9);
    const auto rate = poisson_interval(failures, 40, 0.9);
    expect_close(found->interval.low, 1 / rate->high);
    if (failures > 0) {
      expect_close(found->interval.high, 1 / rate->low);
    } else {
      EXPECT_TRUE(std::isinf(found->interval.high) && std::isinf(found->value));
    }
  }
}

TEST(DemonstrationTime, JustShowsTheTarget) {
  expect_close(*demonstration_time(500, 2, 0.9), 2661.16016891711);  // R: 500 * qchisq(.9, 6) / 2
  const double time = *demonstration_time(300, 4, 0.8);
  expect_close(mean_time_between_failures(4, time, TestEnd::at_time, 0.8)->at_least, 300);
  EXPECT_EQ(demonstration_time(0, 2).error().failure, &value_not_positive);
  EXPECT_EQ(demonstration_time(5, -1).error().failure, &value_negative);
}

TEST(MeanTimeBetweenFailures, RefusesNoTimeAndNoFailureAtTheEnd) {
  EXPECT_EQ(mean_time_between_failures(-1, 5, TestEnd::at_time).error().failure, &value_negative);
  EXPECT_EQ(mean_time_between_failures(0, 5, TestEnd::at_failure).error().failure,
            &too_few_observations);
  EXPECT_EQ(mean_time_between_failures(1, 0, TestEnd::at_time).error().failure,
            &value_not_positive);
}

TEST(FitGrowth, ReproducesThePublishedDevelopmentTest) {
  // R 4.2.2: the formulas, qchisq, and the product of two gammas by integrate and uniroot.
  const auto found = fit_growth(development, 620, TestEnd::at_failure, 0.9);
  ASSERT_TRUE(found);
  expect_close(found->beta, 0.61421039993173);
  expect_close(found->lambda, 0.423942214880574);
  expect_close(found->mtbf, 45.883003910306);
  expect_close(found->beta_unbiased, 0.558373090847027);
  expect_close(found->beta_interval.low, 0.39287199766036);
  expect_close(found->beta_interval.high, 0.811372464309384);
  expect_close(found->mtbf_interval.low, 30.7445074655797, 1e-6);
  expect_close(found->mtbf_interval.high, 84.7972335746753, 1e-6);
  expect_close(found->cramer_von_mises, 0.0492806714472258);
  EXPECT_GT(found->fit_p, 0.5);
  EXPECT_LT(found->trend_p, 0.05);
}

TEST(FitGrowth, AgreesWithTheReferenceWhenEndedAtATime) {
  const auto found = fit_growth(development, 700, TestEnd::at_time);
  expect_close(found->beta, 0.571602519099932);
  expect_close(found->lambda, 0.520184579934261);
  expect_close(found->beta_interval.low, 0.358220255514082);
  expect_close(found->beta_interval.high, 0.834039025138285);
  expect_close(found->trend_p, 2 * (1 - 0.998462074475851), 1e-9);
}

TEST(FitGrowth, DoesNotDependOnTheUnitOrOrderOfTime) {
  std::vector<double> days(development.rbegin(), development.rend());
  for (double& time : days) time /= 24;
  const auto one = fit_growth(development, 700, TestEnd::at_time);
  const auto other = fit_growth(days, 700.0 / 24, TestEnd::at_time);
  expect_close(other->beta, one->beta);
  expect_close(other->mtbf, one->mtbf / 24);
  EXPECT_EQ(other->fit_p, one->fit_p);
}

TEST(FitGrowth, CoversTheTruthAsOftenAsItSays) {
  // Twelve failures with beta 0.5 and lambda 1, ended at the last; the truth is known.
  int beta_covered = 0;
  int mtbf_covered = 0;
  int rejected = 0;
  constexpr int rounds = 200;
  for (int round = 0; round < rounds; ++round) {
    Random random(31, static_cast<std::uint64_t>(round));
    std::vector<double> times;
    double expected = 0;
    for (int i = 0; i < 12; ++i) {
      expected -= std::log(random.uniform());
      times.push_back(expected * expected);
    }
    const auto found = fit_growth(times, times.back(), TestEnd::at_failure, 0.9);
    const double truth = 1 / (0.5 / std::sqrt(times.back()));
    beta_covered += found->beta_interval.low < 0.5 && 0.5 < found->beta_interval.high ? 1 : 0;
    mtbf_covered += found->mtbf_interval.low < truth && truth < found->mtbf_interval.high ? 1 : 0;
    rejected += found->fit_p < 0.1 ? 1 : 0;
  }
  EXPECT_NEAR(beta_covered, 0.9 * rounds, 15);
  EXPECT_NEAR(mtbf_covered, 0.9 * rounds, 15);
  EXPECT_NEAR(rejected, 0.1 * rounds, 15);
}

TEST(FitGrowth, RefusesTooFewAndTimesAfterTheEnd) {
  const auto failure = [](std::vector<double> times, double end, TestEnd kind = TestEnd::at_time) {
    return fit_growth(times, end, kind).error().failure;
  };
  EXPECT_EQ(failure({1, 2}, 5), &too_few_observations);
  EXPECT_EQ(failure({1, 2, 6}, 5), &value_out_of_range);
  EXPECT_EQ(failure({1, 0, 2}, 5), &value_not_positive);
  EXPECT_EQ(failure({1, NAN, 2}, 5), &value_not_finite);
  EXPECT_EQ(failure({5, 5, 5}, 5), &no_spread);
}

}  // namespace
}  // namespace zhiheng::stat
