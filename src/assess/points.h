#pragma once
// From values to points: the scoring functions, exact in decimals, without records or clocks.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/decimal.h"
#include "catalog/assessment.h"

namespace zhiheng::assess {

/// What a scoring function looks at, of one government.
struct ScoredValue {
  std::optional<Decimal> value = {}, low = {}, high = {}, previous = {};
  std::int64_t records = 0;
};

/// The points of every government for one leaf, 0 … node.points, rounded half up to `places`; none
/// where there is no value to score. Rank scoring compares those that have a value.
[[nodiscard]] std::vector<std::optional<Decimal>> give_points(const catalog::AssessmentNode& node,
                                                              int places,
                                                              std::span<const ScoredValue> values);

/// Position in `grades` (best first) of a total that was rounded to the scheme's grade_places.
[[nodiscard]] std::size_t grade_of(const catalog::Scheme& scheme, Decimal rounded);

/// The most that each node gives when `wanted` of them give other points: siblings share what is
/// left in proportion, the last one takes the remainder, parts follow their parent. Sums stay
/// exact.
struct WantedPoints {
  std::size_t node = 0;
  Decimal points;
};
[[nodiscard]] std::vector<Decimal> apportion(const catalog::Scheme& scheme,
                                             std::span<const WantedPoints> wanted);

}  // namespace zhiheng::assess
