// Arithmetic: how large a result can get, and how many places it has.
#include "expr/check.h"
#include "expr/failures.h"

namespace zhiheng::expr {

Result<Operand> Checker::bounded(Node node, Wide bound, Span span) const {
  node.guarded = bound >= number_limit;
  node.bound = node.guarded ? number_limit - 1 : static_cast<std::int64_t>(bound);
  return finished(std::move(node), span);
}

/// Reals far from overflow and underflow, where PostgreSQL stops with an error.
Result<Operand> Checker::real_result(Node node, double largest, double least, Span span) const {
  constexpr double limit = 1e250;
  if (largest > limit || least < 1 / limit) return refused(number_too_long, span, "round(x, n)");
  node.largest = largest;
  node.least = least;
  return finished(std::move(node), span);
}

Result<Operand> Checker::arithmetic(Operand left, Op op, Operand right) const {
  const Type a = left.node->type, b = right.node->type;
  if (op == Op::subtract && a == Type::date && (b == Type::date || right.node->untyped)) {
    ZH_TRY(right, as_day(std::move(right)));
    Node node{.op = Op::days_between, .type = Type::integer, .children = {left.node, right.node}};
    return bounded(std::move(node), last_day - first_day, left.span.to(right.span));
  }
  if (a == Type::date && is_number(b)) {
    return refused(type_mismatch, right.span, "days, months, years");
  }
  ZH_TRY(left, as_number(std::move(left)));
  ZH_TRY(right, as_number(std::move(right)));
  if (op == Op::divide || left.node->type == Type::real || right.node->type == Type::real) {
    return real_arithmetic(std::move(left), op, std::move(right));
  }
  if (op == Op::multiply) return exact_product(left, right);
  return exact_sum(left, op, right);
}

/// A sum of many terms is one node as long as 64 bits hold it, so that it is checked once.
Result<Operand> Checker::exact_sum(const Operand& left, Op op, const Operand& right) const {
  constexpr Wide largest = 9'000'000'000'000'000'000;
  const Span span = left.span.to(right.span);
  const Operand both[] = {left, right};
  ZH_TRY(const auto common, common_type(both));
  const auto [type, scale] = common;
  Node node{.op = Op::sum, .type = type, .scale = scale};
  Wide bound = 0;
  const auto add = [&](Operand term, bool minus) -> Result<void> {
    ZH_TRY(term, converted(std::move(term), type, scale));
    bound += term.node->bound;
    node.children.push_back(std::move(term.node));
    node.minus.push_back(minus);
    return {};
  };
  const Node& first = *left.node;
  const Wide growth = power_of_ten(scale - first.scale);
  const bool continues =
      first.op == Op::sum && first.children.size() < group_size &&
      first.terms * growth + Wide{right.node->bound} * power_of_ten(scale - right.node->scale) <
          largest;
  for (std::size_t i = 0; continues && i < first.children.size(); ++i) {
    ZH_DO(add({first.children[i], left.span}, first.minus[i]));
  }
  if (!continues) {
    ZH_DO(add(left, false));
  }
  ZH_DO(add(right, op == Op::subtract));
  node.terms = static_cast<std::int64_t>(bound);
  return bounded(std::move(node), bound, span);
}

Result<Operand> Checker::exact_product(const Operand& left, const Operand& right) const {
  const Span span = left.span.to(right.span);
  const Node& a = *left.node;
  const Node& b = *right.node;
  const bool integers = a.type == Type::integer && b.type == Type::integer;
  const int scale = a.scale + b.scale;
  if (scale > 18) return refused(number_too_long, span, "round(x, n) * y");
  return bounded({.op = Op::multiply,
                  .type = integers ? Type::integer : Type::decimal,
                  .scale = scale,
                  .children = {left.node, right.node}},
                 Wide{a.bound} * b.bound, span);
}

Result<Operand> Checker::real_arithmetic(Operand left, Op op, Operand right) const {
  ZH_TRY(left, as_real(std::move(left)));
  ZH_TRY(right, as_real(std::move(right)));
  const Node& a = *left.node;
  const Node& b = *right.node;
  double largest = a.largest + b.largest;
  // Both are whole multiples of the last bit of the smaller one, so a difference is one as well.
  double least = std::min(a.least, b.least) * 0x1p-53;
  if (op == Op::multiply) {
    largest = a.largest * b.largest;
    least = a.least * b.least;
  } else if (op == Op::divide) {
    largest = a.largest / b.least;
    least = a.least / std::max(b.largest, b.least);
  }
  Node node{.op = op, .type = Type::real, .children = {left.node, right.node}};
  return real_result(std::move(node), largest, least, left.span.to(right.span));
}

Result<Operand> Checker::negative(Operand operand, Span span) const {
  ZH_TRY(operand, as_number(std::move(operand)));
  const Node& from = *operand.node;
  Node node{.op = Op::negative, .type = from.type, .scale = from.scale, .children = {operand.node}};
  if (from.type == Type::real) return real_result(std::move(node), from.largest, from.least, span);
  return bounded(std::move(node), from.bound, span);
}

Result<Operand> Checker::shifted(Operand left, Op op, Operand count, Unit unit, Span span) const {
  if (left.node->type == Type::timestamp && !left.node->untyped) {
    return refused(type_mismatch, left.span, "date(…)");
  }
  ZH_TRY(left, as_day(std::move(left)));
  ZH_TRY(count, as_integer(std::move(count)));
  const Span at = count.span;
  if (unit == Unit::years) {
    const Operand twelve{
        std::make_shared<const Node>(Node{
            .type = Type::integer, .number = 12, .fixed = true, .timeless = true, .bound = 12}),
        at};
    ZH_TRY(count, exact_product(count, twelve));
  }
  if (op == Op::subtract) {
    ZH_TRY(count, negative(std::move(count), at));
  }
  return finished({.op = unit == Unit::days ? Op::add_days : Op::add_months,
                   .type = Type::date,
                   .children = {left.node, count.node}},
                  span);
}

}  // namespace zhiheng::expr
