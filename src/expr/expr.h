#pragma once
// The one small language of conditions and rules: parsed once, checked against the fields of a
// register, then evaluated on a record or emitted as SQL. Grammar in docs/expression-language.md.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sql.h"
#include "base/value.h"

namespace zhiheng::expr {

/// The type of an expression or a field. `real` comes only from division, averages and the like;
/// no field is stored as one.
enum class Type { boolean, integer, decimal, real, date, timestamp, text };

/// What an integer field may hold, either sign. Registers refuse anything larger; sums in SQL rely
/// on it, as on decimals having at most 18 digits.
inline constexpr std::int64_t largest_integer = 1'000'000'000'000'000;

/// A field that an expression may name.
struct Field {
  std::string name;
  Type type = Type::text;
  int scale = 0;      ///< decimal places, for Type::decimal
  bool list = false;  ///< text holding several values joined with '|'; only `has` looks inside
  /// A hierarchical code (region, industry): `under` is allowed. Gives the prefix that all codes
  /// below a code share: "620000" -> "62". Empty for other fields.
  std::function<std::string(std::string_view)> prefix = {};
};

/// What an expression may know besides the record.
struct Environment {
  Date today;
};

/// A checked expression; cheap to copy.
class Expression {
 public:
  /// @fails  expr.syntax, expr.unknown_field, expr.type_mismatch, …; `found` has the text with a
  ///         caret line below it, `where` is "line:column" counted in characters from 1
  static Result<Expression> parse(std::string_view text, std::span<const Field> fields);

  [[nodiscard]] Type type() const;
  [[nodiscard]] int scale() const;
  [[nodiscard]] const std::string& text() const;

  /// Positions in the `fields` given to parse, each once, ascending.
  [[nodiscard]] const std::vector<std::size_t>& fields_used() const;

  /// The value on one record: `record[i]` is the value of `fields[i]`. Null where SQL has null.
  /// Total: what SQL engines refuse at run time (division by zero, overflow) is null here and in
  /// the emitted SQL. A real has no Value and gives null: see evaluate_real.
  [[nodiscard]] Value evaluate(std::span<const Value> record, const Environment& environment) const;

  /// A number of any type as the nearest real; nothing where SQL has null.
  [[nodiscard]] std::optional<double> evaluate_real(std::span<const Value> record,
                                                    const Environment& environment) const;

  /// True on this record; false and null are both no.
  [[nodiscard]] bool holds(std::span<const Value> record, const Environment& environment) const;

  /// The same as SQL, in the storage form of the dialect: a decimal for SQLite is its unscaled
  /// integer, a date its day number. Fields are written as `prefix` + quoted name (prefix e.g.
  /// "r.").
  [[nodiscard]] Sql emit(Dialect dialect, const Environment& environment,
                         std::string_view prefix = {}) const;

 private:
  struct Tree;
  explicit Expression(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Tree> tree_;
};

/// A name as an SQL identifier, always quoted.
[[nodiscard]] std::string quoted(std::string_view name);

/// A text as this language writes it: 'it''s'.
[[nodiscard]] std::string text_literal(std::string_view text);

}  // namespace zhiheng::expr
