#include "stat/funnel.h"

#include <algorithm>
#include <cmath>

#include "indicator/failures.h"
#include "indicator/indicator.h"

namespace zhiheng::indicator {
namespace {

constexpr int steps = 80;  ///< sample sizes at which the limits are drawn

/// Sample sizes from one to the largest, close together where the funnel bends.
std::vector<std::int64_t> sizes(std::int64_t largest) {
  std::vector<std::int64_t> all;
  const double ratio = std::log(static_cast<double>(largest)) / steps;
  for (int i = 0; i <= steps; ++i) {
    const auto size = static_cast<std::int64_t>(std::llround(std::exp(ratio * i)));
    if (all.empty() || size > all.back()) all.push_back(size);
  }
  return all;
}

}  // namespace

Result<Funnel> funnel(const Answer& answer) {
  if (answer.indicator->kind != catalog::IndicatorKind::proportion) {
    return fail(no_funnel, "indicator", answer.indicator->name, "a proportion");
  }
  std::int64_t trials = 0, hits = 0, largest = 0;
  for (const auto& point : answer.points) {
    trials += point.records;
    hits += point.hits;
    largest = std::max(largest, point.records);
  }
  if (trials < 2) return fail(no_funnel, "records", std::to_string(trials), ">= 2");
  if (hits == 0 || hits == trials) {
    return fail(no_funnel, "hits", std::to_string(hits), "1.." + std::to_string(trials - 1));
  }
  Funnel made;
  made.centre = static_cast<double>(hits) / static_cast<double>(trials);
  for (const std::int64_t size : sizes(largest)) {
    ZH_TRY(const auto inner, stat::funnel_limits(made.centre, size, 0.95));
    ZH_TRY(const auto outer, stat::funnel_limits(made.centre, size, 0.998));
    made.limits.push_back({size, inner.low, inner.high, outer.low, outer.high});
  }
  return made;
}

}  // namespace zhiheng::indicator
