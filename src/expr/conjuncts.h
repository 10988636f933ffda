#pragma once
// What a condition demands of single fields: the terms that its `and` joins, for whoever looks for
// an index that leads to its records.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expr.h"

namespace zhiheng::expr {

/// A term over one field that holds wherever the whole condition holds.
struct Conjunct {
  std::string field;
  Sql sql;
};

/// The comparisons of a single field with something fixed, `in` and `starts with` among the terms;
/// what is joined in any other way is left out. A field may come twice.
/// @fails  as Expression::parse
[[nodiscard]] Result<std::vector<Conjunct>> conjuncts(std::string_view condition,
                                                      std::span<const Field> fields,
                                                      Dialect dialect,
                                                      const Environment& environment);

}  // namespace zhiheng::expr
