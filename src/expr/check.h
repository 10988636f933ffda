#pragma once
// What do the words mean together? Each function takes checked operands, checks how they fit, and
// gives the node above them; the first thing that does not fit is the Error.

#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "expr/lexer.h"
#include "expr/node.h"

namespace zhiheng::expr {

enum class Unit { days, months, years };

class Checker {
 public:
  Checker(std::string_view text, std::span<const Field> fields) : text_(text), fields_(fields) {}

  [[nodiscard]] Operand boolean(bool value, Span span) const;
  [[nodiscard]] Operand null(Span span) const;
  [[nodiscard]] Operand today(Span span) const;
  [[nodiscard]] Operand number(const Token& token) const;
  [[nodiscard]] Operand text(const Token& token) const;
  Result<Operand> date(const Token& token) const;
  Result<Operand> field(const Token& name) const;

  /// and, or; flat, so that a long chain is not a deep tree
  Result<Operand> connected(Op op, std::vector<Operand> operands) const;
  Result<Operand> negation(Operand operand, Span span) const;
  Result<Operand> comparison(Operand left, Relation relation, Operand right) const;
  Result<Operand> is_null(Operand operand, Span span) const;
  Result<Operand> in(Operand left, const std::vector<Operand>& elements, Span span) const;
  Result<Operand> between(const Operand& left, Operand low, Operand high) const;
  Result<Operand> like(Operand left, const Operand& pattern) const;
  Result<Operand> contains(Operand left, Operand right) const;
  Result<Operand> starts_with(Operand left, Operand right) const;
  Result<Operand> under(const Operand& left, const Operand& right) const;
  Result<Operand> has(Operand left, const Operand& right) const;

  /// add, subtract, multiply, divide
  Result<Operand> arithmetic(Operand left, Op op, Operand right) const;
  Result<Operand> negative(Operand operand, Span span) const;
  /// date + n days, and the like
  Result<Operand> shifted(Operand left, Op op, Operand count, Unit unit, Span span) const;
  Result<Operand> call(const Token& name, std::vector<Operand> arguments, Span span) const;
  /// condition, value, condition, value, …, otherwise
  Result<Operand> choose(std::vector<Operand> parts, Span span) const;

 private:
  /// Fills in what follows from the children, folds what is known already, keeps the limits.
  Result<Operand> finished(Node node, Span span) const;

  /// The one type that all can have, and the most places; texts may be dates.
  Result<std::pair<Type, int>> common_type(std::span<const Operand> operands) const;
  Result<Operand> converted(Operand operand, Type type, int scale) const;
  Result<Operand> as_type(Operand operand, Type type) const;
  Result<Operand> as_boolean(Operand operand) const {
    return as_type(std::move(operand), Type::boolean);
  }
  Result<Operand> as_text(Operand operand) const { return as_type(std::move(operand), Type::text); }
  Result<Operand> as_day(Operand operand) const;
  Result<Operand> as_real(Operand operand) const;
  Result<Operand> as_number(Operand operand) const;
  Result<Operand> as_integer(Operand operand) const {
    return as_type(std::move(operand), Type::integer);
  }
  Result<Operand> rescaled(Operand operand, int scale) const;
  Result<Operand> temporal_literal(const Operand& text, Type type) const;
  Result<Operand> element(const Operand& left, Operand operand) const;
  Result<const Node*> fixed_text(const Operand& operand) const;

  Result<Operand> bounded(Node node, Wide bound, Span span) const;
  Result<Operand> real_result(Node node, double largest, double least, Span span) const;
  Result<Operand> exact_sum(const Operand& left, Op op, const Operand& right) const;
  Result<Operand> exact_product(const Operand& left, const Operand& right) const;
  Result<Operand> real_arithmetic(Operand left, Op op, Operand right) const;

  Result<Operand> rounded(std::vector<Operand> arguments, Span span) const;
  Result<Operand> part_of_date(Op op, std::int64_t bound, Operand operand, Span span) const;
  Result<Operand> first_of(std::vector<Operand> arguments, Span span) const;

  std::unexpected<Error> refused(const Failure& failure, Span span, std::string wanted) const {
    return refuse(failure, text_, span, std::move(wanted));
  }

  std::string_view text_;
  std::span<const Field> fields_;
};

/// A literal node from its type, places and value.
[[nodiscard]] Operand literal(Node node, Span span);

/// "text", "decimal", …
[[nodiscard]] std::string_view name_of(Type type);

}  // namespace zhiheng::expr
