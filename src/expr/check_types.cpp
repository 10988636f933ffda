// How one type becomes another, and which type several operands have in common.
#include "base/date.h"
#include "expr/check.h"
#include "expr/failures.h"

namespace zhiheng::expr {
namespace {

bool is_temporal(Type type) { return type == Type::date || type == Type::timestamp; }

/// The type that two types have in common, whatever the values. Nothing: they have none.
bool joins(Type& type, Type other) {
  if (type == other) return true;
  if (is_number(type) && is_number(other)) {
    if (type != Type::real) type = other == Type::integer ? type : other;
    return true;
  }
  if (is_temporal(type) && is_temporal(other)) {
    type = Type::timestamp;
    return true;
  }
  return false;
}

bool is_text_literal(const Operand& operand) {
  return is_literal(*operand.node) && operand.node->type == Type::text && !operand.node->untyped;
}

}  // namespace

Result<std::pair<Type, int>> Checker::common_type(std::span<const Operand> operands) const {
  const Operand* first = nullptr;
  for (const Operand& operand : operands) {  // a text literal adapts to what it meets
    if (operand.node->untyped) continue;
    if (first == nullptr || (is_text_literal(*first) && is_temporal(operand.node->type))) {
      first = &operand;
    }
  }
  if (first == nullptr) return std::pair{Type::boolean, 0};
  Type type = first->node->type;
  int scale = 0;
  for (const Operand& operand : operands) {
    if (operand.node->untyped) continue;
    if (is_temporal(type) && is_text_literal(operand)) continue;
    if (!joins(type, operand.node->type)) {
      return refused(
          type_mismatch, operand.span,
          std::string(name_of(type)) + ", not " + std::string(name_of(operand.node->type)));
    }
    scale = std::max(scale, operand.node->scale);
  }
  return std::pair{type, type == Type::decimal ? scale : 0};
}

Result<Operand> Checker::as_type(Operand operand, Type type) const {
  const Node& node = *operand.node;
  if (node.untyped) {
    Node null{.type = type, .null = true, .fixed = true, .timeless = true};
    return Operand{std::make_shared<const Node>(std::move(null)), operand.span};
  }
  if (node.type == type) return operand;
  return refused(type_mismatch, operand.span,
                 std::string(name_of(type)) + ", not " + std::string(name_of(node.type)));
}

Result<Operand> Checker::converted(Operand operand, Type type, int scale) const {
  const Node& node = *operand.node;
  if (node.untyped) {
    ZH_TRY(operand, as_type(std::move(operand), type));
    return type == Type::decimal ? rescaled(std::move(operand), scale) : operand;
  }
  if (type == Type::real) return as_real(std::move(operand));
  if (type == Type::decimal) return rescaled(std::move(operand), scale);
  if (is_temporal(type) && is_text_literal(operand)) return temporal_literal(operand, type);
  if (type == Type::timestamp && node.type == Type::date) {
    return finished({.op = Op::to_timestamp, .type = type, .children = {operand.node}},
                    operand.span);
  }
  return as_type(std::move(operand), type);
}

Result<Operand> Checker::temporal_literal(const Operand& text, Type type) const {
  Node node{.op = Op::literal, .type = type, .fixed = true, .timeless = true};
  const auto day = parse_date(text.node->text);
  if (day) {
    node.number = type == Type::date ? day->days : day->days * day_us - china_us;
  } else if (type == Type::date) {
    return refused(bad_date, text.span, "'2024-01-31'");
  } else {
    const auto time = parse_timestamp(text.node->text);
    if (!time || time->microseconds < first_day * day_us)
      return refused(bad_date, text.span, "'2024-01-31', '2024-01-31T08:00:00+08:00'");
    node.number = time->microseconds;
  }
  return Operand{std::make_shared<const Node>(std::move(node)), text.span};
}

Result<Operand> Checker::as_day(Operand operand) const {
  if (is_text_literal(operand)) return temporal_literal(operand, Type::date);
  if (operand.node->type != Type::timestamp) return as_type(std::move(operand), Type::date);
  return finished({.op = Op::china_day, .type = Type::date, .children = {operand.node}},
                  operand.span);
}

Result<Operand> Checker::as_number(Operand operand) const {
  if (is_number(operand.node->type)) return operand;
  return as_type(std::move(operand), Type::integer);
}

Result<Operand> Checker::as_real(Operand operand) const {
  if (operand.node->type == Type::real) return operand;
  ZH_TRY(operand, as_number(std::move(operand)));
  const auto unit = static_cast<double>(power_of_ten(operand.node->scale));
  Node node{.op = Op::to_real, .type = Type::real, .children = {operand.node}};
  node.largest = static_cast<double>(operand.node->bound) / unit;
  node.least = 1 / unit;
  return finished(std::move(node), operand.span);
}

Result<Operand> Checker::rescaled(Operand operand, int scale) const {
  ZH_TRY(operand, as_number(std::move(operand)));
  const Node& from = *operand.node;
  if (from.type == Type::decimal && from.scale == scale) return operand;
  const Wide bound = Wide{from.bound} * power_of_ten(scale - from.scale);
  if (is_literal(from) && bound >= number_limit) {
    return refused(number_too_long, operand.span, "<= 18 digits");
  }
  return bounded(
      {.op = Op::rescale, .type = Type::decimal, .scale = scale, .children = {operand.node}}, bound,
      operand.span);
}

}  // namespace zhiheng::expr
