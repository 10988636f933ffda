#include "stat/trend.h"

#include <algorithm>
#include <limits>

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(MannKendall, AgreesWithTheReferenceOnFourSeries) {
  ZH_REFERENCE(expected, "rates/mann_kendall.csv");
  const std::map<std::string, std::string> files{{"Nile", "nile"},
                                                 {"discoveries", "discoveries"},
                                                 {"lynx", "lynx"},
                                                 {"UKDriverDeaths", "ukdriverdeaths"}};
  for (const ReferenceRow& row : expected) {
    SCOPED_TRACE(row.text("series"));
    ZH_REFERENCE(series, "rates/" + files.at(row.text("series")) + ".csv");
    const auto values = column(series, "value");
    const auto trend = mann_kendall(values);
    ASSERT_TRUE(trend);
    EXPECT_EQ(trend->s, row.whole("S"));
    expect_close(trend->variance, row.number("varS"));
    expect_close(trend->z, row.number("z"));
    expect_close(trend->p_value, row.number("p"));
    expect_close(trend->tau, row.number("tau"));
    const auto times = column(series, row.text("series") == "Nile" ? "year" : "t");
    const auto line = theil_sen(times, values);
    ASSERT_TRUE(line);
    expect_close(line->slope, row.number("sen_slope"));
    EXPECT_LE(line->interval.low, line->slope);
    EXPECT_GE(line->interval.high, line->slope);
    if (line->interval.low > 0 || line->interval.high < 0) {
      EXPECT_LT(trend->p_value, 0.05);
    }
  }
}

TEST(MannKendall, CountsPairsAsThePlainDoubleLoopDoes) {
  Random random(3);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> values(3 + random.below(60));
    for (double& value : values) value = static_cast<double>(random.below(12));
    std::int64_t s = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      for (std::size_t j = i + 1; j < values.size(); ++j) {
        s += (values[j] > values[i]) - (values[j] < values[i]);
      }
    }
    EXPECT_EQ(mann_kendall(values)->s, s);
  }
}

TEST(MannKendall, TurnsItsSignWithTheSeriesAndIsSureOfAStraightRise) {
  std::vector<double> values(30);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  EXPECT_EQ(mann_kendall(values)->s, 435);
  EXPECT_EQ(mann_kendall(values)->tau, 1);
  std::ranges::reverse(values);
  EXPECT_EQ(mann_kendall(values)->s, -435);
  EXPECT_EQ(mann_kendall(values)->tau, -1);
}

TEST(MannKendall, FindsNoTrendInAConstant) {
  const std::vector<double> values(10, 4.0);
  EXPECT_EQ(mann_kendall(values)->p_value, 1);
  EXPECT_EQ(mann_kendall(values)->tau, 0);
}

TEST(MannKendall, RefusesTwoValuesAndGaps) {
  EXPECT_EQ(mann_kendall(std::vector<double>{1, 2}).error().failure, &too_few_observations);
  EXPECT_EQ(mann_kendall(std::vector<double>{1, NAN, 2}).error().where, "values[1]");
}

TEST(TheilSen, FindsTheLineBehindOutliers) {
  std::vector<double> times;
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) {
    times.push_back(i * 0.5);
    values.push_back(i % 5 == 0 ? 1e6 : 3 + 2 * times.back());
  }
  const auto line = theil_sen(times, values);
  ASSERT_TRUE(line);
  EXPECT_NEAR(line->slope, 2, 1e-9);
  EXPECT_NEAR(line->intercept, 3, 1e-9);
}

TEST(TheilSen, RefusesTimesThatDoNotIncrease) {
  const std::vector<double> values{1, 2, 3};
  const auto refused = theil_sen(std::vector<double>{1, 1, 2}, values);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &times_not_increasing);
  EXPECT_EQ(refused.error().where, "times[1]");
  EXPECT_EQ(theil_sen(std::vector<double>{1, 2}, values).error().failure, &lengths_differ);
  const std::vector<double> long_series(20'001, 1.0);
  EXPECT_EQ(theil_sen(long_series, long_series).error().failure, &too_many_observations);
  EXPECT_EQ(theil_sen(values, values, 0).error().failure, &confidence_out_of_range);
  EXPECT_EQ(theil_sen(std::vector<double>{1, 2, INFINITY}, values).error().failure,
            &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
