#pragma once
// The outlook of a target from its series.

#include "plan/progress.h"

namespace zhiheng::plan {

/// Fills `outlook`, or `no_outlook` with the reason.
void look_ahead(TargetProgress& target, const catalog::Indicator& indicator,
                const catalog::Wording& wording, Date today);

/// "2026" of a yearly point as a number; 0 when it is none.
[[nodiscard]] int year_of(const indicator::Point& point);

/// Whether the point is of the year that is still running.
[[nodiscard]] bool is_running(const indicator::Point& point, Date today);

/// Counts and totals, which grow until the year is over.
[[nodiscard]] bool adds_up(const catalog::Indicator& indicator);

}  // namespace zhiheng::plan
