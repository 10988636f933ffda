#include "expr/evaluate.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "expr/characters.h"
#include "expr/like.h"

namespace zhiheng::expr {
namespace {

Cell of_number(std::int64_t number) { return {false, number}; }
Cell of_truth(bool truth) { return {false, truth ? 1 : 0}; }

/// What passes 18 digits is null, here and in the SQL.
Cell of_wide(Wide number) {
  if (number >= number_limit || number <= -number_limit) return {};
  return of_number(static_cast<std::int64_t>(number));
}

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  return value / by - (value % by < 0 ? 1 : 0);
}

Cell of_day(Wide day) {
  if (day < first_day || day > last_day) return {};
  return of_number(static_cast<std::int64_t>(day));
}

Cell field_value(const Node& node, const Value& value) {
  switch (node.type) {
    case Type::boolean:
      if (const auto* truth = std::get_if<bool>(&value)) return of_truth(*truth);
      return {};
    case Type::integer:
      if (const auto* number = std::get_if<std::int64_t>(&value)) return of_wide(*number);
      return {};
    case Type::decimal:
      if (const auto* decimal = std::get_if<Decimal>(&value)) {
        if (decimal->scale == node.scale) return of_wide(decimal->unscaled);
        const auto same = rescale(*decimal, node.scale);
        return same ? of_number(same->unscaled) : Cell{};
      }
      return {};
    case Type::date:
      if (const auto* date = std::get_if<Date>(&value)) return of_day(date->days);
      return {};
    case Type::timestamp:
      if (const auto* time = std::get_if<Timestamp>(&value)) {
        if (!of_day(floor_div(time->microseconds, day_us)).null)
          return of_number(time->microseconds);
      }
      return {};
    case Type::text:
      if (const auto* text = std::get_if<std::string>(&value)) return {false, 0, 0, *text};
      return {};
    case Type::real:
      return {};  // no field is one
  }
  return {};
}

template <class T>
bool stands(Relation relation, const T& left, const T& right) {
  switch (relation) {
    case Relation::equal:
      return left == right;
    case Relation::unequal:
      return left != right;
    case Relation::less:
      return left < right;
    case Relation::at_most:
      return left <= right;
    case Relation::greater:
      return left > right;
    case Relation::at_least:
      return left >= right;
  }
  return false;
}

class Evaluation {
 public:
  explicit Evaluation(Scratch& scratch) : scratch_(scratch) {}

  Cell value(const Node& node) {
    switch (node.op) {
      case Op::literal:
        return {node.null, node.number, 0, node.text};
      case Op::field:
        if (node.field >= scratch_.record.size()) return {};
        return field_value(node, scratch_.record[node.field]);
      case Op::today:
        return of_number(scratch_.today.days);
      case Op::all_of:
        return connected(node, 0);
      case Op::any_of:
        return connected(node, 1);
      case Op::comparison:
        return comparison(node);
      case Op::is_null:
        return of_truth(child(node, 0).null);
      case Op::in:
        return in(node);
      case Op::coalesce:
        return first_known(node);
      case Op::choose:
        return chosen(node);
      case Op::sum:
        return sum(node);
      default:
        return strict(node);
    }
  }

 private:
  Cell child(const Node& node, std::size_t position) { return value(*node.children[position]); }

  /// `decisive` settles it; else null if any is null.
  Cell connected(const Node& node, std::int64_t decisive) {
    bool unknown = false;
    for (const auto& operand : node.children) {
      const Cell cell = value(*operand);
      if (cell.null) {
        unknown = true;
      } else if (cell.number == decisive) {
        return cell;
      }
    }
    return unknown ? Cell{} : of_number(1 - decisive);
  }

  Cell comparison(const Node& node) {
    const Cell left = child(node, 0);
    if (left.null) return {};
    const Cell right = child(node, 1);
    if (right.null) return {};
    const Node& a = *node.children[0];
    const Node& b = *node.children[1];
    if (a.type == Type::text) return of_truth(stands(node.relation, left.text, right.text));
    if (a.type == Type::real) return of_truth(stands(node.relation, left.real, right.real));
    if (a.scale == b.scale) return of_truth(stands(node.relation, left.number, right.number));
    const int scale = std::max(a.scale, b.scale);
    return of_truth(stands(node.relation, Wide{left.number} * power_of_ten(scale - a.scale),
                           Wide{right.number} * power_of_ten(scale - b.scale)));
  }

  Cell in(const Node& node) {
    const Cell left = child(node, 0);
    if (left.null) return {};
    bool found = false;
    bool unknown = node.holds_null;
    if (node.children.size() == 1) {
      found = node.children[0]->type == Type::text
                  ? std::binary_search(node.texts.begin(), node.texts.end(), left.text)
                  : std::binary_search(node.numbers.begin(), node.numbers.end(), left.number);
    }
    for (std::size_t i = 1; i < node.children.size() && !found; ++i) {
      const Cell element = child(node, i);
      unknown = unknown || element.null;
      found = !element.null && element.number == left.number && element.real == left.real &&
              element.text == left.text;
    }
    return !found && unknown ? Cell{} : of_truth(found);
  }

  Cell first_known(const Node& node) {
    for (const auto& operand : node.children) {
      const Cell cell = value(*operand);
      if (!cell.null) return cell;
    }
    return {};
  }

  Cell chosen(const Node& node) {
    for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
      const Cell condition = child(node, i);
      if (!condition.null && condition.number != 0) return child(node, i + 1);
    }
    return value(*node.children.back());
  }

