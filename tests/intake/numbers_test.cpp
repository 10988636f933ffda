#include "intake/numbers.h"

#include "base/failures.h"
#include "intake/failures.h"

namespace zhiheng::intake {
namespace {

std::string decimal(std::string_view text, int scale = 2) {
  const auto value = read_decimal(text, scale);
  return value ? to_text(*value) : std::string(value.error().failure->id);
}

TEST(ReadDecimal, UnderstandsWhatPeopleWrite) {
  EXPECT_EQ(decimal("12.5"), "12.50");
  EXPECT_EQ(decimal("1,234,567.8"), "1234567.80");
  EXPECT_EQ(decimal("-1,234"), "-1234.00");
  EXPECT_EQ(decimal("１２．５"), "12.50");
  EXPECT_EQ(decimal("１，２３４"), "1234.00");
  EXPECT_EQ(decimal("3.5万"), "35000.00");
  EXPECT_EQ(decimal("1.23456万"), "12345.60");
  EXPECT_EQ(decimal("2亿"), "200000000.00");
  EXPECT_EQ(decimal("¥12.30"), "12.30");
  EXPECT_EQ(decimal("￥ 12元"), "12.00");
  EXPECT_EQ(decimal("+5"), "5.00");
  EXPECT_EQ(decimal("一百二十三"), "123.00");
  EXPECT_EQ(decimal("三万二千一百点五"), "32100.50");
  EXPECT_EQ(decimal("十二"), "12.00");
  EXPECT_EQ(decimal("一千零五"), "1005.00");
  EXPECT_EQ(decimal("〇"), "0.00");
}

TEST(ReadDecimal, RefusesWhatMayMeanTwoThings) {
  for (const char* text : {"12,5", "1,23,456", "1.234,5", "1,2345", "12%", "≤10", "约12", "abc", "",
                           "元", "1 2", "一二", "12.5.6", ",123", "--5"}) {
    EXPECT_EQ(decimal(text), "intake.not_a_number") << text;
  }
  EXPECT_EQ(decimal("0.125"), "base.decimal_places");
  EXPECT_EQ(decimal("12345678901234567890"), "base.decimal_too_long");
}

TEST(ReadInteger, TakesWholeNumbersOnly) {
  EXPECT_EQ(read_integer("1,000").value(), 1000);
  EXPECT_EQ(read_integer("12.0").value(), 12);
  EXPECT_EQ(read_integer("-7").value(), -7);
  EXPECT_EQ(read_integer("1.5").error().failure, &not_an_integer);
  EXPECT_EQ(read_integer("many").error().failure, &not_an_integer);
}

}  // namespace
}  // namespace zhiheng::intake
