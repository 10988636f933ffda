// Truth, comparison and text; numbers and dates are in their own files.
#include "expr/emit.h"

#include "expr/characters.h"
#include "expr/emission.h"
#include "expr/like.h"

namespace zhiheng::expr {
namespace {

std::string_view sign_of(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return " = ";
    case Relation::unequal:
      return " <> ";
    case Relation::less:
      return " < ";
    case Relation::at_most:
      return " <= ";
    case Relation::greater:
      return " > ";
    case Relation::at_least:
      return " >= ";
  }
  return "";
}

bool is_equality(Relation relation) {
  return relation == Relation::equal || relation == Relation::unequal;
}

}  // namespace

Sql emit(const Node& root, Dialect dialect, Date today, std::string_view prefix) {
  Emission emission(dialect, today, prefix);
  emission.node(root);
  return std::move(emission).finish();
}

void Emission::node(const Node& node) {
  // Reals have no bound form, so only their operands are computed here.
  if (node.fixed && node.type != Type::real) {
    return constant(fixed_value(node), node.type, node.scale);
  }
  switch (node.op) {
    case Op::literal:  // a null among reals
      return constant({}, node.type, node.scale);
    case Op::field:
      return put(prefix_, node.text);
    case Op::all_of:
    case Op::any_of:
      return connected(node, 0, node.children.size());
    case Op::negation:
      return put("(NOT ", node.children[0], ")");
    case Op::comparison:
      return comparison(node);
    case Op::is_null:
      return put("(", node.children[0], " IS NULL)");
    case Op::in:
      return in(node);
    case Op::starts_with:
      return starts_with(node);
    case Op::contains:
    case Op::like:
    case Op::has:
    case Op::lower:
    case Op::length:
      return text_operator(node);
    case Op::coalesce:
      return listed("COALESCE(", node);
    case Op::choose:
      return choose(node);
    case Op::sum:
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negative:
    case Op::absolute:
    case Op::round:
    case Op::rescale:
    case Op::to_real:
      return arithmetic(node);
    default:
      return date_operator(node);
  }
}

Cell Emission::fixed_value(const Node& node) { return evaluate(node, scratch_); }

std::string_view Emission::storage(Type type) const {
  switch (type) {
    case Type::boolean:
      return "BOOLEAN";
    case Type::integer:
      return "BIGINT";
    case Type::decimal:
      return "NUMERIC";
    case Type::real:
      return sqlite() ? "REAL" : "DOUBLE PRECISION";
    case Type::date:
      return "DATE";
    case Type::timestamp:
      return postgresql() ? "TIMESTAMPTZ" : "TIMESTAMP";
    case Type::text:
      return postgresql() ? "TEXT" : "VARCHAR";
  }
  return "";
}

void Emission::bind(Value value, std::string_view type) {
  // PostgreSQL guesses the type of a bare parameter from its surroundings, and wrongly at times.
  if (sqlite()) {
    put("?");
  } else {
    cast("?", type);
  }
  sql_.values.push_back(std::move(value));
}

void Emission::constant(const Cell& cell, Type type, int scale) {
  const std::string numeric = decimal(scale);
  const std::string_view stored = type == Type::decimal && duckdb() ? numeric : storage(type);
  if (cell.null) return sqlite() ? put("NULL") : cast("NULL", stored);
  if (type == Type::boolean) return put(cell.number != 0 ? "TRUE" : "FALSE");
  if (type == Type::decimal && sqlite()) return bind(cell.number, stored);
  if (type == Type::timestamp && cell.number < first_day * day_us) return first_midnight();
  bind(to_value(cell, type, scale), stored);
}

/// A long chain in groups of groups: SQLite and DuckDB count the levels of an expression, and a
/// chain counts as a level for each term.
void Emission::connected(const Node& node, std::size_t begin, std::size_t end) {
  if (end - begin == 1) return this->node(*node.children[begin]);
  std::size_t size = 1;
  while (size * group_size < end - begin) size *= group_size;
  put("(");
  for (std::size_t at = begin; at < end; at += size) {
    if (at != begin) put(node.op == Op::all_of ? " AND " : " OR ");
    connected(node, at, std::min(at + size, end));
  }
  put(")");
}

/// The same truth for every operand but null, which stays null.
void Emission::unless_null(const Node& operand, std::string_view truth) {
  put("CASE WHEN ", operand, " IS NOT NULL THEN ", truth, " END");
}

void Emission::adapted(const Node& operand, const Adapted& adapted) {
  if (adapted.outcome == Adapted::Outcome::always) return unless_null(operand, "TRUE");
  if (adapted.outcome == Adapted::Outcome::never) return unless_null(operand, "FALSE");
  put("(", operand, sign_of(adapted.relation));
  constant({false, adapted.unscaled}, operand.type, operand.scale);
  put(")");
}

