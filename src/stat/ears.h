#pragma once
// Is today's count above the last days'? The EARS methods C1, C2 and C3.

#include <cstddef>
#include <span>
#include <vector>

#include "base/result.h"

namespace zhiheng::stat {

enum class EarsMethod {
  c1,  ///< baseline directly before the day
  c2,  ///< baseline that ends two days before it, so that a slow start does not hide itself
  c3,  ///< C2 with what the last two days exceeded their C2 - 1 by
};

struct EarsOptions {
  EarsMethod method = EarsMethod::c1;
  int baseline = 7;          ///< values, >= 3
  double minimum_sigma = 0;  ///< the baseline's standard deviation is taken as at least this, >= 0
  double alpha = 0.001;      ///< one-sided, 0 < alpha < 1
};

struct EarsPoint {
  double upper = 0;
  bool alarm = false;  ///< count > upper
};

/// The first position (from 0) that has a full baseline.
[[nodiscard]] std::size_t ears_start(const EarsOptions& options);

/// Bounds and alarms from ears_start to the end of the series.
///
/// C1, C2: upper = mean + z s of the baseline, z the normal quantile at 1 - alpha.
/// C3: upper = max(0, count + s (z - max(0, C2(t-1) - 1) - max(0, C2(t-2) - 1))), C2 = (count -
/// mean) / s, as R's surveillance gives it. Where s is 0 and the count is the mean, C2 is undefined
/// there; then the bound is not a number and no alarm is raised. A minimum_sigma above zero avoids
/// it.
///
/// @return  one per position; empty when the series is shorter than a baseline
/// @fails   value_out_of_range (baseline), value_negative, value_not_finite,
///          probability_out_of_range
/// @cost    linear, whatever the baseline
/// @source  L. Hutwagner et al., J. Urban Health 80 (2003) i89-i96; R. D. Fricker et al., Stat.
///          Med. 27 (2008) 3407-3429
/// @checked R surveillance 1.20.3 earsC
[[nodiscard]] Result<std::vector<EarsPoint>> ears(std::span<const double> counts,
                                                  const EarsOptions& options);

}  // namespace zhiheng::stat
