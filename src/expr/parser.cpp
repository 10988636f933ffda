#include "expr/parser.h"

#include <array>

#include "base/failures.h"
#include "base/text.h"
#include "expr/check.h"
#include "expr/failures.h"
#include "expr/lexer.h"

namespace zhiheng::expr {
namespace {

constexpr int depth_limit = 50;
constexpr std::string_view operand_wanted = "field, 'text', 123, date '2024-01-31', today, (, case";
constexpr std::string_view operator_wanted =
    "and, or, = <> < <= > >=, + - * /, is, in, between, like, contains, starts with, under, has";

struct Sign {
  std::string_view sign;
  Relation relation;
};
constexpr std::array relations = {
    Sign{"=", Relation::equal},     Sign{"<>", Relation::unequal}, Sign{"!=", Relation::unequal},
    Sign{"<", Relation::less},      Sign{"<=", Relation::at_most}, Sign{">", Relation::greater},
    Sign{">=", Relation::at_least},
};

/// Words that cannot be the bare name of a field, because something else could follow or begin.
constexpr std::array reserved = {"and",     "or",   "not",  "is",   "in",   "like",
                                 "between", "case", "when", "then", "else", "end"};

class Parser {
 public:
  Parser(std::string_view text, std::span<const Field> fields, std::vector<Token> tokens)
      : text_(text), check_(text, fields), tokens_(std::move(tokens)) {}

  Result<NodePtr> run() {
    ZH_TRY(Operand whole, expression());
    if (here().word != Word::end) return unexpected(std::string(operator_wanted));
    return std::move(whole.node);
  }

 private:
  [[nodiscard]] const Token& here() const { return tokens_[at_]; }
  [[nodiscard]] const Token& ahead(std::size_t steps) const {
    return tokens_[std::min(at_ + steps, tokens_.size() - 1)];
  }
  [[nodiscard]] bool at_symbol(std::string_view symbol) const {
    return here().word == Word::symbol && here().value == symbol;
  }
  [[nodiscard]] bool at_keyword(std::string_view keyword) const {
    return is_keyword(here(), keyword);
  }
  bool take_symbol(std::string_view symbol) {
    if (!at_symbol(symbol)) return false;
    ++at_;
    return true;
  }
  bool take_keyword(std::string_view keyword) {
    if (!at_keyword(keyword)) return false;
    ++at_;
    return true;
  }
  [[nodiscard]] Span since(Span begin) const { return begin.to(tokens_[at_ - 1].span); }
  [[nodiscard]] std::unexpected<Error> unexpected(std::string wanted) const {
    return refuse(syntax, text_, here().span, std::move(wanted));
  }
  Result<void> expect_symbol(std::string_view symbol) {
    if (!take_symbol(symbol)) return unexpected(std::string(symbol));
    return {};
  }
  Result<void> expect_keyword(std::string_view keyword) {
    if (!take_keyword(keyword)) return unexpected(std::string(keyword));
    return {};
  }

  /// One level further down, refused below the limit so that no input exhausts the stack.
  template <class Parse>
  Result<Operand> deeper(Parse parse) {
    if (++depth_ > depth_limit) {
      return refuse(too_deep, text_, here().span, "fewer ( )");
    }
    Result<Operand> result = parse();
    --depth_;
    return result;
  }

  Result<Operand> expression() {
    return deeper([&] { return chain("or", Op::any_of, [&] { return conjunction(); }); });
  }
  Result<Operand> conjunction() {
    return chain("and", Op::all_of, [&] { return inversion(); });
  }

  template <class Parse>
  Result<Operand> chain(std::string_view keyword, Op op, Parse parse) {
    ZH_TRY(Operand first, parse());
    if (!at_keyword(keyword)) return first;
    std::vector<Operand> operands{std::move(first)};
    while (take_keyword(keyword)) {
      ZH_TRY(Operand next, parse());
      operands.push_back(std::move(next));
    }
    return check_.connected(op, std::move(operands));
  }

  Result<Operand> inversion() {
    const Span begin = here().span;
    if (!take_keyword("not")) return predicate();
    ZH_TRY(Operand operand, deeper([&] { return inversion(); }));
    return check_.negation(std::move(operand), since(begin));
  }

  Result<Operand> predicate() {
    ZH_TRY(Operand left, sum());
    for (const auto& [sign, relation] : relations) {
      if (!take_symbol(sign)) continue;
      ZH_TRY(Operand right, sum());
      return check_.comparison(std::move(left), relation, std::move(right));
    }
    if (take_keyword("is")) {
      const bool inverted = take_keyword("not");
      ZH_DO(expect_keyword("null"));
      const Span span = since(left.span);
      ZH_TRY(Operand test, check_.is_null(std::move(left), span));
      if (!inverted) return test;
      return check_.negation(std::move(test), span);
    }
    const bool inverted = at_keyword("not");
    if (inverted) ++at_;
    const std::size_t before = at_;
    const Span begin = left.span;
    ZH_TRY(Operand test, named_predicate(std::move(left)));
    if (!inverted) return test;
    if (at_ == before) return unexpected("in, between, like, contains, starts with, under, has");
    return check_.negation(std::move(test), since(begin));
  }

