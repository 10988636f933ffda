#include "analysis/formula.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "analysis/failures.h"
#include "support/source.h"

#define LLVMFuzzerTestOneInput replay_formula
#include "../../fuzz/formula_fuzz.cpp"
#undef LLVMFuzzerTestOneInput

namespace zhiheng::analysis {
namespace {

const std::vector<std::string> names{"x", "y", "质量"};

double value_of(std::string_view text) {
  const auto formula = Formula::parse(text, names);
  EXPECT_TRUE(formula) << text << ": " << describe(formula.error());
  return formula ? formula->at(std::vector<double>{2, 3, 5}) : NAN;
}

TEST(Formula, FollowsTheRulesOfArithmetic) {
  EXPECT_EQ(value_of("1 + 2 * x"), 5);
  EXPECT_EQ(value_of("(1 + 2) * x"), 6);
  EXPECT_EQ(value_of("10 - 2 - 3"), 5);
  EXPECT_EQ(value_of("12 / 2 / 3"), 2);
  EXPECT_EQ(value_of("-x^2"), -4);
  EXPECT_EQ(value_of("2^y^x"), 512);
  EXPECT_EQ(value_of("x^-1"), 0.5);
  EXPECT_EQ(value_of("--x"), 2);
  EXPECT_EQ(value_of("质量/x"), 2.5);
  EXPECT_EQ(value_of("1e-3*x"), 0.002);
}

TEST(Formula, KnowsItsFunctions) {
  EXPECT_EQ(value_of("sqrt(x * 8)"), 4);
  EXPECT_DOUBLE_EQ(value_of("ln(exp(y))"), 3);
  EXPECT_DOUBLE_EQ(value_of("log10(1000)"), 3);
  EXPECT_DOUBLE_EQ(value_of("sin(pi / 2) + cos(0) + tan(0)"), 2);
  EXPECT_DOUBLE_EQ(value_of("asin(1) + acos(1) + atan(0)"), std::asin(1.0));
  EXPECT_EQ(value_of("abs(x - y)"), 1);
  EXPECT_TRUE(std::isnan(value_of("sqrt(x - y)")));
  EXPECT_TRUE(std::isinf(value_of("1 / (x - 2)")));
}

TEST(Formula, SaysWhereItCannotBeRead) {
  const auto where = [](std::string_view text) {
    const auto formula = Formula::parse(text, names);
    EXPECT_FALSE(formula) << text;
    return formula ? std::string() : formula.error().where;
  };
  EXPECT_EQ(where(""), "1");
  EXPECT_EQ(where("x + z"), "5");
  EXPECT_EQ(where("x y"), "3");
  EXPECT_EQ(where("(x"), "3");
  EXPECT_EQ(where("sin x"), "5");
  EXPECT_EQ(where("x + * y"), "5");
  const auto unknown = Formula::parse("z", names);
  EXPECT_EQ(unknown.error().failure, &formula_malformed);
  EXPECT_EQ(unknown.error().wanted, "x, y, 质量");
}

TEST(Corpus, OfFormulasEndsWithoutHarm) {
  int files = 0;
  for (const auto& entry :
       std::filesystem::directory_iterator(support::source_path("/fuzz/corpus/formula"))) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string input((std::istreambuf_iterator<char>(file)), {});
    replay_formula(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    ++files;
  }
  EXPECT_GE(files, 8);
}

}  // namespace
}  // namespace zhiheng::analysis
