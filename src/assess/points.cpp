#include "assess/points.h"

#include <algorithm>

#include "base/arithmetic.h"

namespace zhiheng::assess {
namespace {

using catalog::ScoreFunction;
using catalog::Scoring;

Decimal clamped(Decimal value, Decimal most) {
  if (value.unscaled < 0) return {0, value.scale};
  return compare(value, most) > 0 ? most : value;
}

/// points * (x - floor) / (goal - floor), between 0 and points.
std::optional<Decimal> on_line(Decimal x, const Scoring& scoring, Decimal points, int places) {
  const auto way = subtract(x, *scoring.floor);
  const auto whole = subtract(*scoring.goal, *scoring.floor);
  if (!way || !whole) return std::nullopt;
  const bool forwards = whole->unscaled > 0;
  if ((way->unscaled > 0) != forwards) return Decimal{0, points.scale};
  if (forwards ? compare(x, *scoring.goal) >= 0 : compare(x, *scoring.goal) <= 0) return points;
  const auto given = multiply_divide(points, *way, *whole, places);
  return given ? std::optional(*given) : std::nullopt;
}

std::optional<Decimal> by_band(Decimal x, const Scoring& scoring) {
  for (const auto& band : scoring.bands) {
    if (!band.to || compare(x, *band.to) < 0) return band.points;
  }
  return std::nullopt;
}

bool passes(Decimal x, const Scoring& scoring) {
  const auto order = compare(x, *scoring.goal);
  switch (scoring.comparator) {
    case catalog::Comparator::at_most:
      return order <= 0;
    case catalog::Comparator::more_than:
      return order > 0;
    case catalog::Comparator::less_than:
      return order < 0;
    case catalog::Comparator::equal:
      return order == 0;
    default:
      return order >= 0;
  }
}

std::optional<Decimal> less_events(Decimal events, const Scoring& scoring, Decimal points,
                                   int places) {
  const auto lost = multiply_divide(events, *scoring.per_event, Decimal{1, 0}, places);
  if (!lost) return Decimal{0, points.scale};  // beyond counting: nothing is left
  const Decimal capped = scoring.cap ? clamped(*lost, *scoring.cap) : clamped(*lost, points);
  const auto left = subtract(points, capped);
  return left ? std::optional(clamped(*left, points)) : std::nullopt;
}

std::optional<Decimal> since_last_year(const ScoredValue& one, const Scoring& scoring,
                                       Decimal points, int places) {
  if (!one.previous) return std::nullopt;
  const auto change = subtract(*one.value, *one.previous);
  if (!change) return std::nullopt;
  if (!scoring.relative) return on_line(*change, scoring, points, places);
  if (one.previous->unscaled == 0) return std::nullopt;
  const auto part =
      multiply_divide(*change, Decimal{1, 0}, *one.previous, catalog::places_of_scored_value);
  return part ? on_line(*part, scoring, points, places) : std::nullopt;
}

std::optional<Decimal> by_expression(const ScoredValue& one, const Scoring& scoring, Decimal points,
                                     int places) {
  if (!scoring.expression) return std::nullopt;
  const auto as_value = [](const std::optional<Decimal>& number) {
    if (!number) return Value{};
    const auto fitting = round_half_up(*number, catalog::places_of_scored_value);
    return fitting ? Value(*fitting) : Value{};
  };
  const std::vector<Value> record = {as_value(one.value),    as_value(one.low),  as_value(one.high),
                                     as_value(one.previous), Value(one.records), as_value(points)};
  const Value found = scoring.expression->evaluate(record, {});
  std::optional<Decimal> given;
  if (const auto* whole = std::get_if<std::int64_t>(&found)) given = Decimal{*whole, 0};
  if (const auto* number = std::get_if<Decimal>(&found)) given = *number;
  if (!given) return std::nullopt;
  const auto rounded = round_half_up(*given, places);
  return rounded ? std::optional(clamped(*rounded, points)) : std::nullopt;
}

/// points * (n - place) / (n - 1); those with equal values share the mean of their places.
void give_by_rank(const Scoring& scoring, Decimal points, int places,
                  std::span<const ScoredValue> values, std::vector<std::optional<Decimal>>& given) {
  std::int64_t ranked = 0;
  for (const auto& one : values) ranked += one.value ? 1 : 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].value) continue;
    std::int64_t worse = 0;
    std::int64_t equal = -1;  // not with itself
    for (const auto& other : values) {
      if (!other.value) continue;
      const auto order = compare(*other.value, *values[i].value);
      if (order == 0) ++equal;
      if (order != 0 && (order < 0) == scoring.higher_is_better) ++worse;
    }
    if (ranked == 1) {
      given[i] = points;
      continue;
    }
    const auto share = multiply_divide(points, Decimal{2 * worse + equal, 0},
                                       Decimal{2 * (ranked - 1), 0}, places);
    if (share) given[i] = *share;
  }
}

