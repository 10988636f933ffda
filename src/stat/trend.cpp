#include "stat/trend.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

Result<void> check_size(std::size_t found, std::size_t most) {
  ZH_DO(check_at_least("values", found, 3));
  if (found > most) {
    return fail(too_many_observations, "values", std::to_string(found),
                "<= " + std::to_string(most));
  }
  return {};
}

/// Pairs that stand in falling order, counted while merging; sorts the values.
std::int64_t falling_pairs(std::vector<double>& values) {
  std::vector<double> merged(values.size());
  std::int64_t falling = 0;
  for (std::size_t width = 1; width < values.size(); width *= 2) {
    for (std::size_t start = 0; start < values.size(); start += 2 * width) {
      const std::size_t middle = std::min(start + width, values.size());
      const std::size_t end = std::min(start + 2 * width, values.size());
      std::size_t left = start;
      std::size_t right = middle;
      for (std::size_t out = start; out < end; ++out) {
        if (left < middle && (right == end || values[left] <= values[right])) {
          merged[out] = values[left++];
        } else {
          falling += static_cast<std::int64_t>(middle - left);
          merged[out] = values[right++];
        }
      }
    }
    values.swap(merged);
  }
  return falling;
}

}  // namespace

Result<MannKendall> mann_kendall(std::span<const double> values) {
  ZH_DO(check_size(values.size(), 10'000'000));
  ZH_DO(check_finite("values", values));

  std::vector<double> sorted(values.begin(), values.end());
  const std::int64_t falling = falling_pairs(sorted);
  const auto n = static_cast<double>(values.size());
  std::int64_t tied_pairs = 0;
  double tie_variance = 0;
  for (std::size_t start = 0; start < sorted.size();) {
    std::size_t end = start + 1;
    while (end < sorted.size() && sorted[end] == sorted[start]) ++end;
    const auto group = static_cast<std::int64_t>(end - start);
    const auto t = static_cast<double>(group);
    tied_pairs += group * (group - 1) / 2;
    tie_variance += t * (t - 1) * (2 * t + 5);
    start = end;
  }
  const auto count = static_cast<std::int64_t>(values.size());
  const std::int64_t pairs = count * (count - 1) / 2;

  MannKendall result;
  result.s = pairs - tied_pairs - 2 * falling;
  result.variance = (n * (n - 1) * (2 * n + 5) - tie_variance) / 18;
  if (result.variance <= 0) return result;
  const auto s = static_cast<double>(result.s);
  const double towards_zero = result.s > 0 ? -1 : result.s < 0 ? 1 : 0;
  result.z = (s + towards_zero) / std::sqrt(result.variance);
  result.p_value = std::min(1.0, 2 * normal_upper(std::abs(result.z)));
  result.tau = s / std::sqrt(static_cast<double>(pairs) * static_cast<double>(pairs - tied_pairs));
  return result;
}

Result<TheilSen> theil_sen(std::span<const double> times, std::span<const double> values,
                           double confidence) {
  ZH_DO(check_same_length("times", times.size(), values.size()));
  ZH_DO(check_size(values.size(), 20'000));
  ZH_DO(check_finite("times", times));
  ZH_TRY(const MannKendall order, mann_kendall(values));
  ZH_DO(check_confidence(confidence));
  for (std::size_t i = 1; i < times.size(); ++i) {
    if (times[i] <= times[i - 1]) {
      return fail(times_not_increasing, place("times", i), shown(times[i]),
                  "> " + shown(times[i - 1]));
    }
  }

  std::vector<double> slopes;
  slopes.reserve(values.size() * (values.size() - 1) / 2);
  for (std::size_t i = 0; i < values.size(); ++i) {
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      slopes.push_back((values[j] - values[i]) / (times[j] - times[i]));
    }
  }
  TheilSen result;
  result.slope = median(slopes);
  std::vector<double> rests;
  rests.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    rests.push_back(values[i] - result.slope * times[i]);
  }
  result.intercept = median(rests);

  // Sen's bounds are the (N -/+ c) / 2-th slopes in order, c = z sqrt(var s); selected, not sorted.
  const double half = normal_quantile((1 + confidence) / 2) * std::sqrt(order.variance) / 2;
  const double centre = static_cast<double>(slopes.size() - 1) / 2;
  const auto slope_at = [&](double position) {
    const double inside = std::clamp(position, 0.0, static_cast<double>(slopes.size() - 1));
    const auto at = slopes.begin() + static_cast<std::ptrdiff_t>(inside);
    std::nth_element(slopes.begin(), at, slopes.end());
    return *at;
  };
  result.interval.low = slope_at(std::floor(centre - half));
  result.interval.high = slope_at(std::ceil(centre + half));
  return result;
}

}  // namespace zhiheng::stat
