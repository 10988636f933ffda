// Fields, literals and truth; check_types, check_text, check_numbers and check_functions have the
// rest.
#include "expr/check.h"

#include <algorithm>

#include "expr/evaluate.h"
#include "expr/failures.h"
#include "expr/suggest.h"

namespace zhiheng::expr {
namespace {

constexpr int stack_limit = 80;          // SQLite's parser stops at 100; the rest is for its users
constexpr int height_limit = 60;         // SQL engines stop at 1,000 of their own, smaller levels
constexpr double weight_limit = 10'000;  // keeps bound values below SQLite's 32,766

/// How often the emission or the evaluation of a node visits a child.
double visits(const Node& node, std::size_t child) {
  switch (node.op) {
    case Op::starts_with:
    case Op::round:
      return child == 0 ? 2 : 1;
    case Op::divide:
      return child == 0 ? 1 : 2;
    case Op::add_days:
    case Op::add_months:
      return 4;
    default:
      return 1;
  }
}

/// Places that the emission for SQLite takes on the stack of its parser before a child begins: 3
/// for a function, 2 for an operator or CAST to the left, 1 for a bracket; 12 for the check of a
/// range.
int stacked(const Node& node, std::size_t child) {
  const int guard = node.guarded ? 12 : 0;
  switch (node.op) {
    case Op::all_of:
    case Op::any_of: {
      int levels = 1;
      for (std::size_t reach = group_size; reach < node.children.size(); reach *= group_size)
        ++levels;
      return 3 * levels;
    }
    case Op::multiply:
    case Op::sum:
    case Op::rescale:
      return guard + 3;
    case Op::round:
      return guard + 8;
    case Op::coalesce:
    case Op::contains:
    case Op::starts_with:
    case Op::choose:
    case Op::divide:
      return 6;
    case Op::has:
    case Op::year:
    case Op::month:
      return 7;
    case Op::quarter:
      return 9;
    case Op::add_days:
      return 14;
    case Op::add_months:
      return child == 0 ? 26 : 33;
    default:
      return 4;
  }
}

}  // namespace

std::string_view name_of(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::integer:
      return "integer";
    case Type::decimal:
      return "decimal";
    case Type::real:
      return "real";
    case Type::date:
      return "date";
    case Type::timestamp:
      return "timestamp";
    case Type::text:
      return "text";
  }
  return "";
}

Result<Operand> Checker::finished(Node node, Span span) const {
  node.fixed = node.timeless = node.op != Op::field;
  if (node.op == Op::today) node.timeless = false;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const Node& child = *node.children[i];
    node.fixed = node.fixed && child.fixed;
    node.timeless = node.timeless && child.timeless;
    node.height = std::max(node.height, child.height + 1);
    node.weight += visits(node, i) * child.weight;
    node.stack = std::max(node.stack, child.stack + stacked(node, i));
  }
  if (node.fixed && node.type != Type::real) node.stack = 1;  // one bound value
  if (node.stack > stack_limit) {
    return refused(too_deep, span, "fewer ( )");
  }
  if (node.height > height_limit) return refused(too_deep, span, "fewer ( )");
  if (node.weight > weight_limit) return refused(too_complex, span, "<= 10000");
  if (node.timeless && node.op != Op::literal && node.type != Type::real) {
    Scratch scratch{{}, Date{}};
    const Cell cell = evaluate(node, scratch);
    Node literal{.op = Op::literal, .type = node.type, .scale = node.scale};
    literal.null = cell.null;
    literal.number = cell.number;
    literal.text = cell.text;
    literal.bound = is_number(node.type) ? std::abs(cell.number) : 0;
    literal.fixed = literal.timeless = true;
    return Operand{std::make_shared<const Node>(std::move(literal)), span};
  }
  return Operand{std::make_shared<const Node>(std::move(node)), span};
}

Operand literal(Node node, Span span) {
  node.op = Op::literal;
  node.fixed = node.timeless = true;
  if (is_number(node.type)) node.bound = std::abs(node.number);
  return {std::make_shared<const Node>(std::move(node)), span};
}

Operand Checker::boolean(bool value, Span span) const {
  return literal({.type = Type::boolean, .number = value ? 1 : 0}, span);
}

Operand Checker::null(Span span) const { return literal({.null = true, .untyped = true}, span); }

Operand Checker::today(Span span) const {
  return {std::make_shared<const Node>(Node{.op = Op::today, .type = Type::date, .fixed = true}),
          span};
}

Operand Checker::number(const Token& token) const {
  Node node{.type = Type::integer, .number = token.unscaled};
  if (token.places >= 0) {
    node.type = Type::decimal;
    node.scale = token.places;
  }
  return literal(std::move(node), token.span);
}

Operand Checker::text(const Token& token) const {
  return literal({.type = Type::text, .text = token.value}, token.span);
}

Result<Operand> Checker::date(const Token& token) const {
  return temporal_literal(text(token), Type::date);
}