std::optional<Decimal> alone(const catalog::AssessmentNode& node, int places,
                             const ScoredValue& one) {
  const Scoring& scoring = node.scoring;
  if (!one.value) return std::nullopt;
  switch (scoring.function) {
    case ScoreFunction::linear:
      return on_line(*one.value, scoring, node.points, places);
    case ScoreFunction::bands:
      return by_band(*one.value, scoring);
    case ScoreFunction::pass_fail:
      return passes(*one.value, scoring) ? node.points : Decimal{0, node.points.scale};
    case ScoreFunction::deduction:
      return less_events(*one.value, scoring, node.points, places);
    case ScoreFunction::change:
      return since_last_year(one, scoring, node.points, places);
    case ScoreFunction::expression:
      return by_expression(one, scoring, node.points, places);
    case ScoreFunction::direct: {
      const auto rounded = round_half_up(*one.value, places);
      return rounded ? std::optional(clamped(*rounded, node.points)) : std::nullopt;
    }
    case ScoreFunction::rank:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::optional<Decimal>> give_points(const catalog::AssessmentNode& node, int places,
                                                std::span<const ScoredValue> values) {
  std::vector<std::optional<Decimal>> given(values.size());
  if (node.scoring.function == ScoreFunction::rank) {
    give_by_rank(node.scoring, node.points, places, values, given);
    return given;
  }
  for (std::size_t i = 0; i < values.size(); ++i) given[i] = alone(node, places, values[i]);
  return given;
}

std::size_t grade_of(const catalog::Scheme& scheme, Decimal rounded) {
  for (std::size_t i = 0; i < scheme.grades.size(); ++i) {
    if (!scheme.grades[i].from || compare(rounded, *scheme.grades[i].from) >= 0) return i;
  }
  return scheme.grades.empty() ? 0 : scheme.grades.size() - 1;
}

std::vector<Decimal> apportion(const catalog::Scheme& scheme,
                               std::span<const WantedPoints> wanted) {
  std::vector<Decimal> points;
  points.reserve(scheme.nodes.size());
  for (const auto& node : scheme.nodes) points.push_back(node.points);
  const auto find = [&](std::size_t node) {
    return std::ranges::find(wanted, node, &WantedPoints::node);
  };
  const auto share_out = [&](std::span<const std::size_t> parts, Decimal whole) {
    std::int64_t left = whole.unscaled;
    std::int64_t others = 0;
    for (const std::size_t part : parts) {
      if (const auto found = find(part); found != wanted.end()) {
        points[part] = {std::clamp(found->points.unscaled, std::int64_t{0}, left), whole.scale};
        left -= points[part].unscaled;
      } else {
        others += scheme.nodes[part].points.unscaled;
      }
    }
    for (const std::size_t part : parts) {
      if (find(part) != wanted.end()) continue;
      const std::int64_t own = scheme.nodes[part].points.unscaled;
      // Taking shares of what is left makes the last one take the remainder.
      const auto share =
          others == 0 ? Result<Decimal>(Decimal{0, whole.scale})
                      : multiply_divide({left, whole.scale}, {own, 0}, {others, 0}, whole.scale);
      points[part] = share ? *share : Decimal{0, whole.scale};
      left -= points[part].unscaled;
      others -= own;
    }
  };
  std::vector<std::size_t> roots;
  for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
    if (!scheme.nodes[i].parent) roots.push_back(i);
  }
  share_out(roots, scheme.full_points());
  for (std::size_t i = 0; i < scheme.nodes.size(); ++i) {
    if (!scheme.nodes[i].parts.empty()) share_out(scheme.nodes[i].parts, points[i]);
  }
  return points;
}

}  // namespace zhiheng::assess