void Emission::comparison(const Node& node) {
  const Node& left = *node.children[0];
  const Node& right = *node.children[1];
  if (left.type == Type::text && postgresql() && !is_equality(node.relation)) {
    return put("((", left, R"( COLLATE "C"))", sign_of(node.relation), right, ")");
  }
  const bool exact = left.type == Type::integer || left.type == Type::decimal;
  if (!exact || (left.scale == right.scale && left.type == right.type)) {
    return put("(", left, sign_of(node.relation), right, ")");
  }
  // A constant takes the places of the other side, so that an index on the bare column serves.
  for (const auto& [constant, other, relation] :
       {std::tuple{&right, &left, node.relation}, {&left, &right, mirrored(node.relation)}}) {
    if (!constant->fixed) continue;
    const Cell cell = fixed_value(*constant);
    if (cell.null) return put("(", left, sign_of(node.relation), right, ")");
    return adapted(*other, adapt(relation, cell.number, constant->scale, other->scale));
  }
  const int scale = std::max(left.scale, right.scale);
  const auto side = [&](const Node& operand) {
    if (postgresql()) return put(operand);
    if (duckdb()) return cast(operand, wide_decimal(scale));
    if (operand.scale == scale) return put(operand);
    // Beyond 64 bits SQLite goes on with a real, which is still larger than any 18 digits.
    put("(", operand, " * ", std::to_string(power_of_ten(scale - operand.scale)), ")");
  };
  put(
      "(", [&] { side(left); }, sign_of(node.relation), [&] { side(right); }, ")");
}

void Emission::in(const Node& node) {
  const Node& left = *node.children[0];
  const bool literals = node.children.size() == 1;
  if (literals && node.texts.empty() && node.numbers.empty() && !node.holds_null)
    return unless_null(left, "FALSE");
  put("(", left, " IN (");
  std::string_view separator;
  const auto element = [&](const Cell& cell) {
    put(separator);
    constant(cell, left.type, left.scale);
    separator = ", ";
  };
  for (const std::int64_t number : node.numbers) element({false, number});
  for (const std::string& text : node.texts) element({false, 0, 0, text});
  if (literals && node.holds_null) element({});
  for (std::size_t i = 1; i < node.children.size(); ++i) {
    put(separator, node.children[i]);
    separator = ", ";
  }
  put("))");
}

/// A range where the prefix is known, so that an index serves.
void Emission::starts_with(const Node& node) {
  const Node& text = *node.children[0];
  const Node& start = *node.children[1];
  if (!is_literal(start) || start.null) {
    if (sqlite()) return put("(instr(", text, ", ", start, ") = 1)");
    return put("starts_with(", text, ", ", start, ")");
  }
  const std::string_view collation = postgresql() ? R"( COLLATE "C")" : "";
  const std::string after = after_prefix(start.text);
  if (after.empty()) return put("((", text, collation, ") >= ", start, ")");
  put("((", text, collation, ") >= ", start, " AND (", text, collation, ") < ");
  constant({false, 0, 0, after}, Type::text, 0);
  put(")");
}

void Emission::text_operator(const Node& node) {
  const Node& text = *node.children[0];
  const auto bound = [&](std::string value) {
    return [this, value = std::move(value)] { constant({false, 0, 0, value}, Type::text, 0); };
  };
  switch (node.op) {
    case Op::contains:
      if (sqlite()) return put("(instr(", text, ", ", node.children[1], ") > 0)");
      return put("(strpos(", text, ", ", node.children[1], ") > 0)");
    case Op::like: {
      const std::string& pattern = node.children[1]->text;
      if (sqlite()) return put("(", text, " GLOB ", bound(as_glob(pattern)), ")");
      return put("(", text, " LIKE ", bound(as_like(pattern)), " ESCAPE '!')");
    }
    case Op::has: {
      const auto wanted = bound("|" + node.children[1]->text + "|");
      return put(sqlite() ? "(instr(" : "(strpos(", "('|' || ", text, " || '|'), ", wanted,
                 ") > 0)");
    }
    case Op::lower:
      // ASCII letters only, which is what SQLite does and what the others do when told to.
      if (sqlite()) return put("lower(", text, ")");
      if (postgresql()) return put("lower(", text, R"( COLLATE "C"))");
      return put("translate(", text,
                 ", 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')");
    default:
      if (postgresql()) return put("CAST(length(", text, ") AS BIGINT)");
      return put("length(", text, ")");
  }
}

void Emission::listed(std::string_view function, const Node& node) {
  put(function);
  std::string_view separator;
  for (const auto& child : node.children) {
    put(separator, child);
    separator = ", ";
  }
  put(")");
}

void Emission::choose(const Node& node) {
  put("CASE");
  for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
    put(" WHEN ", node.children[i], " THEN ", node.children[i + 1]);
  }
  put(" ELSE ", node.children.back(), " END");
}

}  // namespace zhiheng::expr
