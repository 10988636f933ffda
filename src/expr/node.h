#pragma once
// A checked expression as a tree: every node knows its type, how large its numbers can get, and
// what it costs. Built by check.h, read by evaluate.h and emit.h.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/caret.h"
#include "expr/expr.h"

namespace zhiheng::expr {

__extension__ using Wide = __int128;

/// Integers and unscaled decimals stay below this in size: 18 digits. What would not is null.
inline constexpr std::int64_t number_limit = 1'000'000'000'000'000'000;
/// Dates lie between these, as days since 1970-01-01: 0001-01-01 and 9999-12-31.
inline constexpr std::int64_t first_day = -719'162;
inline constexpr std::int64_t last_day = 2'932'896;
inline constexpr std::int64_t day_us = 86'400'000'000;
inline constexpr std::int64_t china_us = 28'800'000'000;

enum class Op {
  literal,
  field,
  today,
  all_of,  ///< and
  any_of,  ///< or
  negation,
  comparison,
  is_null,
  in,  ///< first child in the others, which are fixed and of the same type and scale
  contains,
  starts_with,
  like,  ///< second child a literal
  has,   ///< second child a literal without '|'
  sum,   ///< integers or decimals of the same places; `minus` says which are taken off
  add,   ///< reals, as the three below
  subtract,
  multiply,
  divide,  ///< reals
  negative,
  absolute,
  round,    ///< to `scale` places, halves away from zero
  rescale,  ///< integer or decimal to a decimal of at least as many places
  to_real,
  to_timestamp,  ///< midnight in China
  china_day,     ///< the day in China of a timestamp
  add_days,
  add_months,
  days_between,
  year,
  month,
  quarter,
  lower,
  length,
  coalesce,
  choose,  ///< condition, value, condition, value, …, otherwise
};

enum class Relation { equal, unequal, less, at_most, greater, at_least };

/// Terms that `and`, `or` and sums have in one level of SQL.
inline constexpr std::size_t group_size = 16;

/// A value on its way: booleans, integers, unscaled decimals, days and microseconds in `number`.
/// The type stands in the node. Text is borrowed from the record, the tree or the scratch space.
struct Cell {
  bool null = true;
  std::int64_t number = 0;
  double real = 0;
  std::string_view text = {};
};

struct Node;
using NodePtr = std::shared_ptr<const Node>;

struct Node {
  Op op = Op::literal;
  Type type = Type::boolean;
  int scale = 0;
  std::vector<NodePtr> children = {};

  Relation relation = Relation::equal;     ///< of a comparison
  std::size_t field = 0;                   ///< of a field: position in the list given to parse
  std::vector<bool> minus = {};            ///< of a sum: one per child
  bool null = false;                       ///< of a literal
  bool untyped = false;                    ///< the word `null`, which takes the type it meets
  std::int64_t number = 0;                 ///< of a literal
  std::string text = {};                   ///< of a literal; the quoted name of a field
  std::vector<std::int64_t> numbers = {};  ///< of `in`, all elements literals: sorted
  std::vector<std::string> texts = {};     ///< the same for text
  bool holds_null = false;                 ///< of `in`: null is among the elements

  bool fixed = false;             ///< reads no field
  bool timeless = false;          ///< nor `today`
  bool guarded = false;           ///< may pass number_limit, and is null then
  std::int64_t terms = 0;         ///< of a sum: its largest size, were it not guarded
  std::int64_t bound = 0;         ///< of an integer or decimal: its largest size, unscaled
  double largest = 0, least = 0;  ///< of a real: its largest size, its smallest but zero
  int height = 1;
  int stack = 1;      ///< places on the parser stack of SQLite that its SQL needs, at most
  double weight = 1;  ///< nodes that the longest emission or evaluation visits
};

/// An operand while parsing: the node and where it stands.
struct Operand {
  NodePtr node;
  Span span;
};

[[nodiscard]] inline bool is_literal(const Node& node) { return node.op == Op::literal; }
[[nodiscard]] inline bool is_number(Type type) {
  return type == Type::integer || type == Type::decimal || type == Type::real;
}

/// 10^exponent for 0 <= exponent <= 18.
[[nodiscard]] std::int64_t power_of_ten(int exponent);

/// The same comparison with its sides exchanged.
[[nodiscard]] Relation mirrored(Relation relation);

/// A comparison of `x` with a constant whose places differ from those of `x`, said with a constant
/// that has the places of `x`. Or it is the same for every x: `always`, `never`.
struct Adapted {
  enum class Outcome { compare, always, never } outcome = Outcome::compare;
  Relation relation = Relation::equal;
  std::int64_t unscaled = 0;
};
[[nodiscard]] Adapted adapt(Relation relation, std::int64_t constant, int from_scale, int to_scale);

}  // namespace zhiheng::expr
