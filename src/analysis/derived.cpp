#include "analysis/derived.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "analysis/answer.h"
#include "analysis/failures.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/text.h"
#include "expr/expr.h"

namespace zhiheng::analysis {

namespace {

constexpr std::size_t most_digits = 18;

/// Places after the point of a plain decimal number, nothing for any other text.
std::optional<int> places_of(std::string_view cell) {
  if (cell.starts_with('-')) cell.remove_prefix(1);
  const std::size_t point = cell.find('.');
  const std::string_view whole = cell.substr(0, point);
  const std::string_view rest = point == cell.npos ? "" : cell.substr(point + 1);
  const auto digits = [](std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || (point != cell.npos && rest.empty())) return std::nullopt;
  if (!digits(whole) || !digits(rest) || whole.size() + rest.size() > most_digits) {
    return std::nullopt;
  }
  return static_cast<int>(rest.size());
}

expr::Field field_of(const Table& table, std::size_t column) {
  expr::Field field{.name = table.columns()[column]};
  bool numbers = true, dates = true, any = false;
  int places = 0;
  std::size_t before = 0;
  for (std::size_t row = 0; row < table.rows() && (numbers || dates); ++row) {
    const std::string_view cell = table.text(row, column);
    if (cell.empty()) continue;
    any = true;
    dates = dates && cell.size() == 10 && parse_date(cell).has_value();
    const auto found = numbers ? places_of(cell) : std::nullopt;
    numbers = found.has_value();
    if (!found) continue;
    places = std::max(places, *found);
    before = std::max(before, cell.size() - static_cast<std::size_t>(*found));
  }
  // Every cell is brought to the same places, which must fit as well.
  numbers = numbers && before + static_cast<std::size_t>(places) <= most_digits;
  if (!any) return field;
  if (numbers && places == 0 && before <= 15) {
    field.type = expr::Type::integer;
  } else if (numbers) {
    field.type = expr::Type::decimal;
    field.scale = places;
  } else if (dates) {
    field.type = expr::Type::date;
  }
  return field;
}

Value value_of(std::string_view cell, const expr::Field& field) {
  if (cell.empty()) return {};
  if (field.type == expr::Type::date) return *parse_date(cell);
  if (field.type == expr::Type::text) return std::string(cell);
  const Decimal number = *parse_decimal(cell, field.scale);
  if (field.type == expr::Type::integer) return number.unscaled;
  return *rescale(number, field.scale);
}

/// An expression with the columns that it names, ready to walk along the rows.
class Walker {
 public:
  static Result<Walker> parse(const Table& table, std::string_view text) {
    Walker made(table);
    for (std::size_t at = 0; at < table.columns().size(); ++at) {
      // Only a column whose name stands in the text can be meant; the others are not looked at.
      const bool named = text.find(table.columns()[at]) != text.npos;
      made.fields_.push_back(named ? field_of(table, at)
                                   : expr::Field{.name = table.columns()[at]});
    }
    ZH_TRY(made.expression_, expr::Expression::parse(text, made.fields_));
    made.record_.resize(made.fields_.size());
    return made;
  }

  [[nodiscard]] expr::Type type() const { return expression_->type(); }
  bool holds(std::size_t row) {
    fill(row);
    return expression_->holds(record_, environment_);
  }
  std::string cell(std::size_t row) {
    fill(row);
    if (type() == expr::Type::real) {
      const auto value = expression_->evaluate_real(record_, environment_);
      return value ? written(*value) : std::string();
    }
    const Value value = expression_->evaluate(record_, environment_);
    if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "1" : "0";
    return to_text(value);
  }

 private:
  explicit Walker(const Table& table) : table_(&table) {}

  void fill(std::size_t row) {
    for (const std::size_t at : expression_->fields_used()) {
      record_[at] = value_of(table_->text(row, at), fields_[at]);
    }
  }

  const Table* table_;
  std::vector<expr::Field> fields_;
  std::optional<expr::Expression> expression_;
  std::vector<Value> record_;
  expr::Environment environment_{china_date(now())};
};

/// Splits at ';' outside of quotation marks.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  char quote = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && quote == 0 && (text[i] == '\'' || text[i] == '"')) {
      quote = text[i];
    } else if (i < text.size() && text[i] == quote) {
      quote = 0;
    }
    if (i < text.size() && (text[i] != ';' || quote != 0)) continue;
    if (const auto part = trim(text.substr(begin, i - begin)); !part.empty()) {
      parts.push_back(part);
    }
    begin = i + 1;
  }
  return parts;
}

}  // namespace

Result<std::vector<bool>> rows_where(const Table& table, std::string_view condition) {
  ZH_TRY(Walker walker, Walker::parse(table, condition));
  if (walker.type() != expr::Type::boolean) {
    return fail(cell_wrong, "condition", std::string(condition), "a = 1, a in ('x', 'y')");
  }
  std::vector<bool> holds(table.rows());
  for (std::size_t row = 0; row < table.rows(); ++row) holds[row] = walker.holds(row);
  return holds;
}

Result<void> define(Table& table, std::string_view definitions) {
  for (const std::string_view part : parts_of(definitions)) {
    const std::size_t sign = part.find('=');
    const auto name = trim(part.substr(0, sign));
    if (sign == part.npos || name.empty()) {
      return fail(cell_wrong, "definition", std::string(part), "name = a + b");
    }
    ZH_TRY(Walker walker, Walker::parse(table, trim(part.substr(sign + 1))));
    std::vector<std::string> cells(table.rows());
    for (std::size_t row = 0; row < table.rows(); ++row) cells[row] = walker.cell(row);
    ZH_DO(table.add_column(std::string(name), cells));
  }
  return {};
}

}  // namespace zhiheng::analysis
