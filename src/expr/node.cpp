#include "expr/node.h"

#include <array>
#include <cassert>

namespace zhiheng::expr {

std::int64_t power_of_ten(int exponent) {
  assert(exponent >= 0 && exponent <= 18);
  static constexpr auto powers = [] {
    std::array<std::int64_t, 19> table{1};
    for (std::size_t i = 1; i < table.size(); ++i) table[i] = table[i - 1] * 10;
    return table;
  }();
  return powers[static_cast<std::size_t>(exponent)];
}

Relation mirrored(Relation relation) {
  switch (relation) {
    case Relation::less:
      return Relation::greater;
    case Relation::at_most:
      return Relation::at_least;
    case Relation::greater:
      return Relation::less;
    case Relation::at_least:
      return Relation::at_most;
    default:
      return relation;
  }
}

namespace {

/// The constant is larger than every number there can be.
Adapted beyond(Relation relation, bool positive) {
  const bool below = relation == Relation::less || relation == Relation::at_most;
  const bool holds =
      relation == Relation::unequal || (relation != Relation::equal && below == positive);
  return {holds ? Adapted::Outcome::always : Adapted::Outcome::never};
}

/// The constant lies between `floor` and its successor.
Adapted between(Relation relation, std::int64_t floor) {
  switch (relation) {
    case Relation::equal:
      return {Adapted::Outcome::never};
    case Relation::unequal:
      return {Adapted::Outcome::always};
    case Relation::less:
    case Relation::at_most:
      return {Adapted::Outcome::compare, Relation::at_most, floor};
    default:
      return {Adapted::Outcome::compare, Relation::greater, floor};
  }
}

}  // namespace

Adapted adapt(Relation relation, std::int64_t constant, int from_scale, int to_scale) {
  if (to_scale >= from_scale) {
    const Wide scaled = Wide{constant} * power_of_ten(to_scale - from_scale);
    if (scaled >= number_limit || scaled <= -number_limit) return beyond(relation, constant > 0);
    return {Adapted::Outcome::compare, relation, static_cast<std::int64_t>(scaled)};
  }
  const std::int64_t divisor = power_of_ten(from_scale - to_scale);
  const std::int64_t rest = constant % divisor;
  if (rest == 0) return {Adapted::Outcome::compare, relation, constant / divisor};
  return between(relation, constant / divisor - (rest < 0 ? 1 : 0));
}

}  // namespace zhiheng::expr
