// What is asked of texts.
#include "expr/characters.h"
#include "expr/check.h"
#include "expr/failures.h"
#include "expr/like.h"

namespace zhiheng::expr {

Result<const Node*> Checker::fixed_text(const Operand& operand) const {
  const Node& node = *operand.node;
  if (!is_literal(node) || node.type != Type::text || node.null) {
    return refused(not_constant, operand.span, "'…'");
  }
  return &node;
}

Result<Operand> Checker::like(Operand left, const Operand& pattern) const {
  constexpr std::int64_t longest = 255;
  ZH_TRY(left, as_text(std::move(left)));
  ZH_TRY(const Node* text, fixed_text(pattern));
  const auto shape = shape_of(text->text);
  if (!shape) return refused(bad_pattern, pattern.span, "\\% \\_ \\\\");
  if (count_characters(text->text) > longest) {
    return refused(bad_pattern, pattern.span, "<= 255 characters");
  }
  const Operand plain = literal({.type = Type::text, .text = shape->text}, pattern.span);
  switch (shape->kind) {
    case PatternShape::Kind::exact:
      return comparison(std::move(left), Relation::equal, plain);
    case PatternShape::Kind::prefix:
      return starts_with(std::move(left), plain);
    case PatternShape::Kind::infix:
      return contains(std::move(left), plain);
    case PatternShape::Kind::general:
      break;
  }
  return finished({.op = Op::like, .type = Type::boolean, .children = {left.node, pattern.node}},
                  left.span.to(pattern.span));
}

Result<Operand> Checker::contains(Operand left, Operand right) const {
  ZH_TRY(left, as_text(std::move(left)));
  ZH_TRY(right, as_text(std::move(right)));
  return finished({.op = Op::contains, .type = Type::boolean, .children = {left.node, right.node}},
                  left.span.to(right.span));
}

Result<Operand> Checker::starts_with(Operand left, Operand right) const {
  ZH_TRY(left, as_text(std::move(left)));
  ZH_TRY(right, as_text(std::move(right)));
  return finished(
      {.op = Op::starts_with, .type = Type::boolean, .children = {left.node, right.node}},
      left.span.to(right.span));
}

Result<Operand> Checker::under(const Operand& left, const Operand& right) const {
  const Node& node = *left.node;
  if (node.op != Op::field || node.type != Type::text || !fields_[node.field].prefix) {
    return refused(not_allowed, left.span, "region, industry");
  }
  ZH_TRY(const Node* code, fixed_text(right));
  if (code->text.empty()) return refused(not_allowed, right.span, "'62'");
  return starts_with(
      left,
      literal({.type = Type::text, .text = fields_[node.field].prefix(code->text)}, right.span));
}

Result<Operand> Checker::has(Operand left, const Operand& right) const {
  const Node& node = *left.node;
  if (node.op != Op::field || node.type != Type::text || !fields_[node.field].list) {
    return refused(not_allowed, left.span, "a|b|c");
  }
  ZH_TRY(const Node* wanted, fixed_text(right));
  if (wanted->text.empty() || wanted->text.find('|') != std::string::npos) {
    return refused(not_allowed, right.span, "'a'");
  }
  return finished({.op = Op::has, .type = Type::boolean, .children = {left.node, right.node}},
                  left.span.to(right.span));
}

}  // namespace zhiheng::expr
