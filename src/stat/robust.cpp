#include "stat/robust.h"

#include <cmath>

#include "stat/check.h"
#include "stat/failures.h"
#include "stat/order.h"

namespace zhiheng::stat {

Result<RobustScale> robust_scale(std::span<const double> values) {
  ZH_DO(check_at_least("values", values.size(), 3));
  ZH_DO(check_finite("values", values));
  const double centre = median(values);
  std::vector<double> deviations;
  deviations.reserve(values.size());
  double sum = 0;
  for (const double value : values) {
    deviations.push_back(std::abs(value - centre));
    sum += deviations.back();
  }
  const double mad = median(deviations);
  // 1 / (normal quantile at 3/4) and sqrt(pi / 2): each makes the measure a standard deviation.
  constexpr double per_mad = 1.4826022185056018;
  constexpr double per_mean_deviation = 1.2533141373155003;
  const double spread =
      mad > 0 ? per_mad * mad : per_mean_deviation * sum / static_cast<double>(values.size());
  if (!(spread > 0)) return fail(no_spread, "values", shown(centre), "> 1 distinct value");
  return RobustScale{centre, spread};
}

Result<std::vector<double>> robust_z(std::span<const double> values) {
  ZH_TRY(const RobustScale scale, robust_scale(values));
  std::vector<double> z;
  z.reserve(values.size());
  for (const double value : values) z.push_back((value - scale.centre) / scale.spread);
  return z;
}

}  // namespace zhiheng::stat
