#pragma once
// A measurement model as text: "(m - m0) * (1 + a * (t - 20))". Plain arithmetic on doubles; the
// conditions of registers have a language of their own (expr), which knows no roots or logarithms.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace zhiheng::analysis {

/// A formula compiled to steps on a stack.
class Formula {
 public:
  /// Numbers, names, `+ - * / ^` (a power binds closest and to the right: -2^2 is -4, 2^3^2 is
  /// 2^9), brackets, `pi`, and sqrt, exp, ln, log10, sin, cos, tan, asin, acos, atan, abs.
  ///
  /// @param names  of the variables, in the order of the values; letters, digits, underscores and
  ///               anything outside ASCII, not starting with a digit
  /// @fails   formula_malformed, `where` the column counted in bytes from 1
  [[nodiscard]] static Result<Formula> parse(std::string_view text,
                                             std::span<const std::string> names);

  /// NaN or infinite where the arithmetic is.
  /// @param values  one per name
  [[nodiscard]] double at(std::span<const double> values) const;

  /// What a step does: puts a number or variable on the stack, or works on the top of it.
  enum class Step {
    number,
    variable,
    add,
    subtract,
    multiply,
    divide,
    power,
    negate,
    sqrt,
    exp,
    ln,
    log10,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    abs
  };

 private:
  friend class FormulaParser;
  struct Instruction {
    Step step = Step::number;
    double number = 0;
    std::size_t variable = 0;
  };
  std::vector<Instruction> program_;
  std::size_t depth_ = 0;  ///< of the stack
};

}  // namespace zhiheng::analysis
