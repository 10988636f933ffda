#include "stat/survey_proportion.h"

#include <gtest/gtest.h>

#include <cmath>

#include "stat/failures.h"
#include "stat/proportion.h"

namespace zhiheng::stat {
namespace {

using Kind = SurveyProportionInterval;
constexpr Kind every_interval[] = {Kind::logit, Kind::likelihood, Kind::arcsine,
                                   Kind::beta,  Kind::wilson,     Kind::mean};

// svyciprop(~f, P) on the table of survey_case.h, one stage; df 2, 16 records.
constexpr SurveyProportion seen{0.540268456376, 0.00646569863752, 2, 16};

TEST(SurveyProportionInterval, ReproducesTheReference) {
  struct Row {
    Kind kind;
    double low, high, within;
  };
  const Row table[] = {{Kind::logit, 0.225917392612, 0.825541992184, 1e-10},
                       {Kind::arcsine, 0.212101062257, 0.849796649229, 1e-10},
                       {Kind::beta, 0.207722891557, 0.847723280981, 1e-10},
                       {Kind::mean, 0.194294008813, 0.886242903939, 1e-10},
                       // R reads the profile of the likelihood off a spline through some ten points
                       {Kind::likelihood, 0.212330851746, 0.844513204852, 2e-4}};
  for (const auto& [kind, low, high, within] : table) {
    const auto found = survey_proportion_interval(seen, kind, 0.95);
    ASSERT_TRUE(found);
    EXPECT_NEAR(found->low, low, within);
    EXPECT_NEAR(found->high, high, within);
  }
}

TEST(SurveyProportionInterval, OfASimpleSampleIsTheKnownOne) {
  // Binomial variance and many degrees of freedom: Wilson's own interval.
  const SurveyProportion simple{0.3, 0.3 * 0.7 / 1000, 1e9, 1000};
  const auto found = survey_proportion_interval(simple, Kind::wilson, 0.95);
  const auto plain = wilson_interval(300, 1000);
  ASSERT_TRUE(found && plain);
  EXPECT_NEAR(found->low, plain->low, 1e-8);
  EXPECT_NEAR(found->high, plain->high, 1e-8);
}

TEST(SurveyProportionInterval, TurnsWithTheShareAndGrowsWithConfidence) {
  for (const Kind kind : every_interval) {
    const SurveyProportion turned{1 - seen.share, seen.variance, seen.degrees, seen.records};
    const auto one = survey_proportion_interval(seen, kind, 0.9);
    const auto other = survey_proportion_interval(turned, kind, 0.9);
    const auto wider = survey_proportion_interval(seen, kind, 0.99);
    ASSERT_TRUE(one && other && wider);
    EXPECT_NEAR(one->low, 1 - other->high, 1e-12);
    EXPECT_LT(wider->low, one->low);
    EXPECT_GT(wider->high, one->high);
    EXPECT_LE(one->low, seen.share);
    EXPECT_GE(one->high, seen.share);
  }
}

TEST(SurveyProportionInterval, StaysWithinZeroAndOneButForThePlainOne) {
  for (const double share : {1e-9, 0.001, 0.5, 0.999}) {
    for (const double variance : {0.0, 1e-12, 1e-3, 0.2}) {
      for (const Kind kind : every_interval) {
        const auto found = survey_proportion_interval({share, variance, 3, 50}, kind, 0.95);
        ASSERT_TRUE(found);
        EXPECT_TRUE(std::isfinite(found->low) && std::isfinite(found->high));
        if (kind == Kind::mean) continue;
        EXPECT_GE(found->low, 0);
        EXPECT_LE(found->high, 1);
      }
    }
  }
}

TEST(SurveyProportionInterval, AtNoneShowsHowLittleWasSeen) {
  const auto found = survey_proportion_interval({0, 0, 10, 40}, Kind::wilson, 0.95);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->low, 0);
  EXPECT_NEAR(found->high, 0.11, 0.01);
  for (const Kind kind : {Kind::logit, Kind::likelihood, Kind::arcsine, Kind::beta}) {
    const auto refused = survey_proportion_interval({0, 0, 10, 40}, kind, 0.95);
    EXPECT_EQ(refused.error().failure, &probability_out_of_range);
  }
}

TEST(SurveyProportionInterval, RefusesWhatIsNoShare) {
  const auto failure = [](SurveyProportion share, double confidence = 0.95) {
    return survey_proportion_interval(share, Kind::logit, confidence).error().failure;
  };
  EXPECT_EQ(failure({1.2, 0.1, 5, 50}), &probability_out_of_range);
  EXPECT_EQ(failure({std::nan(""), 0.1, 5, 50}), &value_not_finite);
  EXPECT_EQ(failure({0.5, -0.1, 5, 50}), &value_negative);
  EXPECT_EQ(failure({0.5, 0.1, 0, 50}), &value_not_positive);
  EXPECT_EQ(failure({0.5, 0.1, 5, 1}), &too_few_observations);
  EXPECT_EQ(failure({0.5, 0.1, 5, 50}, 1), &confidence_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
