#pragma once
// Where will a short series stand at a later time, and how sure is that?

#include <cstdint>
#include <span>

#include "base/result.h"
#include "stat/interval.h"

namespace zhiheng::stat {

/// The scale on which a series is taken to run straight.
enum class TrendScale {
  plain,
  logit,     ///< for shares: values inside (0, 1)
  logarithm  ///< for counts and amounts: values > 0
};

/// A value of a period with what is known of its own error.
struct Observed {
  double time = 0;            ///< in years, or any unit
  double value = 0;           ///< in its own unit, whatever the scale of the trend
  double standard_error = 0;  ///< >= 0, in the unit of the value; 0: no sampling error
};

/// A straight line on its scale through 3 or more periods, as fit_trend found it.
struct Trend {
  TrendScale scale = TrendScale::plain;
  double centre = 0;            ///< weighted mean of the times
  double level = 0;             ///< of the line there, on the scale
  double slope = 0;             ///< a unit of time, on the scale
  double level_variance = 0;    ///< of `level`
  double slope_variance = 0;    ///< of `slope`; independent of `level`
  double process_variance = 0;  ///< of a period around the line, beyond its sampling error
  double new_variance = 0;      ///< of a further observation around the line
  double degrees = 1;           ///< of freedom: periods - 2
};

/// Weighted straight line  g(value) = level + slope (time - centre) + process + error.
///
/// g is the scale; the sampling error of each value is carried over by the delta rule. The process
/// variance is the one that makes the weighted sum of squared residuals equal to its degrees of
/// freedom, or 0 when they are smaller without it (Paule and Mandel). Weights are one over process
/// plus sampling variance. A further observation is taken to have the median sampling error.
///
/// @param points  3 to 10,000, times strictly increasing
/// @fails   too_few_observations, too_many_observations, times_not_increasing, value_not_finite,
///          value_negative (a standard error), value_out_of_range (outside of the scale), no_spread
///          (all points lie on a line and none has an error)
/// @cost    linear in the points, times some 200
/// @source  R. C. Paule, J. Mandel, J. Res. Natl. Bur. Stand. 87 (1982) 377-385; with equal weights
///          ordinary least squares
[[nodiscard]] Result<Trend> fit_trend(std::span<const Observed> points, TrendScale scale);

struct Prediction {
  double value = 0;   ///< median, in the unit of the values
  Interval interval;  ///< of a further observation, in the unit of the values
};

/// What a further observation will be at `time`: Student's t with the trend's degrees of freedom.
///
/// @param confidence  two-sided, as a fraction
/// @fails   value_not_finite, confidence_out_of_range
/// @cost    constant
[[nodiscard]] Result<Prediction> predict(const Trend& trend, double time, double confidence);

/// Probability that an observation at `time` is at least `threshold`.
/// @fails   value_not_finite
[[nodiscard]] Result<double> chance_of_at_least(const Trend& trend, double time, double threshold);

/// What must hold of the observations at several later times together.
enum class Course {
  at_least,  ///< each at least `threshold`
  falling,   ///< each below the one before, the first below `threshold`
  rising     ///< each above the one before, the first above `threshold`
};

/// Probability of a course by simulation from the joint predictive distribution: one chi-squared
/// draw scales level, slope and errors, so that they are Student's t together.
///
/// @param times  later times, strictly increasing, 1 to 1,000
/// @param draws  1 to 1,000,000
/// @param seed   the same seed gives the same probability
/// @fails   value_not_finite, too_few_observations, too_many_observations, times_not_increasing
/// @cost    draws x times
[[nodiscard]] Result<double> chance_of(const Trend& trend, Course course,
                                       std::span<const double> times, double threshold,
                                       std::int64_t draws, std::uint64_t seed);

}  // namespace zhiheng::stat
