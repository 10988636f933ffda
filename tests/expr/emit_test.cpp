// The SQL itself: what an index can use, and that nothing a user typed stands in it.

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "expr/characters.h"
#include "expr/engines.h"
#include "expr/expr.h"
#include "expr/like.h"
#include "expr/node.h"
#include "expr/sample.h"

namespace zhiheng::expr::testing {
namespace {

const Environment end_of_march{make_date(2024, 3, 31)};

Sql sql_of(const std::string& text, Dialect dialect, std::string_view prefix = {}) {
  const auto expression = Expression::parse(text, sample_fields());
  EXPECT_TRUE(expression) << describe(expression.error());
  return expression ? expression->emit(dialect, end_of_march, prefix) : Sql{};
}

TEST(Emission, ComparesBareColumnsWithBoundValues) {
  const std::string text = "result = 'fail' and region under '62' and sold_on >= today - 90 days";
  const Sql sqlite = sql_of(text, Dialect::sqlite);
  EXPECT_EQ(sqlite.text,
            R"((("result" = ?) AND (("region") >= ? AND ("region") < ?) AND ("sold_on" >= ?)))");
  EXPECT_EQ(sqlite.values, (std::vector<Value>{std::string("fail"), std::string("62"),
                                               std::string("63"), make_date(2024, 1, 1)}));
  EXPECT_EQ(
      sql_of(text, Dialect::postgresql, "r.").text,
      R"(((r."result" = CAST(? AS TEXT)) AND ((r."region" COLLATE "C") >= CAST(? AS TEXT) )"
      R"(AND (r."region" COLLATE "C") < CAST(? AS TEXT)) AND (r."sold_on" >= CAST(? AS DATE))))");
}

TEST(Emission, GivesAConstantThePlacesOfTheColumn) {
  const Sql more = sql_of("price > 12.345", Dialect::sqlite);
  EXPECT_EQ(more.text, R"(("price" > ?))");
  EXPECT_EQ(more.values, (std::vector<Value>{std::int64_t{1234}}));
  const Sql fewer = sql_of("100 >= price", Dialect::duckdb);
  EXPECT_EQ(fewer.text, R"(("price" <= CAST(? AS DECIMAL(18, 2))))");
  EXPECT_EQ(fewer.values, (std::vector<Value>{Decimal{10'000, 2}}));
  EXPECT_EQ(sql_of("small < 2.5", Dialect::sqlite).values, (std::vector<Value>{std::int64_t{2}}));
  EXPECT_EQ(sql_of("price = 0.001", Dialect::sqlite).text,
            R"(CASE WHEN "price" IS NOT NULL THEN FALSE END)");
}

TEST(Emission, LetsSqliteUseItsIndexes) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(":memory:", &database), SQLITE_OK);
  sqlite3_exec(database,
               "CREATE TABLE r (region TEXT, name TEXT, sold_on INTEGER, price INTEGER) STRICT;"
               "CREATE INDEX a ON r (region); CREATE INDEX b ON r (name);"
               "CREATE INDEX c ON r (sold_on); CREATE INDEX d ON r (price)",
               nullptr, nullptr, nullptr);
  for (const char* text :
       {"region under '620000'", "name starts with '质'", "name like '质%'", "name = 'a'",
        "name in ('a', 'b')", "sold_on >= today - 90 days",
        "sold_on between '2024-01-01' and today", "price < 12.345", "price in (1, 2.5)"}) {
    const Sql sql = sql_of(text, Dialect::sqlite);
    sqlite3_stmt* plan = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(database,
                                 ("EXPLAIN QUERY PLAN SELECT * FROM r WHERE " + sql.text).c_str(),
                                 -1, &plan, nullptr),
              SQLITE_OK)
        << sqlite3_errmsg(database);
    ASSERT_EQ(sqlite3_step(plan), SQLITE_ROW);
    const std::string detail = reinterpret_cast<const char*>(sqlite3_column_text(plan, 3));
    EXPECT_TRUE(detail.starts_with("SEARCH r USING INDEX")) << text << ": " << detail;
    sqlite3_finalize(plan);
  }
  sqlite3_close(database);
}

TEST(Emission, KeepsWhatUsersTypeOutOfTheSql) {
  const std::string evil = "x''); DROP TABLE r; --";
  for (const std::string& text :
       {"name = '" + evil + "'", "name in ('" + evil + "', 'b')", "name like '%" + evil + "_'",
        "name contains '" + evil + "'", "name starts with '" + evil + "'",
        "region under '" + evil + "'", "hazards has '" + evil + "'",
        "coalesce(name, '" + evil + "') = lower('" + evil + "')",
        "if(ok, '" + evil + "', name) is null"}) {
    for (const Dialect dialect : {Dialect::sqlite, Dialect::postgresql, Dialect::duckdb}) {
      const Sql sql = sql_of(text, dialect);
      EXPECT_EQ(sql.text.find("DROP"), std::string::npos) << sql.text;
      EXPECT_EQ(static_cast<std::size_t>(std::count(sql.text.begin(), sql.text.end(), '?')),
                sql.values.size());
    }
  }
}

TEST(Quoted, DoublesQuotes) {
  EXPECT_EQ(quoted("name"), "\"name\"");
  EXPECT_EQ(quoted("a\"b"), "\"a\"\"b\"");
}

TEST(AfterPrefix, IsTheLeastTextAboveAllThatStartSo) {
  EXPECT_EQ(after_prefix("62"), "63");
  EXPECT_EQ(after_prefix("a\u7FFF"), "a\u8000");
  EXPECT_EQ(after_prefix("\u007F"), "\u0080");
  EXPECT_EQ(after_prefix("\uD7FF"), "\uE000");  // no surrogates
  EXPECT_EQ(after_prefix("a\U0010FFFF"), "b");
  EXPECT_EQ(after_prefix("\U0010FFFF"), "");
  EXPECT_EQ(after_prefix(""), "");
}

TEST(Patterns, AreRewrittenForGlobAndLike) {
  EXPECT_EQ(as_glob("a%_\\%*?[]"), "a*?%[*][?][[]]");
  EXPECT_EQ(as_like("a%_\\%!\\_\\\\"), "a%_!%!!!_\\");
  EXPECT_FALSE(shape_of("a\\b"));
  EXPECT_FALSE(shape_of("\\"));
  EXPECT_EQ(shape_of("a%%")->kind, PatternShape::Kind::prefix);
  EXPECT_EQ(shape_of("%a\\%%")->text, "a%");
  EXPECT_TRUE(matches("aXbXc", "a%b%c"));
  EXPECT_FALSE(matches("aXbX", "a%b%c"));
  EXPECT_TRUE(matches("质量", "__"));
}

TEST(Patterns, MatchALongTextInBoundedTime) {
  const std::string text(60'000, 'a');
  EXPECT_FALSE(matches(text, "%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%a%b"));
}

TEST(Adapt, MovesAConstantToOtherPlacesWithoutChangingTheAnswer) {
  for (const Relation relation : {Relation::equal, Relation::unequal, Relation::less,
                                  Relation::at_most, Relation::greater, Relation::at_least}) {
    for (std::int64_t constant = -250; constant <= 250; ++constant) {
      const Adapted adapted = adapt(relation, constant, 2, 1);  // hundredths to tenths
      for (std::int64_t x = -30; x <= 30; ++x) {
        const auto holds = [](Relation r, std::int64_t a, std::int64_t b) {
          switch (r) {
            case Relation::equal:
              return a == b;
            case Relation::unequal:
              return a != b;
            case Relation::less:
              return a < b;
            case Relation::at_most:
              return a <= b;
            case Relation::greater:
              return a > b;
            default:
              return a >= b;
          }
        };
        const bool expected = holds(relation, x * 10, constant);
        const bool found = adapted.outcome == Adapted::Outcome::compare
                               ? holds(adapted.relation, x, adapted.unscaled)
                               : adapted.outcome == Adapted::Outcome::always;
        ASSERT_EQ(found, expected) << x << " " << constant;
      }
    }
  }
}

}  // namespace
}  // namespace zhiheng::expr::testing
