#pragma once
// Has a running process left its target? CUSUM chart, its run length and its limits.

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

struct CusumOptions {
  double target = 0;       ///< mean that should hold
  double sigma = 1;        ///< standard deviation of one value, > 0
  double reference = 0.5;  ///< k: half the shift to be found, in sigmas, >= 0
  double limit = 5;        ///< h: alarm above it, in sigmas, > 0
  double head_start = 0;   ///< first sums start here (fast initial response), 0 <= it < limit
};

struct CusumPoint {
  double upper = 0;  ///< evidence of a higher mean so far, in sigmas
  double lower = 0;  ///< of a lower mean, >= 0
  bool alarm = false;
};

/// Tabular CUSUM: upper = max(0, upper + z - k), lower = max(0, lower - z - k), alarm when either
/// is above h. The sums go on after an alarm; restart with the rest of the series after acting on
/// one.
///
/// @return  one point per value
/// @fails   value_not_finite, value_not_positive, value_negative
/// @source  E. S. Page, Biometrika 41 (1954) 100-115; D. C. Montgomery, Introduction to
///          Statistical Quality Control, chapter 9
[[nodiscard]] Result<std::vector<CusumPoint>> cusum_chart(std::span<const double> values,
                                                          const CusumOptions& options);

/// Which alarms count.
enum class Sides { one, two };

/// Mean number of values until an alarm when the true mean is `shift` sigmas above target.
///
/// The upper sum's run length solves L(s) = 1 + L(0) Phi(k - s - d) + int_0^h L(y) phi(y + k - s -
/// d) dy, here by Gauss-Legendre quadrature on 64 nodes; two sides: 1/L = 1/L(d) + 1/L(-d).
///
/// @param reference  k >= 0
/// @param limit      h, 0 < h <= 30
/// @param shift      d, finite, |d| <= 20
/// @fails   value_not_finite, value_negative, value_not_positive, value_out_of_range
/// @source  S. Knoth, Sequential Anal. 24 (2005) 325-350
/// @checked R spc 0.6.7 xcusum.arl
[[nodiscard]] Result<double> cusum_run_length(double reference, double limit, double shift,
                                              Sides sides);

/// The limit h whose run length on target is `run_length`.
///
/// @param run_length  values between false alarms, 2 <= it <= 10^8
/// @fails   as cusum_run_length; value_out_of_range when no limit up to 30 gives it
/// @checked R spc 0.6.7 xcusum.crit(sided = "two")
[[nodiscard]] Result<double> cusum_limit(double reference, double run_length, Sides sides);

}  // namespace zhiheng::stat
