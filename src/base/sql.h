#pragma once
// A piece of SQL with its bound values. User text is only ever in `values`.

#include <string>
#include <vector>

#include "base/value.h"

namespace zhiheng {

enum class Dialect { sqlite, postgresql, duckdb };

/// SQL text with one `?` per value, in order; drivers number them where the engine wants it.
/// No other `?` stands in the text.
struct Sql {
  std::string text;
  std::vector<Value> values;
};

}  // namespace zhiheng
