#pragma once
// What share still works after a time, when some units were taken out before they failed?

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// A unit watched until `time`, when it failed or was last seen working (right-censored).
struct ObservedLife {
  double time = 0;  ///< > 0, in any unit
  bool failed = false;
};

enum class SurvivalInterval {
  plain,    ///< S -/+ z se
  log,      ///< on ln S: R's default
  log_log,  ///< on ln(-ln S): never leaves [0, 1]
};

/// The estimate from `time` until the next one.
struct SurvivalStep {
  double time = 0;
  std::size_t at_risk = 0;  ///< working just before
  std::size_t failures = 0;
  std::size_t censored = 0;
  double survival = 1;
  double standard_error = 0;  ///< Greenwood
  /// Cut to [0, 1]. Where the survival has reached 0 it has no error of its own: from 0 to the high
  /// bound before.
  Interval interval = {1, 1};
};

/// Kaplan-Meier estimate: S(t) = product of (1 - failures / at risk) up to t; variance
/// S^2 sum d / (n (n - d)). Units censored at a time count as at risk for failures at that time.
///
/// @param confidence  of each step on its own
/// @return  a step per different time, ascending
/// @fails   too_few_observations (none), value_not_finite, value_not_positive,
///          confidence_out_of_range
/// @source  E. L. Kaplan, P. Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; M. Greenwood (1926)
/// @checked R survival 3.5-3 survfit
[[nodiscard]] Result<std::vector<SurvivalStep>> kaplan_meier(
    std::span<const ObservedLife> units, SurvivalInterval kind = SurvivalInterval::log_log,
    double confidence = 0.95);

/// When has a share failed? Nothing where the curve or its bound never comes down so far.
struct SurvivalQuantile {
  std::optional<double> time;
  std::optional<double> low;
  std::optional<double> high;
};

/// The first time at which S <= 1 - share; the middle of the step where it is met exactly. Bounds
/// by turning the intervals of the steps round (Brookmeyer and Crowley).
///
/// @param steps  by kaplan_meier
/// @param share  failed, 0 < share < 1: 0.1 gives the B10 life, 0.5 the median
/// @fails   probability_out_of_range
/// @source  R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29-41
[[nodiscard]] Result<SurvivalQuantile> survival_quantile(std::span<const SurvivalStep> steps,
                                                         double share);

struct LogRank {
  double statistic = 0;
  double degrees_of_freedom = 0;
  double p_value = 1;
  std::vector<double> observed;  ///< failures by group
  std::vector<double> expected;  ///< if all groups failed alike
};

/// Do groups fail alike? The log-rank test.
///
/// @param groups  of each unit, 0..k - 1; at least two, each with a unit, at most 100
/// @fails   lengths_differ, too_few_observations (groups, no failure), too_many_observations,
///          value_not_finite, value_not_positive, no_spread (no failure while two groups were at
///          risk)
/// @source  N. Mantel, Cancer Chemother. Rep. 50 (1966) 163-170; R. Peto, J. Peto (1972)
/// @checked R survival 3.5-3 survdiff
[[nodiscard]] Result<LogRank> log_rank_test(std::span<const ObservedLife> units,
                                            std::span<const std::size_t> groups);

}  // namespace zhiheng::stat
