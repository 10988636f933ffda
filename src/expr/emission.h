#pragma once
// The writer behind emit.h, shared by emit*.cpp only.

#include <string>
#include <string_view>
#include <type_traits>

#include "base/sql.h"
#include "expr/evaluate.h"
#include "expr/node.h"

namespace zhiheng::expr {

class Emission {
 public:
  Emission(Dialect dialect, Date today, std::string_view prefix)
      : dialect_(dialect), scratch_{{}, today}, prefix_(prefix) {}

  void node(const Node& node);
  [[nodiscard]] Sql finish() && { return std::move(sql_); }

 private:
  /// Writes texts and nodes and calls functions, in this order; so values are bound in the order of
  /// their `?`.
  template <class... Parts>
  void put(const Parts&... parts) {
    (put_one(parts), ...);
  }
  template <class Part>
  void put_one(const Part& part) {
    if constexpr (std::is_same_v<Part, Node>) {
      node(part);
    } else if constexpr (std::is_same_v<Part, NodePtr>) {
      node(*part);
    } else if constexpr (std::is_invocable_v<Part>) {
      part();
    } else {
      sql_.text += part;
    }
  }

  [[nodiscard]] bool sqlite() const { return dialect_ == Dialect::sqlite; }
  [[nodiscard]] bool postgresql() const { return dialect_ == Dialect::postgresql; }
  [[nodiscard]] bool duckdb() const { return dialect_ == Dialect::duckdb; }

  /// CAST(part AS type)
  template <class Part>
  void cast(const Part& part, std::string_view type) {
    put("CAST(", part, " AS ", type, ")");
  }

  /// Null unless low < part < high; reads `part` once. A null part gives null on every engine,
  /// also where GREATEST and LEAST skip nulls: then `low` comes out, which is not inside.
  template <class Part>
  void inside(const Part& part, std::string_view low, std::string_view high) {
    const std::string_view least = sqlite() ? "min(" : "LEAST(";
    const std::string_view greatest = sqlite() ? "max(" : "GREATEST(";
    put("NULLIF(NULLIF(", least, greatest, part, ", ", low, "), ", high, "), ", high, "), ", low,
        ")");
  }

  // emit.cpp: truth, comparison, text
  [[nodiscard]] Cell fixed_value(const Node& node);
  void constant(const Cell& cell, Type type, int scale);
  void bind(Value value, std::string_view type);
  void connected(const Node& node, std::size_t begin, std::size_t end);
  void comparison(const Node& node);
  void adapted(const Node& operand, const Adapted& adapted);
  void unless_null(const Node& operand, std::string_view truth);
  void in(const Node& node);
  void starts_with(const Node& node);
  void text_operator(const Node& node);
  void listed(std::string_view function, const Node& node);
  void choose(const Node& node);

  // emit_numbers.cpp
  void arithmetic(const Node& node);
  void exact(const Node& node);
  void wide_operand(const Node& operand, bool integer);
  void real(const Node& node);
  void to_real(const Node& node);
  void rescale(const Node& node);
  void round(const Node& node);
  void round_real(const Node& node);
  template <class Part>
  void limited(const Part& part, int scale);
  /// The SQL type of an intermediate result of `scale` places that may pass 18 digits.
  [[nodiscard]] static std::string wide_decimal(int scale);
  [[nodiscard]] static std::string decimal(int scale);

  // emit_dates.cpp
  void date_operator(const Node& node);
  void part_of_date(const Node& node, std::string_view part, std::string_view format);
  void add_days(const Node& node);
  void add_months(const Node& node);
  void limited_months(const Node& months);
  /// A day number as a date.
  template <class Part>
  void as_day(const Part& part);
  template <class Part>
  void china_midnight(const Part& day);
  void first_midnight();

  [[nodiscard]] std::string_view storage(Type type) const;

  Dialect dialect_;
  Scratch scratch_;  ///< keeps texts alive that fixed_value made
  std::string prefix_;
  Sql sql_;
};

}  // namespace zhiheng::expr
