// Wrong expressions and what is said about them, word for word: tests/expr/refused.txt.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "expr/caret.h"
#include "expr/expr.h"
#include "expr/failures.h"
#include "expr/sample.h"
#include "support/source.h"

namespace zhiheng::expr::testing {
namespace {

std::string refusal(const std::string& text) {
  const auto expression = Expression::parse(text, sample_fields());
  if (expression) return "accepted\n";
  const Error& error = expression.error();
  return std::string(error.failure->id) + " at " + error.where + "\n" + error.found +
         "\nwanted: " + error.wanted + "\n";
}

TEST(Refusals, SayWhereAndWhatWasWanted) {
  std::ifstream file(support::source_path("/tests/expr/refused.txt"));
  ASSERT_TRUE(file);
  std::stringstream whole;
  whole << file.rdbuf();
  std::string said;
  std::istringstream lines(whole.str());
  int cases = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("> ")) continue;
    said += (cases++ > 0 ? "\n" : "") + line + "\n" + refusal(line.substr(2));
  }
  EXPECT_GT(cases, 50);
  // After a wanted change: ZHIHENG_REWRITE=1 writes the answers anew, for you to read.
  if (std::getenv("ZHIHENG_REWRITE") != nullptr) {
    std::ofstream(support::source_path("/tests/expr/refused.txt")) << said;
  }
  EXPECT_EQ(said, whole.str());
}

TEST(Refusals, CountColumnsInCharactersAndCaretsInDisplayColumns) {
  const auto refused = Expression::parse("name = '质量检查' adn ok", sample_fields());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().where, "1:15");
  EXPECT_EQ(refused.error().found,
            "name = '质量检查' adn ok\n"
            "                  ^^^");
}

TEST(Refusals, ShowTheLineOfALongTextAndCutItOnBothSides) {
  const std::string text = "ok\n and " + std::string(200, '(') + "\n or nothing";
  const Span place{100, 101};
  EXPECT_EQ(position(text, place), "2:98");
  EXPECT_EQ(with_carets(text, place), "…" + std::string(60, '(') + "(" + std::string(60, '(') +
                                          "…\n" + std::string(61, ' ') + "^");
}

TEST(Refusals, NeverShowAControlCharacter) {
  EXPECT_EQ(with_carets("a\tb\x1b[2Jc", {2, 3}), "a b [2Jc\n  ^");
}

TEST(DisplayWidth, IsTwoForChineseAndNoneForCombiningMarks) {
  EXPECT_EQ(display_width(U'a'), 1);
  EXPECT_EQ(display_width(U'é'), 1);
  EXPECT_EQ(display_width(U'质'), 2);
  EXPECT_EQ(display_width(U'，'), 2);
  EXPECT_EQ(display_width(U'😀'), 2);
  EXPECT_EQ(display_width(U'\u0301'), 0);
}

TEST(Refusals, TakeNoTextThatIsNotUtf8) {
  EXPECT_FALSE(Expression::parse("name = '\xff'", sample_fields()));
  EXPECT_FALSE(Expression::parse(std::string("name = 'a\0b'", 12), sample_fields()));
}

}  // namespace
}  // namespace zhiheng::expr::testing
