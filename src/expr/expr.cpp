#include "expr/expr.h"

#include <algorithm>
#include <cassert>

#include "expr/emit.h"
#include "expr/evaluate.h"
#include "expr/parser.h"

namespace zhiheng::expr {

struct Expression::Tree {
  std::string text;
  NodePtr root;
  std::vector<std::size_t> fields_used;
};

namespace {

void collect_fields(const Node& node, std::vector<std::size_t>& fields) {
  if (node.op == Op::field) fields.push_back(node.field);
  for (const auto& child : node.children) collect_fields(*child, fields);
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text, std::span<const Field> fields) {
  ZH_TRY(NodePtr root, parse_tree(text, fields));
  std::vector<std::size_t> used;
  collect_fields(*root, used);
  std::sort(used.begin(), used.end());
  used.erase(std::unique(used.begin(), used.end()), used.end());
  return Expression(
      std::make_shared<const Tree>(Tree{std::string(text), std::move(root), std::move(used)}));
}

Type Expression::type() const { return tree_->root->type; }
int Expression::scale() const { return tree_->root->scale; }
const std::string& Expression::text() const { return tree_->text; }
const std::vector<std::size_t>& Expression::fields_used() const { return tree_->fields_used; }

Value Expression::evaluate(std::span<const Value> record, const Environment& environment) const {
  const Node& root = *tree_->root;
  Scratch scratch{record, environment.today};
  return to_value(expr::evaluate(root, scratch), root.type, root.scale);
}

std::optional<double> Expression::evaluate_real(std::span<const Value> record,
                                                const Environment& environment) const {
  const Node& root = *tree_->root;
  Scratch scratch{record, environment.today};
  const Cell cell = expr::evaluate(root, scratch);
  if (cell.null || !is_number(root.type)) return std::nullopt;
  if (root.type == Type::real) return cell.real + 0.0;  // no negative zero
  return static_cast<double>(cell.number) / static_cast<double>(power_of_ten(root.scale));
}

bool Expression::holds(std::span<const Value> record, const Environment& environment) const {
  if (tree_->root->type != Type::boolean) return false;
  Scratch scratch{record, environment.today};
  const Cell cell = expr::evaluate(*tree_->root, scratch);
  return !cell.null && cell.number != 0;
}

Sql Expression::emit(Dialect dialect, const Environment& environment,
                     std::string_view prefix) const {
  return expr::emit(*tree_->root, dialect, environment.today, prefix);
}

std::string quoted(std::string_view name) {
  std::string identifier = "\"";
  for (const char c : name) identifier.append(c == '"' ? 2 : 1, c);
  return identifier + '"';
}

std::string text_literal(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

}  // namespace zhiheng::expr
