#include "stat/structural_break.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/mean.h"

namespace zhiheng::stat {
namespace {

/// e^x P(Z <= z), also where one factor overflows and the other vanishes.
double scaled_tail(double x, double z) {
  const double tail = normal_cdf(z);
  if (tail > 1e-290) return std::exp(x + std::log(tail));
  // Mills' ratio: the exponents cancel before anything overflows.
  return std::exp(x - z * z / 2) / (-z * std::sqrt(2 * std::numbers::pi));
}

/// P(place of the maximum <= x), Bai 1997, appendix B, with variance ratio phi after the break.
double place_cdf(double x, double phi) {
  const double size = std::abs(x);
  if (size == 0) return x < 0 || phi == 0 ? 0.5 : place_cdf(-1e-12, phi);
  const double density = std::exp(std::log(size) / 2 - std::log(2 * std::numbers::pi) / 2);
  if (x < 0) {
    const double ratio = 1 / phi;
    return -density * std::exp(-size / 8) -
           phi * (phi + 2) / (phi + 1) *
               scaled_tail(ratio * (1 + ratio) * size / 2, -(0.5 + ratio) * std::sqrt(size)) +
           (size / 2 - 2 + (phi + 2) * (phi + 2) / (phi + 1)) * normal_cdf(-std::sqrt(size) / 2);
  }
  const double ratio = 1 / phi;
  return 1 + std::sqrt(ratio) * density * std::exp(-ratio * size / 8) +
         (2 * phi + 1) / (phi * (phi + 1)) *
             scaled_tail((phi + 1) * size / 2, -(phi + 0.5) / std::sqrt(phi) * std::sqrt(size)) -
         ((2 * phi + 1) * (2 * phi + 1) / ((phi + 1) * phi) - 2 + ratio * size / 2) *
             normal_cdf(-std::sqrt(ratio * size) / 2);
}

double place_quantile(double level, double phi) {
  double far = level < 0.5 ? -1.0 : 1.0;
  while (std::abs(far) < 1e8 &&
         (level < 0.5 ? place_cdf(far, phi) > level : place_cdf(far, phi) < level)) {
    far *= 2;
  }
  double near = 0;
  for (int step = 0; step < 200; ++step) {
    const double middle = (near + far) / 2;
    const bool beyond =
        level < 0.5 ? place_cdf(middle, phi) <= level : place_cdf(middle, phi) >= level;
    (beyond ? far : near) = middle;
  }
  return (near + far) / 2;
}

}  // namespace

Result<SupF> sup_f(std::span<const double> values, double trimming) {
  if (!(trimming > 0 && trimming < 0.5)) {
    return fail(probability_out_of_range, "trimming", shown(trimming), "> 0, < 0.5");
  }
  ZH_DO(check_at_least("values", values.size(), 8));
  ZH_DO(check_finite("values", values));
  ZH_TRY(const Moments all, moments_of(values));
  const auto n = static_cast<double>(values.size());
  const double total = all.variance * (n - 1);
  if (total == 0) return fail(no_spread, "values", shown(values[0]), "> 1 distinct value");

  const auto first = std::max<std::size_t>(1, static_cast<std::size_t>(trimming * n));
  SupF found;
  double sum = 0;
  double smallest = total;
  for (std::size_t i = 0; i + first < values.size(); ++i) {
    sum += values[i] - all.mean;
    const auto before = static_cast<double>(i + 1);
    if (i + 1 < first) continue;
    const double rest = total - sum * sum * n / (before * (n - before));
    if (rest >= smallest) continue;
    smallest = rest;
    found.last = i;
  }
  // Differences of sums leave a rounding error where the two levels explain everything.
  smallest = std::max(smallest, total * 1e-15);
  found.statistic = (total - smallest) / (smallest / (n - 2));
  const double c = found.statistic;
  const double spread = 2 * std::log((1 - trimming) / trimming);
  const double tail = std::sqrt(c / 2) * std::exp(-c / 2) / std::sqrt(std::numbers::pi) *
                      ((1 - 1 / c) * spread + 2 / c);
  found.p_value = c < 1 ? 1.0 : std::clamp(tail, 0.0, 1.0);
  return found;
}

Result<BreakInterval> break_interval(std::span<const double> values, std::size_t last,
                                     double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_DO(check_at_least("values before the break", last + 1, 2));
  ZH_DO(check_at_least("values after the break", values.size() - std::min(values.size(), last + 1),
                       2));
  ZH_TRY(const Moments before, moments_of(values.first(last + 1)));
  ZH_TRY(const Moments after, moments_of(values.subspan(last + 1)));
  const auto sigma = [](const Moments& side) {
    const auto n = static_cast<double>(side.count);
    return side.variance * (n - 1) / n;
  };
  const double shift = after.mean - before.mean;
  if (sigma(before) == 0 || sigma(after) == 0 || shift == 0) {
    return fail(no_spread, "values", shown(shift), "variance on both sides, means that differ");
  }
  const double phi = sigma(after) / sigma(before);
  const double scale = shift * shift / sigma(before);
  const double tail = (1 - confidence) / 2;
  const double high = place_quantile(1 - tail, phi) / scale;
  const double low = place_quantile(tail, phi) / scale;
  const auto at = static_cast<std::int64_t>(last);
  return BreakInterval{at - static_cast<std::int64_t>(std::ceil(high)),
                       at - static_cast<std::int64_t>(std::floor(low))};
}

}  // namespace zhiheng::stat
