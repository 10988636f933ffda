// What the parser lets through, every engine can run: its limits are tighter than theirs.

#include <gtest/gtest.h>

#include <functional>

#include "expr/engines.h"
#include "expr/expr.h"
#include "expr/failures.h"
#include "expr/sample.h"
#include "support/postgres.h"

namespace zhiheng::expr::testing {
namespace {

const Environment asked_in_march{make_date(2024, 3, 31)};

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

struct Growth {
  std::string name;
  std::function<std::string(int)> text;
};

std::vector<Growth> growths() {
  return {
      {"brackets", [](int n) { return repeated("(", n) + "small" + repeated(")", n) + " = 1"; }},
      {"not", [](int n) { return repeated("not ", n) + "ok"; }},
      {"minus", [](int n) { return repeated("- ", n) + "big < 0"; }},
      {"and, or in turn",
       [](int n) { return repeated("(ok or name = 'a' and ", n) + "ok" + repeated(")", n); }},
      {"long and", [](int n) { return "ok" + repeated(" and small < 900", n); }},
      {"long or inside not", [](int n) { return "not (ok" + repeated(" or name > 'b'", n) + ")"; }},
      {"long in", [](int n) { return "name in ('a'" + repeated(", 'b'", n) + ")"; }},
      {"sum of integers", [](int n) { return "small" + repeated(" + small", n); }},
      {"sum of decimals", [](int n) { return "price" + repeated(" - mass", n); }},
      {"sum in brackets",
       [](int n) { return repeated("price + (", n) + "price" + repeated(")", n); }},
      {"sum of products", [](int n) { return "big * big" + repeated(" + small * big", n); }},
      {"products in sums",
       [](int n) { return repeated("(big + big * ", n) + "small" + repeated(")", n); }},
      {"product", [](int n) { return "whole" + repeated(" * whole", n); }},
      {"quotients", [](int n) { return "small" + repeated(" / small", n); }},
      {"round", [](int n) { return repeated("round(", n) + "mass" + repeated(", 1) * 0.5", n); }},
      {"round of reals",
       [](int n) { return repeated("round(", n) + "mass" + repeated(" / 3, 2)", n); }},
      {"days", [](int n) { return "made_on" + repeated(" + small days", n); }},
      {"months", [](int n) { return "made_on" + repeated(" - big months", n); }},
      {"months of days",
       [](int n) {
         return repeated("today - (", n) + "sold_on - made_on" + repeated(") days - made_on", n);
       }},
      {"case",
       [](int n) {
         return repeated("case when ok then 'x' else ", n) + "name" + repeated(" end", n);
       }},
      {"condition of case",
       [](int n) { return repeated("if(", n) + "ok" + repeated(", name = 'a', null)", n); }},
      {"coalesce",
       [](int n) { return repeated("coalesce(name, ", n) + "result" + repeated(")", n); }},
      {"between",
       [](int n) { return repeated("if(", n) + "small" + repeated(" between 1 and 2, 3, 1)", n); }},
      {"lower", [](int n) { return repeated("lower(", n) + "name" + repeated(") ", n); }},
      {"starts with",
       [](int n) {
         return repeated("if(", n) + "name" + repeated(" starts with 'a', result, name)", n);
       }},
      {"contains",
       [](int n) {
         return repeated("if(name contains ", n) + "name" + repeated(", result, name)", n);
       }},
      {"year",
       [](int n) { return repeated("year(made_on + ", n) + "small" + repeated(" days)", n); }},
      {"quarter",
       [](int n) { return repeated("quarter(made_on + ", n) + "small" + repeated(" years)", n); }},
      {"length",
       [](int n) {
         return repeated("if(length(", n) + "name" + repeated(") > 3, 'a', result)", n);
       }},
  };
}

/// The largest size up to `most` that is accepted; every size below must be too.
int largest_accepted(const Growth& growth, int most, std::span<const Field> fields) {
  int low = 1, high = most + 1;  // accepted, refused
  while (high - low > 1) {
    const int middle = low + (high - low) / 2;
    const auto expression = Expression::parse(growth.text(middle), fields);
    if (expression) {
      low = middle;
      continue;
    }
    const Failure* failure = expression.error().failure;
    EXPECT_TRUE(failure == &too_deep || failure == &too_complex || failure == &too_long ||
                failure == &number_too_long)
        << growth.name << ": " << describe(expression.error());
    high = middle;
  }
  return low;
}

TEST(Limits, AreReachedBeforeThoseOfAnyEngine) {
  Random random(7);
  const auto fields = sample_fields();
  const auto records = sample_records(20, random);
  auto engines = all_engines();
  for (auto& engine : engines) engine->load(fields, records);
  for (const Growth& growth : growths()) {
    const int size = largest_accepted(growth, 12'000, fields);
    SCOPED_TRACE(growth.name + " × " + std::to_string(size));
    const auto expression = Expression::parse(growth.text(size), fields);
    ASSERT_TRUE(expression) << describe(expression.error());
    std::vector<std::string> expected;
    for (const auto& record : records) {
      const auto real = expression->evaluate_real(record, asked_in_march);
      expected.push_back(expression->type() != Type::real
                             ? canonical(expression->evaluate(record, asked_in_march))
                         : real ? canonical(*real)
                                : "null");
    }
    for (auto& engine : engines) {
      // As users of a condition put it: in brackets, among others.
      Sql sql = expression->emit(engine->dialect(), asked_in_march, "r.");
      sql.text = "CASE WHEN (n >= 0 AND (n IS NOT NULL)) THEN " + sql.text + " END";
      EXPECT_EQ(engine->ask(sql, expression->type(), expression->scale()), expected)
          << engine->name();
    }
  }
  if (engines.size() < 3) GTEST_SKIP() << support::PostgresServer::not_installed;
}

TEST(Limits, KeepWhatPeopleWriteWellInside) {
  const auto fields = sample_fields();
  const std::string twenty_decimals = "price" + repeated(" + mass", 19) + " > 100";
  EXPECT_TRUE(Expression::parse(twenty_decimals, fields));
  EXPECT_TRUE(Expression::parse("ok" + repeated(" or (name = 'a' and price > 10)", 500), fields));
  EXPECT_TRUE(Expression::parse("name in ('a'" + repeated(", 'bcd'", 4'000) + ")", fields));
  EXPECT_TRUE(Expression::parse("round(price * small / (mass * 100), 2) > 0.5", fields));
  EXPECT_TRUE(Expression::parse("made_on + small months + 1 months - 1 days < today", fields));
}

TEST(Limits, RefuseALongTextBeforeReadingIt) {
  const auto refused = Expression::parse(std::string(64 * 1024 + 1, ' '), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &too_long);
}

}  // namespace
}  // namespace zhiheng::expr::testing
