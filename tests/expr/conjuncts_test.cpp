#include "expr/conjuncts.h"

#include <gtest/gtest.h>

#include "expr/failures.h"

namespace zhiheng::expr {
namespace {

const std::vector<Field> fields = {
    {.name = "region",
     .type = Type::text,
     .prefix = [](std::string_view code) { return std::string(code.substr(0, 2)); }},
    {.name = "state", .type = Type::text},
    {.name = "amount", .type = Type::decimal, .scale = 2},
    {.name = "received_on", .type = Type::date},
    {.name = "closed_on", .type = Type::date}};

std::vector<Conjunct> of(std::string_view condition) {
  auto found = conjuncts(condition, fields, Dialect::sqlite, {make_date(2026, 1, 1)});
  EXPECT_TRUE(found) << condition;
  return found.value_or(std::vector<Conjunct>());
}

TEST(Conjuncts, AreTheTermsThatAndJoins) {
  const auto found =
      of("region under '620000' and state in ('a', 'b') and amount >= 500 and (received_on between "
         "'2025-01-01' and today and closed_on is null)");
  std::vector<std::string> names;
  for (const auto& one : found) names.push_back(one.field);
  EXPECT_EQ(names,
            (std::vector<std::string>{"region", "state", "amount", "received_on", "received_on"}));
  EXPECT_EQ(found[2].sql.text, R"(("amount" >= ?))");
  EXPECT_EQ(found[2].sql.values, std::vector<Value>{Value(std::int64_t{50'000})});
}

// Each holds wherever the whole condition holds; what an index does not lead to is left out.
TEST(Conjuncts, LeaveOutWhatIsNoLimitOfOneField) {
  for (const char* condition :
       {"state = 'a' or amount > 1", "not (state = 'a')", "state <> 'a'", "closed_on = received_on",
        "closed_on is null", "state like '%a%'", "amount + 1 > 2", "lower(state) = 'a'", "true"}) {
    EXPECT_TRUE(of(condition).empty()) << condition;
  }
  EXPECT_EQ(of("'a' = state and (amount > 1 or amount < 0)").size(), 1U);
}

TEST(Conjuncts, RefuseWhatTheLanguageRefuses) {
  const auto refused = conjuncts("colour = 'red'", fields, Dialect::sqlite, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().failure, &unknown_field);
}

}  // namespace
}  // namespace zhiheng::expr
