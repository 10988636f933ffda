#include "stat/rate.h"

#include <limits>

#include "reference.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(PoissonInterval, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/poisson_intervals.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("x") << " at " << row.text("conf"));
    const auto exact = poisson_interval(row.whole("x"), row.number("pt"), row.number("conf"));
    ASSERT_TRUE(exact);
    expect_close(exact->low, row.number("exact_low"));
    expect_close(exact->high, row.number("exact_high"));
    const auto daly = daly_interval(row.whole("x"), row.number("pt"), row.number("conf"));
    ASSERT_TRUE(daly);
    expect_close(daly->low, row.number("daly_low"));
    expect_close(daly->high, row.number("daly_high"));
    const auto byar = byar_interval(row.whole("x"), row.number("pt"), row.number("conf"));
    ASSERT_TRUE(byar);
    expect_close(byar->low, row.number("byar_low"));
    expect_close(byar->high, row.number("byar_high"));
  }
}

TEST(PoissonInterval, LeavesHalfTheRestInEachTail) {
  for (const std::int64_t events : {1, 4, 100, 100000}) {
    const auto interval = poisson_interval(events, 1, 0.9);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(poisson_at_least(events, interval->low), 0.05, 1e-12);
    EXPECT_NEAR(poisson_cdf(events, interval->high), 0.05, 1e-12);
  }
}

TEST(PoissonInterval, ScalesWithTheExposure) {
  const auto one = poisson_interval(12, 1);
  const auto thousand = poisson_interval(12, 1000);
  ASSERT_TRUE(one && thousand);
  EXPECT_DOUBLE_EQ(one->low, thousand->low * 1000);
  EXPECT_DOUBLE_EQ(one->high, thousand->high * 1000);
}

TEST(PoissonInterval, RefusesNegativeEventsAndMissingExposure) {
  EXPECT_EQ(poisson_interval(-1).error().failure, &value_negative);
  EXPECT_EQ(poisson_interval(1, 0).error().failure, &value_not_positive);
  EXPECT_EQ(poisson_interval(1, std::numeric_limits<double>::infinity()).error().failure,
            &value_not_finite);
  EXPECT_EQ(byar_interval(1, std::numeric_limits<double>::quiet_NaN()).error().failure,
            &value_not_finite);
  EXPECT_EQ(daly_interval(0, 1, 0).error().failure, &confidence_out_of_range);
  EXPECT_EQ(byar_interval(1, 1, 1).error().failure, &confidence_out_of_range);
}

}  // namespace
}  // namespace zhiheng::stat
