#include "expr/emission.h"

namespace zhiheng::expr {

std::string Emission::wide_decimal(int scale) {
  return "DECIMAL(38, " + std::to_string(scale) + ")";
}

std::string Emission::decimal(int scale) { return "DECIMAL(18, " + std::to_string(scale) + ")"; }

/// Null where the number has more than 18 digits. SQLite holds decimals unscaled. DuckDB writes
/// out NULLIF as a CASE with its operand twice, which would double at each level.
template <class Part>
void Emission::limited(const Part& part, int scale) {
  if (duckdb()) return put("TRY(CAST(", part, " AS ", decimal(scale), "))");
  const std::string limit = std::to_string(power_of_ten(sqlite() ? 18 : 18 - scale));
  inside(part, "-" + limit, limit);
}

void Emission::arithmetic(const Node& node) {
  switch (node.op) {
    case Op::negative:
      return put("(-(", node.children[0], "))");
    case Op::absolute:
      return put("abs(", node.children[0], ")");
    case Op::round:
      return node.children[0]->type == Type::real ? round_real(node) : round(node);
    case Op::rescale:
      return rescale(node);
    case Op::to_real:
      return to_real(*node.children[0]);
    default:
      return node.type == Type::real ? real(node) : exact(node);
  }
}

/// An operand in a type where neither sum nor product overflows.
void Emission::wide_operand(const Node& operand, bool integer) {
  if (postgresql()) return cast(operand, "NUMERIC");
  if (integer) return cast(operand, "HUGEINT");
  cast(operand, wide_decimal(operand.scale));
}

/// Sums and products of integers and decimals. 64 bits hold a sum, as the tree was built so; a
/// product may not fit.
void Emission::exact(const Node& node) {
  const bool integer = node.type == Type::integer;
  const bool narrow = sqlite() || (integer && !(node.op == Op::multiply && node.guarded));
  const auto plain = [&] {
    put("(");
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      if (node.op == Op::sum) {
        put(node.minus[i] ? " - " : i > 0 ? " + " : "");
      } else if (i > 0) {
        put(" * ");
      }
      if (narrow) {
        put(node.children[i]);
      } else {
        wide_operand(*node.children[i], integer);
      }
    }
    put(")");
  };
  const auto result = [&] {
    if (node.guarded) {
      limited(plain, node.scale);
    } else {
      plain();
    }
  };
  const bool typed = sqlite() || (postgresql() && !integer) || (narrow && !node.guarded);
  if (typed) return result();
  cast(result, integer ? "BIGINT" : decimal(node.scale));
}

void Emission::real(const Node& node) {
  const Node& left = *node.children[0];
  const Node& right = *node.children[1];
  switch (node.op) {
    case Op::add:
      return put("(", left, " + ", right, ")");
    case Op::subtract:
      return put("(", left, " - ", right, ")");
    case Op::multiply:
      return put("(", left, " * ", right, ")");
    default:
      return put("(", left, " / NULLIF(", right, ", ",
                 sqlite() ? "0.0" : "CAST(0 AS DOUBLE PRECISION)", "))");
  }
}

/// The unscaled integer as a real, divided by the power of ten: two exactly defined steps, where
/// the engines' own casts of decimals differ in the last bit.
void Emission::to_real(const Node& exact) {
  const std::string power = std::to_string(power_of_ten(exact.scale));
  if (exact.scale == 0) return cast(exact, storage(Type::real));
  if (exact.fixed) {
    Cell cell = fixed_value(exact);
    return put(
        "(", [&] { cast([&] { constant(cell, Type::integer, 0); }, storage(Type::real)); }, " / ",
        [&] { cast(power, storage(Type::real)); }, ")");
  }
  const auto unscaled = [&] {
    if (sqlite()) return put(exact);
    const std::string_view wide = postgresql() ? "NUMERIC" : std::string_view();
    const std::string decimal = wide_decimal(exact.scale);
    cast([&] { put([&] { cast(exact, wide.empty() ? decimal : wide); }, " * ", power); }, "BIGINT");
  };
  put(
      "(", [&] { cast(unscaled, storage(Type::real)); }, " / ",
      [&] { cast(power, storage(Type::real)); }, ")");
}

void Emission::rescale(const Node& node) {
  const Node& from = *node.children[0];
  const auto plain = [&] {
    if (sqlite())
      return put("(", from, " * ", std::to_string(power_of_ten(node.scale - from.scale)), ")");
    if (postgresql()) return cast(from, "NUMERIC");
    cast(from, node.guarded ? wide_decimal(node.scale) : decimal(node.scale));
  };
  if (!node.guarded) return plain();
  if (!duckdb()) return limited(plain, node.scale);
  cast([&] { limited(plain, node.scale); }, decimal(node.scale));
}

void Emission::round(const Node& node) {
  const Node& from = *node.children[0];
  const std::string places = std::to_string(node.scale);
  if (sqlite()) {
    const std::int64_t divisor = power_of_ten(from.scale - node.scale);
    const std::string half = std::to_string(divisor / 2);
    if (divisor == 1) return put(from);
    return put("((", from, " + CASE WHEN ", from, " < 0 THEN -", half, " ELSE ", half, " END) / ",
               std::to_string(divisor), ")");
  }
  const auto rounded = [&] { put("round(", from, ", ", places, ")"); };
  if (node.type == Type::integer) return cast(rounded, "BIGINT");
  if (postgresql()) return rounded();
  cast(rounded, decimal(node.scale));
}

/// Computed in reals on every engine, because their own round() differ: half to even, half away
/// from zero, or by way of text.
void Emission::round_real(const Node& node) {
  const Node& from = *node.children[0];
  const std::string_view type = storage(Type::real);
  const std::string power = std::to_string(power_of_ten(node.scale));
  const auto scaled = [&] {
    put(
        "(", from, " * ", [&] { cast(power, type); }, " + CASE WHEN ", from, " < ",
        [&] { cast("0", type); }, " THEN ", [&] { cast("-0.5", type); }, " ELSE ",
        [&] { cast("0.5", type); }, " END)");
  };
  if (sqlite()) return limited([&] { cast(scaled, "INTEGER"); }, 0);
  const auto whole = [&] { cast([&] { limited([&] { put("trunc", scaled); }, 0); }, "BIGINT"); };
  if (node.type == Type::integer) return whole();
  const std::string unit =
      node.scale == 0 ? "1"
                      : "0." + std::string(static_cast<std::size_t>(node.scale - 1), '0') + "1";
  if (postgresql())
    return put(
        "(", [&] { cast(whole, "NUMERIC"); }, " * ", unit, ")");
  cast(
      [&] {
        put([&] { cast(whole, "DECIMAL(38, 0)"); }, " * CAST(", unit, " AS ", decimal(node.scale),
            ")");
      },
      decimal(node.scale));
}

}  // namespace zhiheng::expr
