// The functions by name, and `case`.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "expr/check.h"
#include "expr/failures.h"

namespace zhiheng::expr {
namespace {

struct Function {
  std::string_view name;
  std::size_t least, most;  ///< arguments
  std::string_view usage;
};

constexpr std::size_t any_number = 1'000;
constexpr std::array functions = {
    Function{"abs", 1, 1, "abs(number)"},
    Function{"coalesce", 2, any_number, "coalesce(a, b, …)"},
    Function{"date", 1, 1, "date(timestamp)"},
    Function{"if", 3, 3, "if(condition, a, b)"},
    Function{"length", 1, 1, "length(text)"},
    Function{"lower", 1, 1, "lower(text)"},
    Function{"month", 1, 1, "month(date)"},
    Function{"quarter", 1, 1, "quarter(date)"},
    Function{"round", 1, 2, "round(number), round(number, 2)"},
    Function{"year", 1, 1, "year(date)"},
};

std::string all_names() {
  std::string names;
  for (const auto& function : functions) {
    names.append(names.empty() ? "" : ", ").append(function.name);
  }
  return names;
}

}  // namespace

Result<Operand> Checker::call(const Token& name, std::vector<Operand> arguments, Span span) const {
  const std::string called = to_lower(name.value);
  const auto* function = std::find_if(functions.begin(), functions.end(),
                                      [&](const Function& f) { return f.name == called; });
  if (function == functions.end()) return refused(unknown_function, name.span, all_names());
  if (arguments.size() < function->least || arguments.size() > function->most) {
    return refused(wrong_arguments, span, std::string(function->usage));
  }
  if (called == "if") return choose(std::move(arguments), span);
  if (called == "coalesce") return first_of(std::move(arguments), span);
  if (called == "round") return rounded(std::move(arguments), span);
  Operand only = std::move(arguments.front());
  if (called == "date") {
    ZH_TRY(only, as_day(std::move(only)));
    return Operand{only.node, span};
  }
  if (called == "year") return part_of_date(Op::year, 9999, std::move(only), span);
  if (called == "month") return part_of_date(Op::month, 12, std::move(only), span);
  if (called == "quarter") return part_of_date(Op::quarter, 4, std::move(only), span);
  if (called == "abs") {
    ZH_TRY(only, as_number(std::move(only)));
    const Node& from = *only.node;
    Node node{.op = Op::absolute, .type = from.type, .scale = from.scale, .children = {only.node}};
    if (from.type == Type::real)
      return real_result(std::move(node), from.largest, from.least, span);
    return bounded(std::move(node), from.bound, span);
  }
  ZH_TRY(only, as_text(std::move(only)));
  if (called == "lower") {
    return finished({.op = Op::lower, .type = Type::text, .children = {only.node}}, span);
  }
  constexpr Wide longest_text = 1'000'000'000;  // more than any engine stores
  return bounded({.op = Op::length, .type = Type::integer, .children = {only.node}}, longest_text,
                 span);
}

Result<Operand> Checker::part_of_date(Op op, std::int64_t bound, Operand operand, Span span) const {
  ZH_TRY(operand, as_day(std::move(operand)));
  return bounded({.op = op, .type = Type::integer, .children = {operand.node}}, bound, span);
}

Result<Operand> Checker::rounded(std::vector<Operand> arguments, Span span) const {
  ZH_TRY(const Operand number, as_number(arguments.front()));
  const Node& from = *number.node;
  int places = 0;
  if (arguments.size() == 2) {
    const Node& wanted = *arguments[1].node;
    if (!is_literal(wanted) || wanted.type != Type::integer || wanted.null || wanted.number < 0 ||
        wanted.number > 18) {
      return refused(not_constant, arguments[1].span, "0..18");
    }
    places = static_cast<int>(wanted.number);
  }
  const Type type = arguments.size() == 2 ? Type::decimal : Type::integer;
  Node node{.op = Op::round, .type = type, .scale = places, .children = {number.node}};
  if (from.type == Type::real) {
    node.guarded = true;
    node.bound = number_limit - 1;
    return finished(std::move(node), span);
  }
  if (from.type == type && from.scale == places) return Operand{number.node, span};
  if (from.scale <= places && type == Type::decimal) {
    ZH_TRY(const Operand same, rescaled(number, places));
    return Operand{same.node, span};
  }
  return bounded(std::move(node), Wide{from.bound} / power_of_ten(from.scale - places) + 1, span);
}

Result<Operand> Checker::first_of(std::vector<Operand> arguments, Span span) const {
  ZH_TRY(const auto common, common_type(arguments));
  const auto [type, scale] = common;
  Node node{.op = Op::coalesce, .type = type, .scale = scale};
  for (const Operand& argument : arguments) {
    ZH_TRY(const Operand same, converted(argument, type, scale));
    node.bound = std::max(node.bound, same.node->bound);
    node.largest = std::max(node.largest, same.node->largest);
    node.least = node.least == 0 ? same.node->least : std::min(node.least, same.node->least);
    node.children.push_back(same.node);
  }
  return finished(std::move(node), span);
}

Result<Operand> Checker::choose(std::vector<Operand> parts, Span span) const {
  std::vector<Operand> values;
  for (std::size_t i = 1; i < parts.size(); i += 2) values.push_back(parts[i]);
  values.push_back(parts.back());
  // The type and the bounds are those of coalesce over the values.
  ZH_TRY(const auto common, common_type(values));
  const auto [type, scale] = common;
  Node node{.op = Op::choose, .type = type, .scale = scale};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i % 2 == 0 && i + 1 < parts.size()) {
      ZH_TRY(const Operand condition, as_boolean(parts[i]));
      node.children.push_back(condition.node);
      continue;
    }
    ZH_TRY(const Operand value, converted(parts[i], type, scale));
    node.bound = std::max(node.bound, value.node->bound);
    node.largest = std::max(node.largest, value.node->largest);
    node.least = node.least == 0 ? value.node->least : std::min(node.least, value.node->least);
    node.children.push_back(value.node);
  }
  return finished(std::move(node), span);
}

}  // namespace zhiheng::expr
