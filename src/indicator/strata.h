#pragma once
// A weighted share over strata, from what was counted in each.

#include "indicator/measures.h"

namespace zhiheng::indicator {

/// Value, interval and standard error of a stratified proportion; its trials are those of strata
/// with a weight. Weights are scaled within the strata that belong to the point's group.
[[nodiscard]] Result<void> weighted_share(const Plan& plan, const Measure& measure, Point& point);

}  // namespace zhiheng::indicator
