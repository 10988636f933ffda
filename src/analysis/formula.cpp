#include "analysis/formula.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "analysis/failures.h"

namespace zhiheng::analysis {

namespace {

constexpr std::size_t longest = 10'000;
constexpr int deepest = 100;
constexpr std::size_t highest_stack = 64;

bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) != 0;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct Function {
  std::string_view name;
  Formula::Step step;
};
constexpr std::array functions = {
    Function{"sqrt", Formula::Step::sqrt}, Function{"exp", Formula::Step::exp},
    Function{"ln", Formula::Step::ln},     Function{"log10", Formula::Step::log10},
    Function{"sin", Formula::Step::sin},   Function{"cos", Formula::Step::cos},
    Function{"tan", Formula::Step::tan},   Function{"asin", Formula::Step::asin},
    Function{"acos", Formula::Step::acos}, Function{"atan", Formula::Step::atan},
    Function{"abs", Formula::Step::abs}};

}  // namespace

/// Recursive descent; each rule leaves its value on the stack.
class FormulaParser {
 public:
  FormulaParser(std::string_view text, std::span<const std::string> names)
      : text_(text), names_(names) {}

  Result<Formula> run() {
    if (text_.size() > longest) {
      return fail(formula_malformed, "1", std::to_string(text_.size()) + " bytes",
                  "<= " + std::to_string(longest));
    }
    ZH_DO(sum(0));
    if (at_ < text_.size()) return unexpected("an operator");
    return std::move(formula_);
  }

 private:
  using Step = Formula::Step;

  Result<void> sum(int depth) {
    ZH_DO(product(depth));
    for (;;) {
      const char sign = peek();
      if (sign != '+' && sign != '-') return {};
      ++at_;
      ZH_DO(product(depth));
      put(sign == '+' ? Step::add : Step::subtract, -1);
    }
  }

  Result<void> product(int depth) {
    ZH_DO(signed_power(depth));
    for (;;) {
      const char sign = peek();
      if (sign != '*' && sign != '/') return {};
      ++at_;
      ZH_DO(signed_power(depth));
      put(sign == '*' ? Step::multiply : Step::divide, -1);
    }
  }

  Result<void> signed_power(int depth) {
    if (depth > deepest) return unexpected("<= 100 levels");
    if (peek() == '+') {
      ++at_;
      return signed_power(depth + 1);
    }
    if (peek() == '-') {
      ++at_;
      ZH_DO(signed_power(depth + 1));
      put(Step::negate, 0);
      return {};
    }
    ZH_DO(primary(depth));
    if (peek() != '^') return {};
    ++at_;
    ZH_DO(signed_power(depth + 1));
    put(Step::power, -1);
    return {};
  }

  Result<void> primary(int depth) {
    const char next = peek();
    if (next == '(') {
      ++at_;
      ZH_DO(sum(depth + 1));
      return expect(')');
    }
    if (is_digit(next) || next == '.') return number();
    if (starts_name(next)) return name(depth);
    return unexpected("a number, a name, (");
  }

  Result<void> number() {
    double value = 0;
    const char* first = text_.data() + at_;
    const auto read = std::from_chars(first, text_.data() + text_.size(), value);
    if (read.ec != std::errc{} || !std::isfinite(value)) return unexpected("a number");
    at_ += static_cast<std::size_t>(read.ptr - first);
    put(Step::number, 1, value);
    return check_stack();
  }

  Result<void> name(int depth) {
    const std::size_t first = at_;
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    const std::string_view word = text_.substr(first, at_ - first);
    const auto variable = std::ranges::find(names_, word);
    if (variable != names_.end()) {
      put(Step::variable, 1, 0, static_cast<std::size_t>(variable - names_.begin()));
      return check_stack();
    }
    if (word == "pi") {
      put(Step::number, 1, 3.14159265358979323846);
      return check_stack();
    }
    const auto function = std::ranges::find(functions, word, &Function::name);
    if (function == functions.end()) {
      at_ = first;
      std::string known;
      for (const std::string& each : names_) known.append(known.empty() ? "" : ", ").append(each);
      return fail(formula_malformed, std::to_string(first + 1), std::string(word), known);
    }
    ZH_DO(expect('('));
    ZH_DO(sum(depth + 1));
    ZH_DO(expect(')'));
    put(function->step, 0);
    return {};
  }

  /// The next character that is not a blank; 0 at the end.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  Result<void> expect(char wanted) {
    if (peek() != wanted) return unexpected(std::string(1, wanted));
    ++at_;
    return {};
  }

  void put(Step step, int stack_change, double number = 0, std::size_t variable = 0) {
    formula_.program_.push_back({step, number, variable});
    stack_ = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(stack_) + stack_change);
    formula_.depth_ = std::max(formula_.depth_, stack_);
  }

  Result<void> check_stack() {
    if (stack_ <= highest_stack) return {};
    return unexpected("<= 64 values waiting");
  }

  std::unexpected<Error> unexpected(std::string wanted) {
    const char next = peek();
    return fail(formula_malformed, std::to_string(at_ + 1),
                next == '\0' ? "end" : std::string(text_.substr(at_, 20)), std::move(wanted));
  }

  std::string_view text_;
  std::span<const std::string> names_;
  std::size_t at_ = 0;
  std::size_t stack_ = 0;
  Formula formula_;
};

Result<Formula> Formula::parse(std::string_view text, std::span<const std::string> names) {
  return FormulaParser(text, names).run();
}

double Formula::at(std::span<const double> values) const {
  std::array<double, highest_stack + 1> stack;
  std::size_t top = 0;  // values on the stack
  for (const Instruction& one : program_) {
    double* last = stack.data() + (top > 0 ? top - 1 : 0);
    switch (one.step) {
      case Step::number:
        stack[top++] = one.number;
        break;
      case Step::variable:
        stack[top++] = values[one.variable];
        break;
      case Step::add:
        last[-1] += *last;
        --top;
        break;
      case Step::subtract:
        last[-1] -= *last;
        --top;
        break;
      case Step::multiply:
        last[-1] *= *last;
        --top;
        break;
      case Step::divide:
        last[-1] /= *last;
        --top;
        break;
      case Step::power:
        last[-1] = std::pow(last[-1], *last);
        --top;
        break;
      case Step::negate:
        *last = -*last;
        break;
      case Step::sqrt:
        *last = std::sqrt(*last);
        break;
      case Step::exp:
        *last = std::exp(*last);
        break;
      case Step::ln:
        *last = std::log(*last);
        break;
      case Step::log10:
        *last = std::log10(*last);
        break;
      case Step::sin:
        *last = std::sin(*last);
        break;
      case Step::cos:
        *last = std::cos(*last);
        break;
      case Step::tan:
        *last = std::tan(*last);
        break;
      case Step::asin:
        *last = std::asin(*last);
        break;
      case Step::acos:
        *last = std::acos(*last);
        break;
      case Step::atan:
        *last = std::atan(*last);
        break;
      case Step::abs:
        *last = std::abs(*last);
        break;
    }
  }
  return stack[0];
}

}  // namespace zhiheng::analysis
