// What expressions mean, by hand: the oracle that the engines are compared with is right itself.

#include <gtest/gtest.h>

#include "expr/engines.h"
#include "expr/expr.h"
#include "expr/failures.h"
#include "expr/sample.h"

namespace zhiheng::expr::testing {
namespace {

const Environment meant_in_march{make_date(2024, 3, 31)};

/// ok, small, big, price, mass, whole, fine, made_on, sold_on, seen_at, name, result, region,
/// hazards; `nothing` is the same with every field null.
const std::vector<Value> record = {
    true,
    std::int64_t{7},
    std::int64_t{1'000'000'000'000'000},
    Decimal{1250, 2},
    Decimal{-12'345, 4},
    Decimal{42, 0},
    Decimal{500'000'000'000'000'000, 18},
    make_date(2024, 1, 31),
    make_date(2023, 12, 31),
    parse_timestamp("2023-12-31T23:30:00Z").value(),  // 2024-01-01 07:30 in China
    std::string("质量Abc"),
    std::string("fail"),
    std::string("620102"),
    std::string("fire|choking")};
const std::vector<Value> nothing(record.size());

/// The value in the words of the language; "refused" when it is none.
std::string value_of(const std::string& text, const std::vector<Value>& of = record) {
  const auto expression = Expression::parse(text, sample_fields());
  if (!expression) return "refused";
  if (expression->type() == Type::real) {
    const auto real = expression->evaluate_real(of, meant_in_march);
    return real ? canonical(*real) : "null";
  }
  const Value value = expression->evaluate(of, meant_in_march);
  return is_null(value) ? "null" : to_text(value);
}

struct Case {
  std::string text, value;
};

TEST(Meaning, OfTruthIsThatOfSqlWithItsThreeValues) {
  const Case cases[] = {
      {"null and false", "false"},
      {"null and true", "null"},
      {"null or true", "true"},
      {"null or false", "null"},
      {"not null", "null"},
      {"null = null", "null"},
      {"null is null", "true"},
      {"1 is not null", "true"},
      {"1 in (2, null)", "null"},
      {"1 in (1, null)", "true"},
      {"1 not in (2, null)", "null"},
      {"null in (1)", "null"},
      {"5 between 1 and null", "null"},
      {"0 between 1 and null", "false"},
      {"5 not between 6 and 7", "true"},
      {"true and not false or false", "true"},
      {"not ok and false", "false"},
      {"not (ok and false)", "true"},
      {"ok or false and false", "true"},
      {"1 < 2 and 2 < 3", "true"},
      {"ok = true", "true"},
      {"ok <> (1 = 2)", "true"},
      {"if(null, 1, 2)", "2"},
      {"coalesce(null, 3, 4)", "3"},
      {"case when small > 100 then 'a' when small > 5 then 'b' else 'c' end", "b"},
      {"case when false then 1 end", "null"},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(value_of(text), value) << text;
}

TEST(Meaning, OfAnythingWithNullIsNullUnlessSaidOtherwise) {
  for (const char* text :
       {"small + 1",        "price * 2",           "small / 2",         "-small",
        "abs(price)",       "round(price)",        "name = 'a'",        "name like '%a_'",
        "name contains ''", "name starts with ''", "region under '62'", "hazards has 'a'",
        "made_on + 1 days", "made_on - 1 months",  "made_on - sold_on", "year(made_on)",
        "date(seen_at)",    "lower(name)",         "length(name)",      "small in (1, 2)",
        "price = 0.001",    "small > 0.5",         "price in (0.001)",  "not ok"}) {
    EXPECT_EQ(value_of(text, nothing), "null") << text;
  }
  EXPECT_EQ(value_of("name is null and coalesce(small, 1) = 1", nothing), "true");
}

TEST(Meaning, OfNumbersIsExactUntilDivided) {
  const Case cases[] = {
      {"1 + 2 * 3 - 4", "3"},
      {"(1 + 2) * 3", "9"},
      {"10 - 2 - 3", "5"},
      {"- -5", "5"},
      {"0.1 + 0.2 = 0.3", "true"},
      {"1.50", "1.50"},
      {"1.5 + 1", "2.5"},
      {"1.5 * 1.50", "2.250"},
      {"price", "12.50"},
      {"price = 12.5", "true"},
      {"price > 12.499", "true"},
      {"price < 12.501", "true"},
      {"price = 12.501", "false"},
      {"price <> 12.501", "true"},
      {"price in (12.5, 7)", "true"},
      {"price in (12.501)", "false"},
      {"mass >= -1.2345", "true"},
      {"mass > -1.23451", "true"},
      {"mass < -1.23449", "true"},
      {"whole = 42.0", "true"},
      {"small < 999999999999999999", "true"},
      {"fine < 999999999999999999", "true"},
      {"fine = 0.5", "true"},
      {"round(12.345, 2)", "12.35"},
      {"round(-12.345, 2)", "-12.35"},
      {"round(mass, 3)", "-1.235"},
      {"round(2.5)", "3"},
      {"round(-2.5)", "-3"},
      {"round(2.4)", "2"},
      {"round(7, 2)", "7.00"},
      {"round(1 / 3, 4)", "0.3333"},
      {"round(2 / 3)", "1"},
      {"round(-1 / 2)", "-1"},
      {"1 / 2", "0x1p-1"},
      {"7 / 2 = 3.5", "true"},
      {"1 / 0", "null"},
      {"small / (small - 7)", "null"},
      {"abs(mass)", "1.2345"},
      {"big * big", "null"},
      {"big * 999", "999000000000000000"},
      {"big * 1000", "null"},
      {"999999999999999999 + 1", "null"},
      {"round(big, 3) is null", "true"},
      {"length('质量😀')", "3"},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(value_of(text), value) << text;
}

TEST(Meaning, OfDatesKeepsToTheCalendarAndToChinaTime) {
  const Case cases[] = {
      {"made_on + 1 months", "2024-02-29"},
      {"made_on + 1 month + 1 month", "2024-03-29"},
      {"made_on + 2 months", "2024-03-31"},
      {"made_on - 11 months", "2023-02-28"},
      {"date '2024-02-29' + 1 years", "2025-02-28"},
      {"date '2024-02-29' - 4 years", "2020-02-29"},
      {"today - 90 days", "2024-01-01"},
      {"today + small days", "2024-04-07"},
      {"made_on - sold_on", "31"},
      {"date '9999-12-31' + 1 days", "null"},
      {"date '0001-01-01' - 1 days", "null"},
      {"date '9999-12-31' + 0 months", "9999-12-31"},
      {"date '9999-11-30' + 1 months", "9999-12-30"},
      {"date '9999-12-01' + 1 months", "null"},
      {"date '0001-01-31' + 1 months", "0001-02-28"},
      {"date '2024-01-01' + 999999999999999999 years", "null"},
      {"made_on + big days", "null"},
      {"year(made_on) * 100 + month(made_on)", "202401"},
      {"quarter(date '2024-03-31')", "1"},
      {"quarter(date '2024-04-01')", "2"},
      {"year(seen_at)", "2024"},
      {"date(seen_at)", "2024-01-01"},
      {"seen_at >= '2024-01-01'", "true"},
      {"seen_at >= date '2024-01-01'", "true"},
      {"seen_at < '2024-01-01T00:00:00Z'", "true"},
      {"seen_at = '2024-01-01T07:30:00+08:00'", "true"},
      {"seen_at >= sold_on", "true"},
      {"made_on = '2024-01-31'", "true"},
      {"made_on in ('2024-01-31', '2024-02-01')", "true"},
      {"made_on between '2024-01-01' and today", "true"},
      {"coalesce(made_on, '2024-01-01')", "2024-01-31"},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(value_of(text), value) << text;
}

TEST(Meaning, OfTextIsByCodePointAndCase) {
  const Case cases[] = {
      {"name starts with '质'", "true"},
      {"name contains '量A'", "true"},
      {"name contains 'abc'", "false"},
      {"lower(name) contains 'abc'", "true"},
      {"lower('ÄÖ')", "ÄÖ"},
      {"'a\u0308' = '\u00e4'", "true"},  // one is typed with a combining mark: literals are in NFC
      {"'B' < 'a'", "true"},
      {"'z' < '质'", "true"},
      {"'Ｚ' < '😀'", "true"},  // by code point, where UTF-16 would say otherwise
      {"name like '质_A%'", "true"},
      {"name like '质_a%'", "false"},
      {"name like '_____'", "true"},
      {"name like '____'", "false"},
      {"name like '%b_'", "true"},
      {"name not like '%x%'", "true"},
      {"'100%' like '%\\%'", "true"},
      {"'100' like '%\\%'", "false"},
      {"'it''s' = 'it''s'", "true"},
      {"region under '620000'", "true"},
      {"region under '620100'", "true"},
      {"region under '63'", "false"},
      {"region not under '110000'", "true"},
      {"hazards has 'fire'", "true"},
      {"hazards has 'choking'", "true"},
      {"hazards has 'fir'", "false"},
      {"hazards has 'fire' and not hazards has 'fall'", "true"},
      {"name starts with result", "false"},
  };
  for (const auto& [text, value] : cases) EXPECT_EQ(value_of(text), value) << text;
}

TEST(Meaning, KeepsKeywordsAndNamesApart) {
  const Field fields[] = {
      {"date", Type::date}, {"year", Type::integer}, {"end", Type::text}, {"a b", Type::text}};
  const std::vector<Value> values = {make_date(2024, 1, 31), std::int64_t{2024}, std::string("x"),
                                     std::string("y")};
  for (const char* text : {"year(date) = year", "YEAR(date) = year AND date = DATE '2024-01-31'",
                           "date + 1 years = '2025-01-31'", "\"end\" = 'x' and \"a b\" = 'y'",
                           "case when \"end\" = 'x' then true end", "date(date) = date"}) {
    const auto expression = Expression::parse(text, fields);
    ASSERT_TRUE(expression) << describe(expression.error());
    EXPECT_TRUE(expression->holds(values, meant_in_march)) << text;
  }
}

TEST(Expression, TellsItsTypeItsPlacesAndItsFields) {
  const auto fields = sample_fields();
  const auto expression = Expression::parse("price * mass + price", fields);
  ASSERT_TRUE(expression);
  EXPECT_EQ(expression->type(), Type::decimal);
  EXPECT_EQ(expression->scale(), 6);
  EXPECT_EQ(expression->fields_used(), (std::vector<std::size_t>{3, 4}));
  EXPECT_EQ(expression->text(), "price * mass + price");
}

TEST(Expression, HoldsOnlyWhenTrue) {
  const auto fields = sample_fields();
  EXPECT_TRUE(Expression::parse("small = 7", fields)->holds(record, meant_in_march));
  EXPECT_FALSE(Expression::parse("small = 8", fields)->holds(record, meant_in_march));
  EXPECT_FALSE(Expression::parse("small = 7", fields)->holds(nothing, meant_in_march));
  EXPECT_FALSE(Expression::parse("small", fields)->holds(record, meant_in_march));
}

TEST(Expression, TakesARecordThatIsTooShortOrOfOtherTypesAsNull) {
  const auto expression = Expression::parse("price > 1 and small = 7", sample_fields());
  ASSERT_TRUE(expression);
  EXPECT_TRUE(is_null(expression->evaluate({}, meant_in_march)));
  const std::vector<Value> texts(record.size(), std::string("7"));
  EXPECT_TRUE(is_null(expression->evaluate(texts, meant_in_march)));
  auto coarser = record;
  coarser[3] = Decimal{125, 1};  // the same number with fewer places
  EXPECT_TRUE(expression->holds(coarser, meant_in_march));
}

}  // namespace
}  // namespace zhiheng::expr::testing
