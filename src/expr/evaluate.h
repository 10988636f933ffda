#pragma once
// The value of a tree on one record.

#include <forward_list>
#include <span>
#include <string>

#include "expr/node.h"

namespace zhiheng::expr {

/// What evaluation reads, and where it keeps the texts it makes.
struct Scratch {
  std::span<const Value> record;
  Date today;
  std::forward_list<std::string> texts = {};
};

/// Total: never fails, whatever the record.
/// @cost  at most proportional to Node::weight and the length of the texts
[[nodiscard]] Cell evaluate(const Node& node, Scratch& scratch);

/// A cell of a type that is not real, as a Value. @pre type != Type::real
[[nodiscard]] Value to_value(const Cell& cell, Type type, int scale);

/// The same day `months` later, or the last day of that month; null outside the years 1..9999.
[[nodiscard]] Cell months_later(std::int64_t day, std::int64_t months);

}  // namespace zhiheng::expr