Result<Operand> Checker::field(const Token& name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const Field& found = fields_[i];
    if (found.name != name.value) continue;
    Node node{.op = Op::field, .type = found.type, .field = i, .text = quoted(found.name)};
    if (found.type == Type::integer) node.bound = largest_integer;
    if (found.type == Type::decimal) {
      node.scale = std::clamp(found.scale, 0, 18);
      node.bound = number_limit - 1;
    }
    return finished(std::move(node), name.span);
  }
  return refused(unknown_field, name.span, suggestions(name.value, fields_));
}

Result<Operand> Checker::connected(Op op, std::vector<Operand> operands) const {
  Node node{.op = op, .type = Type::boolean};
  const Span span = operands.front().span.to(operands.back().span);
  for (const Operand& operand : operands) {
    ZH_TRY(Operand truth, as_boolean(operand));
    node.children.push_back(std::move(truth.node));
  }
  return finished(std::move(node), span);
}

Result<Operand> Checker::negation(Operand operand, Span span) const {
  ZH_TRY(const Operand truth, as_boolean(std::move(operand)));
  return finished({.op = Op::negation, .type = Type::boolean, .children = {truth.node}}, span);
}

Result<Operand> Checker::comparison(Operand left, Relation relation, Operand right) const {
  const Operand both[] = {left, right};
  ZH_TRY(const auto common, common_type(both));
  const Type type = common.first;
  const bool ordered = relation != Relation::equal && relation != Relation::unequal;
  const bool known = !left.node->untyped || !right.node->untyped;
  if (type == Type::boolean && ordered && known) return refused(type_mismatch, right.span, "= <>");
  if (type != Type::decimal) {  // decimals are compared whatever their places
    ZH_TRY(left, converted(left, type, 0));
    ZH_TRY(right, converted(right, type, 0));
  }
  for (Operand* side : {&left, &right}) {
    if (side->node->untyped) {
      ZH_TRY(*side, as_type(*side, type));
    }
  }
  Node node{.op = Op::comparison, .type = Type::boolean, .children = {left.node, right.node}};
  node.relation = relation;
  return finished(std::move(node), left.span.to(right.span));
}

Result<Operand> Checker::is_null(Operand operand, Span span) const {
  return finished({.op = Op::is_null, .type = Type::boolean, .children = {operand.node}}, span);
}

Result<Operand> Checker::between(const Operand& left, Operand low, Operand high) const {
  ZH_TRY(Operand at_least, comparison(left, Relation::at_least, std::move(low)));
  ZH_TRY(Operand at_most, comparison(left, Relation::at_most, std::move(high)));
  return connected(Op::all_of, {std::move(at_least), std::move(at_most)});
}

/// An element of a list after `in`, with the type and the places of what stands before it; no node
/// when it can equal no such value.
Result<Operand> Checker::element(const Operand& left, Operand operand) const {
  if (!operand.node->fixed)
    return refused(not_constant, operand.span, "'text', 123, date '…', today");
  const Operand both[] = {left, operand};
  ZH_TRY(const auto common, common_type(both));
  if (common.first != Type::decimal) return converted(std::move(operand), common.first, 0);
  const Node& node = *operand.node;
  if (node.null) return as_type(std::move(operand), left.node->type);
  if (node.scale == left.node->scale && node.type == left.node->type) return operand;
  if (!is_literal(node)) return refused(not_constant, operand.span, "12.34");
  const Adapted same = adapt(Relation::equal, node.number, node.scale, left.node->scale);
  if (same.outcome != Adapted::Outcome::compare) return Operand{nullptr, operand.span};
  return literal({.type = left.node->type, .scale = left.node->scale, .number = same.unscaled},
                 operand.span);
}

Result<Operand> Checker::in(Operand left, const std::vector<Operand>& elements, Span span) const {
  std::vector<Operand> all{left};
  all.insert(all.end(), elements.begin(), elements.end());
  ZH_TRY(const auto common, common_type(all));
  if (common.first != Type::decimal || left.node->untyped) {
    ZH_TRY(left, converted(std::move(left), common.first, common.second));
  }
  Node node{.op = Op::in, .type = Type::boolean, .children = {left.node}};
  bool literals = common.first != Type::real;
  for (const Operand& operand : elements) {
    ZH_TRY(Operand checked, element(left, operand));
    if (checked.node == nullptr) continue;
    const Node& value = *checked.node;
    literals = literals && is_literal(value);
    if (value.null) node.holds_null = true;
    node.children.push_back(std::move(checked.node));
  }
  if (literals) {
    for (std::size_t i = 1; i < node.children.size(); ++i) {
      const Node& value = *node.children[i];
      if (value.null) continue;
      if (value.type == Type::text) {
        node.texts.push_back(value.text);
      } else {
        node.numbers.push_back(value.number);
      }
    }
    std::sort(node.texts.begin(), node.texts.end());
    std::sort(node.numbers.begin(), node.numbers.end());
    node.weight += static_cast<double>(node.children.size());
    node.children.resize(1);
  }
  return finished(std::move(node), span);
}

}  // namespace zhiheng::expr
