#include "stat/funnel.h"

#include <limits>

#include "reference.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(FunnelCount, ReproducesTheFactSheetAtNinetyThreePercent) {
  struct Row {
    std::int64_t trials, outer, inner;
  };
  for (const auto& [trials, inner, outer] :
       {Row{50, 43, 40}, Row{200, 179, 174}, Row{1000, 914, 904}}) {
    EXPECT_EQ(funnel_count(.93, trials, .025), inner);
    EXPECT_EQ(funnel_count(.93, trials, .001), outer);
  }
}

TEST(FunnelLimit, AgreesWithTheReferenceForShares) {
  ZH_REFERENCE(rows, "rates/funnel_binomial_limits.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("n") << " at " << row.text("alpha"));
    const auto limit = funnel_limit(row.number("p0"), row.whole("n"), row.number("alpha"));
    ASSERT_TRUE(limit);
    expect_close(*limit, row.number("limit"));
  }
}

TEST(FunnelLimit, AgreesWithTheReferenceForEvents) {
  ZH_REFERENCE(rows, "rates/funnel_poisson_limits.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("E") << " at " << row.text("alpha"));
    const auto limit = funnel_limit_poisson(row.number("E"), row.number("alpha"));
    ASSERT_TRUE(limit);
    expect_close(*limit, row.number("limit"));
  }
}

TEST(FunnelLimits, NarrowAroundTheTargetAsTheSampleGrows) {
  Interval before{0, 1};
  for (const std::int64_t trials : {20, 100, 1000, 100000, 10000000}) {
    const auto limits = funnel_limits(.93, trials, .95);
    ASSERT_TRUE(limits);
    EXPECT_GT(limits->low, before.low);
    EXPECT_LT(limits->high, before.high + 1e-15);
    EXPECT_LT(limits->low, .93);
    EXPECT_GT(limits->high, .93);
    before = *limits;
  }
}

TEST(FunnelLimits, RefuseAnImpossibleTarget) {
  EXPECT_EQ(funnel_limits(1, 10, .95).error().failure, &probability_out_of_range);
  EXPECT_EQ(funnel_limits(.5, 0, .95).error().failure, &no_trials);
  EXPECT_EQ(funnel_limits(.5, 10, 1.5).error().failure, &confidence_out_of_range);
  EXPECT_EQ(funnel_count(.5, 10, 0).error().failure, &probability_out_of_range);
  EXPECT_EQ(funnel_limit_poisson(1e300, .5).error().failure, &value_out_of_range);
  EXPECT_EQ(funnel_limit_poisson(0, .5).error().failure, &value_not_positive);
}

TEST(Overdispersion, AgreesWithTheReferenceOnThePennsylvanianCounties) {
  ZH_REFERENCE(rows, "rates/pennLC_standardised.expected.csv");
  ZH_REFERENCE(expected, "rates/pennLC_overdispersion.csv");
  const auto found = overdispersion_of_ratios(column(rows, "cases"), column(rows, "expected"), 0.1);
  ASSERT_TRUE(found);
  expect_close(found->phi, expected.front().number("phi"));
  expect_close(found->tau_squared, expected.front().number("tau2"));
  EXPECT_EQ(found->units, 67U);
}

TEST(Overdispersion, IsNoneWhenAllUnitsStandOnTheTarget) {
  const std::vector<Proportion> units{{93, 100}, {186, 200}, {930, 1000}};
  const auto found = overdispersion_of_shares(units, .93);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->phi, 0, 1e-12);
  EXPECT_EQ(found->tau_squared, 0);
}

TEST(Overdispersion, RefusesTwoUnitsAndBadNumbers) {
  const std::vector<double> two{1, 2};
  EXPECT_EQ(overdispersion(two, two).error().failure, &too_few_observations);
  const std::vector<double> three{1, 2, 3};
  EXPECT_EQ(overdispersion(three, two).error().failure, &lengths_differ);
  EXPECT_EQ(overdispersion(three, three, 0.5).error().failure, &probability_out_of_range);
  const std::vector<double> broken{1, std::numeric_limits<double>::quiet_NaN(), 3};
  EXPECT_EQ(overdispersion(broken, three).error().where, "z[1]");
  EXPECT_EQ(overdispersion(three, broken).error().where, "errors[1]");
  EXPECT_EQ(overdispersion_of_shares(std::vector<Proportion>{{1, 0}}, .5).error().failure,
            &no_trials);
  EXPECT_EQ(overdispersion_of_ratios(three, two).error().failure, &lengths_differ);
}

TEST(OverdispersedLimits, AreTheTransformedNormalOnesAndWidenWithTau) {
  const auto plain = funnel_limits_overdispersed(.93, 1000, 0, .95);
  const auto wide = funnel_limits_overdispersed(.93, 1000, .001, .95);
  ASSERT_TRUE(plain && wide);
  EXPECT_NEAR(plain->low, .93 - 1.96 * std::sqrt(.93 * .07 / 1000), 1e-3);
  EXPECT_LT(wide->low, plain->low);
  EXPECT_GT(wide->high, plain->high);
  const auto events = funnel_limits_poisson_overdispersed(100, 0, .95);
  ASSERT_TRUE(events);
  EXPECT_NEAR(events->low, std::pow(1 - normal_quantile(.975) / 20, 2), 1e-12);
  EXPECT_EQ(funnel_limits_overdispersed(.93, 10, -1, .95).error().failure, &value_negative);
  EXPECT_EQ(funnel_limits_poisson_overdispersed(-1, 0, .95).error().failure, &value_not_positive);
}

}  // namespace
}  // namespace zhiheng::stat
