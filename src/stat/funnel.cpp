#include "stat/funnel.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/order.h"

namespace zhiheng::stat {
namespace {

Result<void> check(double target, std::int64_t trials) {
  ZH_DO(check_count(0, trials));
  return check_probability("target", target);
}

}  // namespace

Result<std::int64_t> funnel_count(double target, std::int64_t trials, double level) {
  ZH_DO(check(target, trials));
  ZH_DO(check_probability("level", level));
  return binomial_quantile(level, trials, target);
}

Result<double> funnel_limit(double target, std::int64_t trials, double level) {
  ZH_TRY(const std::int64_t r, funnel_count(target, trials, level));
  const double overshoot = binomial_cdf(r, trials, target) - level;
  const double step = binomial_probability(r, trials, target);
  return (static_cast<double>(r) - overshoot / step) / static_cast<double>(trials);
}

Result<double> funnel_limit_poisson(double expected, double level, double target) {
  ZH_DO(check_positive("expected", expected));
  ZH_DO(check_positive("target", target));
  ZH_DO(check_probability("level", level));
  const double mean = expected * target;
  constexpr double most = 1e15;  // whole counts stay exact as doubles up to here
  if (!(mean <= most)) {
    return fail(value_out_of_range, "expected x target", shown(mean), "<= " + shown(most));
  }
  const std::int64_t r = poisson_quantile(level, mean);
  const double overshoot = poisson_cdf(r, mean) - level;
  return (static_cast<double>(r) - overshoot / poisson_probability(r, mean)) / expected;
}

Result<Interval> funnel_limits(double target, std::int64_t trials, double confidence) {
  ZH_DO(check_confidence(confidence));
  ZH_TRY(const double low, funnel_limit(target, trials, (1 - confidence) / 2));
  ZH_TRY(const double high, funnel_limit(target, trials, (1 + confidence) / 2));
  return Interval{std::max(0.0, low), std::min(1.0, high)};
}

Result<Overdispersion> overdispersion(std::span<const double> z, std::span<const double> errors,
                                      double winsorised) {
  ZH_DO(check_at_least("z", z.size(), 3));
  ZH_DO(check_same_length("errors", errors.size(), z.size()));
  ZH_DO(check_finite("z", z));
  if (!(winsorised >= 0 && winsorised < 0.5)) {
    return fail(probability_out_of_range, "winsorised", shown(winsorised), ">= 0, < 0.5");
  }
  double sum = 0;  // of the weights 1 / se^2
  double sum_of_squares = 0;
  for (std::size_t i = 0; i < errors.size(); ++i) {
    ZH_DO(check_positive(place("errors", i), errors[i]));
    const double weight = 1 / (errors[i] * errors[i]);
    sum += weight;
    sum_of_squares += weight * weight;
  }

  const std::vector<double> ordered = in_order(z);
  const double low = quantile_of_ordered(ordered, winsorised);
  const double high = quantile_of_ordered(ordered, 1 - winsorised);
  double squares = 0;
  for (const double one : z) squares += std::pow(std::clamp(one, low, high), 2);

  const auto units = static_cast<double>(z.size());
  return Overdispersion{squares / units,
                        std::max(0.0, (squares - (units - 1)) / (sum - sum_of_squares / sum)),
                        z.size()};
}

Result<Overdispersion> overdispersion_of_shares(std::span<const Proportion> units, double target,
                                                double winsorised) {
  ZH_DO(check_probability("target", target));
  std::vector<double> z;
  std::vector<double> errors;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto& [count, trials] = units[i];
    ZH_DO(check_count("units", i, count, trials));
    const auto n = static_cast<double>(trials);
    errors.push_back(1 / (2 * std::sqrt(n)));
    z.push_back(
        (std::asin(std::sqrt(static_cast<double>(count) / n)) - std::asin(std::sqrt(target))) /
        errors.back());
  }
  return overdispersion(z, errors, winsorised);
}

Result<Overdispersion> overdispersion_of_ratios(std::span<const double> observed,
                                                std::span<const double> expected,
                                                double winsorised) {
  ZH_DO(check_same_length("expected", expected.size(), observed.size()));
  std::vector<double> z;
  std::vector<double> errors;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    ZH_DO(check_not_negative(place("observed", i), observed[i]));
    ZH_DO(check_positive(place("expected", i), expected[i]));
    z.push_back(2 * (std::sqrt(observed[i]) - std::sqrt(expected[i])));
    errors.push_back(1 / (2 * std::sqrt(expected[i])));
  }
  return overdispersion(z, errors, winsorised);
}

Result<Interval> funnel_limits_overdispersed(double target, std::int64_t trials, double tau_squared,
                                             double confidence) {
  ZH_DO(check(target, trials));
  ZH_DO(check_not_negative("tau_squared", tau_squared));
  ZH_DO(check_confidence(confidence));

  const double half = normal_quantile((1 + confidence) / 2) *
                      std::sqrt(1 / (4 * static_cast<double>(trials)) + tau_squared);
  const double centre = std::asin(std::sqrt(target));
  const auto back = [](double angle) {
    return std::pow(std::sin(std::clamp(angle, 0.0, std::numbers::pi / 2)), 2);
  };
  return Interval{back(centre - half), back(centre + half)};
}

Result<Interval> funnel_limits_poisson_overdispersed(double expected, double tau_squared,
                                                     double confidence) {
  ZH_DO(check_positive("expected", expected));
  ZH_DO(check_not_negative("tau_squared", tau_squared));
  ZH_DO(check_confidence(confidence));

  const double half =
      normal_quantile((1 + confidence) / 2) * std::sqrt(1 / (4 * expected) + tau_squared);
  return Interval{std::pow(std::max(0.0, 1 - half), 2), std::pow(1 + half, 2)};
}

}  // namespace zhiheng::stat