  Cell sum(const Node& node) {
    Wide total = 0;
    for (std::size_t i = 0; i < node.children.size(); ++i) {
      const Cell term = child(node, i);
      if (term.null) return {};
      total += node.minus[i] ? -Wide{term.number} : Wide{term.number};
    }
    return of_wide(total);
  }

  /// Null as soon as one operand is.
  Cell strict(const Node& node) {
    const Cell a = child(node, 0);
    if (a.null) return {};
    if (node.children.size() == 1) return of_one(node, a);
    const Cell b = child(node, 1);
    if (b.null) return {};
    return node.type == Type::real ? of_two_reals(node, a.real, b.real) : of_two(node, a, b);
  }

  Cell of_one(const Node& node, const Cell& a) {
    switch (node.op) {
      case Op::negation:
        return of_number(1 - a.number);
      case Op::negative:
        return {false, -a.number, -a.real};
      case Op::absolute:
        return {false, std::abs(a.number), std::fabs(a.real)};
      case Op::round:
        return rounded(node, a);
      case Op::rescale:
        return of_wide(Wide{a.number} * power_of_ten(node.scale - node.children[0]->scale));
      case Op::to_real:
        return {false, 0,
                static_cast<double>(a.number) /
                    static_cast<double>(power_of_ten(node.children[0]->scale))};
      case Op::to_timestamp:
        return of_number(a.number * day_us - china_us);
      case Op::china_day:
        return of_number(floor_div(a.number + china_us, day_us));
      case Op::lower:
        return {false, 0, 0, scratch_.texts.emplace_front(to_lower(a.text))};
      case Op::length:
        return of_number(count_characters(a.text));
      default:
        return part_of_date(node.op, a.number);
    }
  }

  static Cell part_of_date(Op op, std::int64_t day) {
    const auto date = civil(Date{static_cast<std::int32_t>(day)});
    if (op == Op::year) return of_number(static_cast<int>(date.year()));
    const auto month = static_cast<unsigned>(date.month());
    return of_number(op == Op::month ? month : (month + 2) / 3);
  }

  static Cell rounded(const Node& node, const Cell& a) {
    const Node& operand = *node.children[0];
    if (operand.type == Type::real) {
      const double scaled = a.real * static_cast<double>(power_of_ten(node.scale));
      const double whole = std::trunc(scaled + (a.real < 0 ? -0.5 : 0.5));
      constexpr auto limit = static_cast<double>(number_limit);
      if (!(whole > -limit && whole < limit)) return {};
      return of_number(static_cast<std::int64_t>(whole));
    }
    const std::int64_t divisor = power_of_ten(operand.scale - node.scale);
    const std::int64_t half = a.number < 0 ? -(divisor / 2) : divisor / 2;
    return of_number((a.number + half) / divisor);
  }

  static Cell of_two_reals(const Node& node, double a, double b) {
    switch (node.op) {
      case Op::add:
        return {false, 0, a + b};
      case Op::subtract:
        return {false, 0, a - b};
      case Op::multiply:
        return {false, 0, a * b};
      default:
        return b == 0 ? Cell{} : Cell{false, 0, a / b};
    }
  }

  static Cell of_two(const Node& node, const Cell& a, const Cell& b) {
    switch (node.op) {
      case Op::multiply:
        return of_wide(Wide{a.number} * b.number);
      case Op::contains:
        return of_truth(a.text.find(b.text) != std::string_view::npos);
      case Op::starts_with:
        return of_truth(a.text.starts_with(b.text));
      case Op::like:
        return of_truth(matches(a.text, b.text));
      case Op::has:
        return of_truth(has(a.text, b.text));
      case Op::add_days:
        return of_day(Wide{a.number} + b.number);
      case Op::add_months:
        return months_later(a.number, b.number);
      default:  // days_between
        return of_number(a.number - b.number);
    }
  }

  static bool has(std::string_view list, std::string_view wanted) {
    for (;;) {
      const std::size_t bar = list.find('|');
      if (list.substr(0, bar) == wanted) return true;
      if (bar == std::string_view::npos) return false;
      list.remove_prefix(bar + 1);
    }
  }

  Scratch& scratch_;
};

}  // namespace

Cell evaluate(const Node& node, Scratch& scratch) { return Evaluation(scratch).value(node); }

Value to_value(const Cell& cell, Type type, int scale) {
  if (cell.null) return {};
  switch (type) {
    case Type::boolean:
      return cell.number != 0;
    case Type::integer:
      return cell.number;
    case Type::decimal:
      return Decimal{cell.number, static_cast<std::uint8_t>(scale)};
    case Type::date:
      return Date{static_cast<std::int32_t>(cell.number)};
    case Type::timestamp:
      return Timestamp{cell.number};
    case Type::text:
      return std::string(cell.text);
    case Type::real:
      break;
  }
  return {};
}

Cell months_later(std::int64_t day, std::int64_t months) {
  const auto date = civil(Date{static_cast<std::int32_t>(day)});
  const auto here =
      static_cast<int>(date.year()) * 12 + static_cast<int>(unsigned{date.month()}) - 1;
  const Wide there = Wide{here} + months;
  if (there < 12 || there >= Wide{120'000}) return {};
  const std::chrono::year_month month{std::chrono::year(static_cast<int>(there / 12)),
                                      std::chrono::month(static_cast<unsigned>(there % 12) + 1)};
  const auto last = (month / std::chrono::last).day();
  return of_number(make_date(static_cast<int>(month.year()), unsigned{month.month()},
                             unsigned{std::min(date.day(), last)})
                       .days);
}

}  // namespace zhiheng::expr
