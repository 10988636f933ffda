#include "base/arithmetic.h"

#include "base/failures.h"

namespace zhiheng {
namespace {

Decimal of(const char* text, int scale) { return *parse_decimal(text, scale); }

TEST(DecimalArithmetic, RoundsHalvesAwayFromZero) {
  const std::tuple<const char*, int, const char*> table[] = {{"89.5", 1, "90"}, {"89.49", 2, "89"},
                                                             {"-0.5", 1, "-1"}, {"-0.49", 2, "0"},
                                                             {"0.5", 1, "1"},   {"2.500", 3, "3"}};
  for (const auto& [text, scale, wanted] : table) {
    EXPECT_EQ(to_text(*round_half_up(of(text, scale), 0)), wanted) << text;
  }
  EXPECT_EQ(to_text(*round_half_up(of("1.2", 1), 3)), "1.200");
}

TEST(DecimalArithmetic, AddsWhatBinaryFloatsCannot) {
  Decimal sum{0, 1};
  for (int i = 0; i < 10; ++i) sum = *add(sum, of("0.1", 1));
  EXPECT_EQ(sum, of("1.0", 1));
  EXPECT_EQ(to_text(*subtract(of("1", 0), of("0.005", 3))), "0.995");
}

TEST(DecimalArithmetic, RoundsAProductOnce) {
  // 10 * (0.92 - 0.85) / (0.97 - 0.85) = 5.8333…
  EXPECT_EQ(to_text(*multiply_divide(of("10", 0), of("0.07", 2), of("0.12", 2), 2)), "5.83");
  EXPECT_EQ(to_text(*multiply_divide(of("1", 0), of("1", 0), of("-8", 0), 2)), "-0.13");
  EXPECT_EQ(to_text(*multiply_divide(of("5", 0), of("1", 0), of("1000", 0), 2)), "0.01");
}

TEST(DecimalArithmetic, RefusesWhatHasTooManyDigits) {
  const Decimal large{999'999'999'999'999'999, 0};
  EXPECT_EQ(add(large, large).error().failure, &base::decimal_too_long);
  EXPECT_EQ(multiply_divide(large, large, Decimal{1, 0}, 9).error().failure,
            &base::decimal_too_long);
  EXPECT_EQ(nearest_decimal(1e30, 2).error().failure, &base::decimal_too_long);
  EXPECT_EQ(round_half_up(large, 3).error().failure, &base::decimal_too_long);
}

TEST(DecimalArithmetic, TakesTheNearestDecimalOfAReal) {
  EXPECT_EQ(to_text(*nearest_decimal(0.9307, 9)), "0.930700000");
  EXPECT_EQ(to_text(*nearest_decimal(-2.5, 0)), "-3");
}

}  // namespace
}  // namespace zhiheng
