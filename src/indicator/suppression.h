#pragma once
// What the public may see of small counts: nothing, and nothing that gives them away.

#include <vector>

#include "indicator/indicator.h"
#include "indicator/plan.h"

namespace zhiheng::indicator {

/// Hides points that rest on 1 to `suppress_below` - 1 records, then as many others as it takes
/// that no line of the table (all cells that share every dimension but one; within a region or
/// year, and over all) has a single hidden cell, which its total would give away. Changes measured
/// against a hidden point go too.
///
/// Not covered: totals of overlapping questions with filters of one's own; see docs/indicators.md.
void suppress(const Plan& plan, std::vector<Point>& points);

}  // namespace zhiheng::indicator
