#include "stat/proportion.h"

#include <limits>

#include "reference.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

TEST(WilsonInterval, ReproducesThePublishedTable) {
  struct Row {
    std::int64_t count, trials;
    double low, high;
  };
  // Newcombe 1998, table I, method 3; printed to four decimals, hence the tolerance.
  const Row table[] = {{81, 263, 0.2553, 0.3662},
                       {15, 148, 0.0624, 0.1605},
                       {0, 20, 0.0000, 0.1611},
                       {1, 29, 0.0061, 0.1718}};
  for (const auto& [count, trials, low, high] : table) {
    SCOPED_TRACE(testing::Message() << count << " of " << trials);
    const auto interval = wilson_interval(count, trials);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, low, 5e-5);
    EXPECT_NEAR(interval->high, high, 5e-5);
  }
}

TEST(WilsonInterval, ReproducesTheHonestRatesOfTheFactSheet) {
  struct Row {
    std::int64_t count, trials;
    double low, high;
  };
  const Row table[] = {{90, 100, .825634, .944771},
                       {47, 50, .837829, .979385},
                       {10, 10, .722467, 1},
                       {0, 10, 0, .277533},
                       {930, 1000, .912485, .944224}};
  for (const auto& [count, trials, low, high] : table) {
    SCOPED_TRACE(testing::Message() << count << " of " << trials);
    const auto interval = wilson_interval(count, trials);
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, low, 5e-7);
    EXPECT_NEAR(interval->high, high, 5e-7);
  }
}

TEST(ClopperPearsonInterval, ReproducesTheFactSheet) {
  const auto interval = clopper_pearson_interval(47, 50);
  ASSERT_TRUE(interval);
  EXPECT_NEAR(interval->low, .834518, 5e-7);
  EXPECT_NEAR(interval->high, .987451, 5e-7);
}

TEST(ProportionIntervals, AgreeWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/proportion_intervals.csv");
  int compared = 0;
  for (const ReferenceRow& row : rows) {
    const std::string& method = row.text("method");
    const auto x = row.whole("x");
    const auto n = row.whole("n");
    const double confidence = row.number("conf");
    Result<Interval> interval = Interval{};
    if (method == "wilson") {
      interval = wilson_interval(x, n, confidence);
    } else if (method == "exact") {
      interval = clopper_pearson_interval(x, n, confidence);
    } else if (method == "agresti-coull") {
      interval = agresti_coull_interval(x, n, confidence);
    } else {
      continue;
    }
    SCOPED_TRACE(testing::Message() << method << " " << x << " of " << n << " at " << confidence);
    ASSERT_TRUE(interval);
    expect_close(interval->low, row.number("lower"));
    expect_close(interval->high, row.number("upper"));
    ++compared;
  }
  EXPECT_EQ(compared, 144);
}

TEST(JeffreysInterval, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/proportion_jeffreys.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message() << row.text("x") << " of " << row.text("n"));
    const auto interval = jeffreys_interval(row.whole("x"), row.whole("n"), row.number("conf"));
    ASSERT_TRUE(interval);
    expect_close(interval->low, row.number("jeffreys_low"));
    expect_close(interval->high, row.number("jeffreys_high"));
  }
}

using Method = Result<Interval> (*)(std::int64_t, std::int64_t, double);

class EveryProportionInterval : public testing::TestWithParam<Method> {};

TEST_P(EveryProportionInterval, MirrorsWhenGoodAndBadChangePlaces) {
  for (std::int64_t count = 0; count <= 40; ++count) {
    const auto good = GetParam()(count, 40, 0.95);
    const auto bad = GetParam()(40 - count, 40, 0.95);
    ASSERT_TRUE(good && bad);
    EXPECT_NEAR(good->low, 1 - bad->high, 1e-12);
    EXPECT_NEAR(good->high, 1 - bad->low, 1e-12);
  }
}

TEST_P(EveryProportionInterval, HoldsTheShareRisesWithItAndWidensWithTheConfidence) {
  // From seven on: below that Agresti-Coull narrows with the confidence, a known flaw of the
  // method.
  for (const std::int64_t trials : {7, 50, 1000, 1000000}) {
    Interval before{-1, -1};
    for (std::int64_t step = 0; step <= 7; ++step) {
      const std::int64_t count = trials * step / 7;
      const double share = static_cast<double>(count) / static_cast<double>(trials);
      const auto interval = GetParam()(count, trials, 0.95);
      const auto wider = GetParam()(count, trials, 0.998);
      ASSERT_TRUE(interval && wider);
      EXPECT_LE(interval->low, share);
      EXPECT_GE(interval->high, share);
      EXPECT_LE(wider->low, interval->low);
      EXPECT_GE(wider->high, interval->high);
      EXPECT_GE(interval->low, before.low);
      EXPECT_GE(interval->high, before.high);
      before = *interval;
    }
  }
}

TEST_P(EveryProportionInterval, RefusesWhatIsNoProportion) {
  EXPECT_EQ(GetParam()(0, 0, 0.95).error().failure, &no_trials);
  EXPECT_EQ(GetParam()(3, 2, 0.95).error().failure, &count_out_of_range);
  EXPECT_EQ(GetParam()(-1, 2, 0.95).error().failure, &count_out_of_range);
  for (const double confidence : {0.0, 1.0, -0.5, 95.0, std::numeric_limits<double>::quiet_NaN()}) {
    EXPECT_EQ(GetParam()(1, 2, confidence).error().failure, &confidence_out_of_range);
  }
}

INSTANTIATE_TEST_SUITE_P(Proportion, EveryProportionInterval,
                         testing::Values(&wilson_interval, &clopper_pearson_interval,
                                         &jeffreys_interval, &agresti_coull_interval));

TEST(ExactIntervals, StayFiniteAndOrderedAtTheEdges) {
  for (const auto method : {&wilson_interval, &clopper_pearson_interval, &jeffreys_interval}) {
    for (const double confidence : {0.998, 0.999999}) {
      for (const std::int64_t trials : {1LL, 2LL, 10LL, 1000000000000LL}) {
        for (const std::int64_t count : {std::int64_t{0}, std::int64_t{1}, trials - 1, trials}) {
          SCOPED_TRACE(testing::Message() << count << " of " << trials << " at " << confidence);
          const auto interval = method(count, trials, confidence);
          ASSERT_TRUE(interval);
          EXPECT_GE(interval->low, 0);
          EXPECT_LT(interval->low, interval->high);
          EXPECT_LE(interval->high, 1);
        }
      }
    }
  }
}

}  // namespace
}  // namespace zhiheng::stat
