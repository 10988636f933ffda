#include "stat/ears.h"

#include <algorithm>
#include <cmath>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"

namespace zhiheng::stat {
namespace {

struct Baseline {
  double mean = 0;
  double sigma = 0;
};

std::size_t lag_of(EarsMethod method) { return method == EarsMethod::c1 ? 0 : 2; }

/// Mean and standard deviation of every run of `length` values; entry i is of values[i] to
/// values[i + length - 1].
std::vector<Baseline> baselines_of(std::span<const double> values, std::size_t length,
                                   double minimum_sigma) {
  std::vector<Baseline> all;
  if (values.size() < length) return all;
  all.reserve(values.size() - length + 1);
  const auto n = static_cast<double>(length);
  for (std::size_t i = 0; i + length <= values.size(); ++i) {
    double sum = 0;
    for (std::size_t j = i; j < i + length; ++j) sum += values[j];
    const double mean = sum / n;
    double squares = 0;
    for (std::size_t j = i; j < i + length; ++j) squares += (values[j] - mean) * (values[j] - mean);
    all.push_back({mean, std::max(std::sqrt(squares / (n - 1)), minimum_sigma)});
  }
  return all;
}

}  // namespace

std::size_t ears_start(const EarsOptions& options) {
  const auto length = static_cast<std::size_t>(options.baseline);
  return length + lag_of(options.method) + (options.method == EarsMethod::c3 ? 2 : 0);
}

Result<std::vector<EarsPoint>> ears(std::span<const double> counts, const EarsOptions& options) {
  if (options.baseline < 3) {
    return fail(value_out_of_range, "baseline", std::to_string(options.baseline), ">= 3");
  }
  ZH_DO(check_not_negative("minimum_sigma", options.minimum_sigma));
  ZH_DO(check_probability("alpha", options.alpha));
  ZH_DO(check_finite("counts", counts));

  const double z = normal_quantile(1 - options.alpha);
  const auto length = static_cast<std::size_t>(options.baseline);
  const std::size_t start = ears_start(options);
  const std::size_t back = length + lag_of(options.method);
  std::vector<EarsPoint> points;
  if (counts.size() <= start) return points;
  const auto baselines = baselines_of(counts, length, options.minimum_sigma);
  points.reserve(counts.size() - start);
  const auto above = [&](std::size_t t) {
    const Baseline& base = baselines[t - back];
    const double excess = (counts[t] - base.mean) / base.sigma - 1;
    return excess > 0 || std::isnan(excess) ? excess : 0.0;
  };
  for (std::size_t t = start; t < counts.size(); ++t) {
    const Baseline& base = baselines[t - back];
    double upper = base.mean + z * base.sigma;
    if (options.method == EarsMethod::c3) {
      upper = counts[t] + base.sigma * (z - (above(t - 2) + above(t - 1)));
      if (upper < 0) upper = 0;
    }
    points.push_back({upper, counts[t] > upper});
  }
  return points;
}

}  // namespace zhiheng::stat
