#include "base/decimal.h"

#include <cmath>
#include <limits>

#include "base/failures.h"

namespace zhiheng {
namespace {

TEST(Decimal, ReadsAndWritesItsPlaces) {
  struct Row {
    std::string_view typed;
    int scale;
    std::int64_t unscaled;
    std::string_view written;
  };
  const Row table[] = {{"-12.5", 2, -1250, "-12.50"},
                       {"+0.05", 2, 5, "0.05"},
                       {"0", 0, 0, "0"},
                       {"-0.00", 2, 0, "0.00"},
                       {"12.500", 1, 125, "12.5"},
                       {"007", 0, 7, "7"},
                       {"999999999999999999", 0, 999'999'999'999'999'999, "999999999999999999"},
                       {"0.000000000000000001", 18, 1, "0.000000000000000001"}};
  for (const auto& [typed, scale, unscaled, written] : table) {
    const auto value = parse_decimal(typed, scale);
    ASSERT_TRUE(value.has_value()) << typed;
    EXPECT_EQ(value->unscaled, unscaled) << typed;
    EXPECT_EQ(value->scale, scale);
    EXPECT_EQ(to_text(*value), written);
  }
}

TEST(Decimal, RefusesWhatWouldLoseDigits) {
  EXPECT_EQ(parse_decimal("1.005", 2).error().failure, &base::decimal_places);
  EXPECT_EQ(parse_decimal("1000000000000000000", 0).error().failure, &base::decimal_too_long);
  EXPECT_EQ(parse_decimal("99999999999999999", 2).error().failure, &base::decimal_too_long);
  EXPECT_EQ(parse_decimal(std::string(400, '9'), 0).error().failure, &base::decimal_too_long);
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const std::string_view bad :
       {"", "-", ".", ".5", "5.", "1.2.3", "1,000", "1e3", " 1", "１", "--1", "1-"}) {
    const auto value = parse_decimal(bad, 4);
    ASSERT_FALSE(value.has_value()) << bad;
    EXPECT_EQ(value.error().failure, &base::decimal_malformed) << bad;
  }
}

TEST(Decimal, ComparesByValueWhateverThePlaces) {
  EXPECT_EQ(compare({1250, 2}, {125, 1}), std::strong_ordering::equal);
  EXPECT_NE((Decimal{1250, 2}), (Decimal{125, 1}));
  EXPECT_EQ(compare({-1, 18}, {0, 0}), std::strong_ordering::less);
  EXPECT_EQ(compare({999'999'999'999'999'999, 0}, {999'999'999'999'999'999, 18}),
            std::strong_ordering::greater);
}

TEST(Decimal, RescalesOnlyWithoutLoss) {
  EXPECT_EQ(rescale({125, 1}, 3).value(), (Decimal{12500, 3}));
  EXPECT_EQ(rescale({12500, 3}, 1).value(), (Decimal{125, 1}));
  EXPECT_EQ(rescale({12501, 3}, 1).error().failure, &base::decimal_places);
  EXPECT_EQ(rescale({1, 0}, 18).error().failure, &base::decimal_too_long);
}

TEST(Decimal, BecomesTheNearestDouble) {
  EXPECT_EQ(to_double({1, 1}), 0.1);
  EXPECT_EQ(to_double({-9371, 2}), -93.71);
  EXPECT_EQ(to_double({123'456'789'012'345'678, 9}), 123456789.012345678);
  EXPECT_EQ(to_text(Decimal{std::numeric_limits<std::int64_t>::min(), 2}), "-92233720368547758.08");
}

}  // namespace
}  // namespace zhiheng