  Result<Operand> named_predicate(Operand left) {
    if (take_keyword("in")) return list(std::move(left));
    if (take_keyword("between")) {
      ZH_TRY(Operand low, sum());
      ZH_DO(expect_keyword("and"));
      ZH_TRY(Operand high, sum());
      return check_.between(left, std::move(low), std::move(high));
    }
    if (take_keyword("like")) {
      ZH_TRY(const Operand right, sum());
      return check_.like(std::move(left), right);
    }
    if (take_keyword("contains")) {
      ZH_TRY(Operand right, sum());
      return check_.contains(std::move(left), std::move(right));
    }
    if (take_keyword("starts")) {
      ZH_DO(expect_keyword("with"));
      ZH_TRY(Operand right, sum());
      return check_.starts_with(std::move(left), std::move(right));
    }
    if (take_keyword("under")) {
      ZH_TRY(const Operand right, sum());
      return check_.under(left, right);
    }
    if (take_keyword("has")) {
      ZH_TRY(const Operand right, sum());
      return check_.has(std::move(left), right);
    }
    return left;
  }

  Result<std::vector<Operand>> separated() {
    std::vector<Operand> operands;
    do {
      ZH_TRY(Operand next, expression());
      operands.push_back(std::move(next));
    } while (take_symbol(","));
    if (!take_symbol(")")) return unexpected(", )");
    return operands;
  }

  Result<Operand> list(Operand left) {
    ZH_DO(expect_symbol("("));
    ZH_TRY(const std::vector<Operand> elements, separated());
    const Span span = since(left.span);
    return check_.in(std::move(left), elements, span);
  }

  std::optional<Unit> take_unit() {
    if (take_keyword("days") || take_keyword("day")) return Unit::days;
    if (take_keyword("months") || take_keyword("month")) return Unit::months;
    if (take_keyword("years") || take_keyword("year")) return Unit::years;
    return std::nullopt;
  }

  Result<Operand> sum() {
    ZH_TRY(Operand left, product());
    while (at_symbol("+") || at_symbol("-")) {
      const Op op = at_symbol("+") ? Op::add : Op::subtract;
      ++at_;
      const Span begin = left.span;
      ZH_TRY(Operand right, product());
      if (const auto unit = take_unit()) {
        ZH_TRY(left, check_.shifted(std::move(left), op, std::move(right), *unit, since(begin)));
      } else {
        ZH_TRY(left, check_.arithmetic(std::move(left), op, std::move(right)));
      }
      left.span = since(begin);
    }
    return left;
  }

  Result<Operand> product() {
    ZH_TRY(Operand left, sign());
    while (at_symbol("*") || at_symbol("/")) {
      const Op op = at_symbol("*") ? Op::multiply : Op::divide;
      ++at_;
      const Span begin = left.span;
      ZH_TRY(Operand right, sign());
      ZH_TRY(left, check_.arithmetic(std::move(left), op, std::move(right)));
      left.span = since(begin);
    }
    return left;
  }

  Result<Operand> sign() {
    const Span begin = here().span;
    if (!take_symbol("-")) return primary();
    ZH_TRY(Operand operand, deeper([&] { return sign(); }));
    return check_.negative(std::move(operand), since(begin));
  }

  Result<Operand> primary() {
    const Token& token = here();
    switch (token.word) {
      case Word::number:
        ++at_;
        return check_.number(token);
      case Word::text:
        ++at_;
        return check_.text(token);
      case Word::quoted_name:
        ++at_;
        return check_.field(token);
      case Word::name:
        return named(token);
      default:
        break;
    }
    if (!take_symbol("(")) return unexpected(std::string(operand_wanted));
    ZH_TRY(Operand inner, expression());
    if (!take_symbol(")")) return unexpected(") " + std::string(operator_wanted));
    return Operand{std::move(inner.node), since(token.span)};
  }

  Result<Operand> named(const Token& token) {
    const bool called = ahead(1).word == Word::symbol && ahead(1).value == "(";
    if (take_keyword("case")) return cases(token.span);
    for (const std::string_view word : reserved) {
      if (at_keyword(word)) return unexpected(std::string(operand_wanted));
    }
    ++at_;
    if (called) {
      ++at_;
      if (take_symbol(")")) return check_.call(token, {}, since(token.span));
      ZH_TRY(std::vector<Operand> arguments, separated());
      return check_.call(token, std::move(arguments), since(token.span));
    }
    if (is_keyword(token, "date") && here().word == Word::text) {
      ++at_;
      return check_.date(tokens_[at_ - 1]);
    }
    if (is_keyword(token, "today")) return check_.today(token.span);
    if (is_keyword(token, "null")) return check_.null(token.span);
    if (is_keyword(token, "true")) return check_.boolean(true, token.span);
    if (is_keyword(token, "false")) return check_.boolean(false, token.span);
    return check_.field(token);
  }

  Result<Operand> cases(Span begin) {
    std::vector<Operand> parts;
    while (take_keyword("when")) {
      ZH_TRY(Operand condition, expression());
      parts.push_back(std::move(condition));
      ZH_DO(expect_keyword("then"));
      ZH_TRY(Operand value, expression());
      parts.push_back(std::move(value));
    }
    if (parts.empty()) return unexpected("when");
    if (take_keyword("else")) {
      ZH_TRY(Operand otherwise, expression());
      parts.push_back(std::move(otherwise));
    } else {
      parts.push_back(check_.null(here().span));
    }
    if (!take_keyword("end")) return unexpected("when, else, end");
    return check_.choose(std::move(parts), since(begin));
  }

  std::string_view text_;
  Checker check_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<NodePtr> parse_tree(std::string_view text, std::span<const Field> fields) {
  if (text.size() > length_limit) {
    return fail(too_long, {}, std::to_string(text.size()), "<= " + std::to_string(length_limit));
  }
  if (!is_utf8(text)) return fail(base::text_not_utf8);
  ZH_TRY(std::vector<Token> tokens, split(text));
  return Parser(text, fields, std::move(tokens)).run();
}

}  // namespace zhiheng::expr
