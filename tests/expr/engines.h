#pragma once
// The three SQL engines behind one small interface, so that a test asks all the same question.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/sql.h"
#include "expr/expr.h"

namespace zhiheng::expr::testing {

class Engine {
 public:
  virtual ~Engine() = default;
  [[nodiscard]] virtual Dialect dialect() const = 0;
  [[nodiscard]] virtual std::string name() const = 0;
  /// Makes the table `r` with a column `n` (0, 1, …) and the fields, in the storage form of the
  /// product, and fills it.
  virtual void load(std::span<const Field> fields,
                    const std::vector<std::vector<Value>>& records) = 0;
  /// SELECT expression FROM r ORDER BY n, in canonical words; one word "error: …" when it fails or
  /// has another type than `type` and `scale`.
  [[nodiscard]] virtual std::vector<std::string> ask(const Sql& expression, Type type,
                                                     int scale) = 0;
};

/// SQLite, DuckDB and, when it is installed, PostgreSQL.
[[nodiscard]] std::vector<std::unique_ptr<Engine>> all_engines();

/// "null", "true", a whole number (unscaled, days, microseconds), 'text', a real in hexadecimal.
[[nodiscard]] std::string canonical(const Value& value);
[[nodiscard]] std::string canonical(double real);

}  // namespace zhiheng::expr::testing
