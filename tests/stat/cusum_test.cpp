#include "stat/cusum.h"

#include "reference.h"
#include "stat/failures.h"
#include "stat/random.h"

namespace zhiheng::stat {
namespace {

TEST(CusumRunLength, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/cusum_arl.csv");
  for (const ReferenceRow& row : rows) {
    SCOPED_TRACE(testing::Message()
                 << row.text("k") << " " << row.text("h") << " " << row.text("mu"));
    const double k = row.number("k");
    const double h = row.number("h");
    const double mu = row.number("mu");
    const auto one = cusum_run_length(k, h, mu, Sides::one);
    const auto two = cusum_run_length(k, h, mu, Sides::two);
    ASSERT_TRUE(one && two);
    expect_close(*one, row.number("arl_one"));
    expect_close(*two, row.number("arl_two"));
  }
}

TEST(CusumLimit, AgreesWithTheReferenceProgram) {
  ZH_REFERENCE(rows, "rates/cusum_critical_h.csv");
  for (const ReferenceRow& row : rows) {
    const auto limit = cusum_limit(row.number("k"), row.number("L0"), Sides::two);
    ASSERT_TRUE(limit);
    // The reference stops when the run length is met to about 1e-6.
    expect_close(*limit, row.number("h"), 1e-6);
    const auto back = cusum_run_length(row.number("k"), *limit, 0, Sides::two);
    expect_close(*back, row.number("L0"));
  }
}

TEST(CusumRunLength, IsWhatSimulatedChartsShow) {
  double sum = 0;
  constexpr int charts = 4000;
  for (std::uint64_t chart = 0; chart < charts; ++chart) {
    Random random(17, chart);
    double upper = 0;
    int length = 0;
    while (upper <= 4) {
      upper = std::max(0.0, upper + random.normal() + 1 - 0.5);
      ++length;
    }
    sum += length;
  }
  EXPECT_NEAR(sum / charts, 8.383, 0.3);  // spc: k 0.5, h 4, shift 1
}

TEST(CusumRunLength, FallsWithTheShiftAndRisesWithTheLimit) {
  double before = 1e300;
  for (const double shift : {0.0, 0.5, 1.0, 2.0, 4.0}) {
    const auto length = cusum_run_length(0.5, 5, shift, Sides::one);
    ASSERT_TRUE(length);
    EXPECT_LT(*length, before);
    before = *length;
  }
  EXPECT_LT(*cusum_run_length(0.5, 3, 0, Sides::one), *cusum_run_length(0.5, 4, 0, Sides::one));
}

TEST(CusumRunLength, RefusesWhatItCannotSolve) {
  EXPECT_EQ(cusum_run_length(-1, 5, 0, Sides::one).error().failure, &value_negative);
  EXPECT_EQ(cusum_run_length(0.5, 0, 0, Sides::one).error().failure, &value_not_positive);
  EXPECT_EQ(cusum_run_length(0.5, 31, 0, Sides::one).error().failure, &value_out_of_range);
  EXPECT_EQ(cusum_run_length(0.5, 5, NAN, Sides::one).error().failure, &value_out_of_range);
  EXPECT_EQ(cusum_limit(0.5, 1, Sides::two).error().failure, &value_out_of_range);
  EXPECT_EQ(cusum_limit(5, 100, Sides::two).error().failure, &value_out_of_range);
}

TEST(CusumChart, ReproducesMontgomerysTable) {
  // Montgomery, Introduction to Statistical Quality Control, table 9.1 and 9.2: target 10, sigma 1,
  // k 0.5, h 5; the upper sum passes the limit at period 29 with 5.28, the lower stays at 0 there.
  const std::vector<double> values{9.45,  7.99,  9.29,  11.66, 12.16, 10.18, 8.04,  11.46,
                                   9.20,  10.34, 9.03,  11.47, 10.51, 9.40,  10.08, 9.37,
                                   10.62, 10.31, 8.52,  10.84, 10.90, 9.33,  12.29, 11.50,
                                   10.60, 11.08, 10.38, 11.62, 11.31, 10.52};
  const auto chart = cusum_chart(values, {.target = 10});
  ASSERT_TRUE(chart);
  EXPECT_NEAR((*chart)[28].upper, 5.28, 1e-9);
  EXPECT_TRUE((*chart)[28].alarm);
  EXPECT_FALSE((*chart)[27].alarm);
  EXPECT_NEAR((*chart)[1].lower, 1.56, 1e-9);
  EXPECT_EQ((*chart)[28].lower, 0);
}

TEST(CusumChart, SwapsItsSumsWhenTheSeriesIsTurnedOver) {
  const std::vector<double> values{0.3, 1.2, -0.4, 2.0, -1.1};
  std::vector<double> turned;
  for (const double value : values) turned.push_back(-value);
  const auto one = cusum_chart(values, {.head_start = 2.5});
  const auto other = cusum_chart(turned, {.head_start = 2.5});
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ((*one)[i].upper, (*other)[i].lower);
  }
}

TEST(CusumChart, RefusesBrokenSettings) {
  const std::vector<double> values{1, 2};
  EXPECT_EQ(cusum_chart(values, {.sigma = 0}).error().failure, &value_not_positive);
  EXPECT_EQ(cusum_chart(values, {.head_start = 6}).error().failure, &value_out_of_range);
  EXPECT_EQ(cusum_chart(std::vector<double>{NAN}, {}).error().failure, &value_not_finite);
}

}  // namespace
}  // namespace zhiheng::stat
