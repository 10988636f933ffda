// docs/expression-language.md shows examples; they are accepted as they stand there.

#include <gtest/gtest.h>

#include <fstream>

#include "expr/expr.h"
#include "support/source.h"

namespace zhiheng::expr::testing {
namespace {

std::vector<Field> fields_of_the_examples() {
  std::vector<Field> fields = {{"hazards", Type::text, 0, true},
                               {"region", Type::text, 0, false, [](std::string_view code) {
                                  return std::string(code.substr(0, 2));
                                }}};
  for (const char* name : {"motive", "result", "brand", "retest_result"}) {
    fields.push_back({name, Type::text});
  }
  for (const char* name : {"severity", "injuries", "shelf_life_months", "failed", "tested"}) {
    fields.push_back({name, Type::integer});
  }
  for (const char* name : {"sampled_on", "produced_on", "closed_on", "opened_on"}) {
    fields.push_back({name, Type::date});
  }
  fields.push_back({"loss", Type::decimal, 2});
  return fields;
}

TEST(Document, ShowsExamplesThatAreAccepted) {
  std::ifstream file(support::source_path("/docs/expression-language.md"));
  std::string line;
  while (std::getline(file, line) && line != "## Examples") {
  }
  while (std::getline(file, line) && line != "```") {
  }
  int examples = 0;
  while (std::getline(file, line) && line != "```") {
    const auto expression = Expression::parse(line, fields_of_the_examples());
    EXPECT_TRUE(expression) << describe(expression.error());
    ++examples;
  }
  EXPECT_GE(examples, 9);
}

}  // namespace
}  // namespace zhiheng::expr::testing
