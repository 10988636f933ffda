#include "expr/conjuncts.h"

#include <algorithm>

#include "expr/emit.h"
#include "expr/parser.h"

namespace zhiheng::expr {
namespace {

/// The field that a term is about, when an index over it can find the rows; null otherwise.
const Node* field_led_to(const Node& term) {
  const bool leads = term.op == Op::in || term.op == Op::starts_with ||
                     (term.op == Op::comparison && term.relation != Relation::unequal);
  if (!leads) return nullptr;
  const Node* found = nullptr;
  for (const auto& child : term.children) {
    if (child->fixed || is_literal(*child)) continue;
    if (child->op != Op::field || found != nullptr) return nullptr;
    found = child.get();
  }
  return found;
}

void collect(const Node& node, std::vector<const Node*>& terms) {
  if (node.op != Op::all_of) {
    terms.push_back(&node);
    return;
  }
  for (const auto& child : node.children) collect(*child, terms);
}

}  // namespace

Result<std::vector<Conjunct>> conjuncts(std::string_view condition, std::span<const Field> fields,
                                        Dialect dialect, const Environment& environment) {
  ZH_TRY(const NodePtr root, parse_tree(condition, fields));
  std::vector<const Node*> terms;
  collect(*root, terms);
  std::vector<Conjunct> found;
  for (const Node* term : terms) {
    const Node* field = field_led_to(*term);
    if (field == nullptr) continue;
    found.push_back(
        {fields[field->field].name, emit(*term, dialect, environment.today, std::string_view())});
  }
  return found;
}

}  // namespace zhiheng::expr
