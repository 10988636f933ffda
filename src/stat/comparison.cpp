#include "stat/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/failures.h"
#include "stat/two_sided.h"

namespace zhiheng::stat {
namespace {

double share(const Proportion& sample) {
  return static_cast<double>(sample.count) / static_cast<double>(sample.trials);
}

double two_sided_normal(double z) { return std::min(1.0, 2 * normal_upper(std::abs(z))); }

double binomial_two_sided(std::int64_t count, std::int64_t trials, double p) {
  const auto mode =
      std::min(trials, static_cast<std::int64_t>(std::floor(static_cast<double>(trials + 1) * p)));
  const Tails tails = tails_no_likelier(
      count, 0, mode, trials, [&](std::int64_t k) { return binomial_probability(k, trials, p); });
  if (tails.everything) return 1;
  return std::min(
      1.0, binomial_cdf(tails.low_end, trials, p) + binomial_at_least(tails.high_start, trials, p));
}

Result<void> check(const EventCount& sample) {
  ZH_DO(check_not_negative("events", static_cast<double>(sample.events)));
  return check_positive("exposure", sample.exposure);
}

}  // namespace

Result<ProportionComparison> compare_proportions(const Proportion& first, const Proportion& second,
                                                 double confidence) {
  ZH_TRY(const Interval one, wilson_interval(first.count, first.trials, confidence));
  ZH_TRY(const Interval two, wilson_interval(second.count, second.trials, confidence));

  const double p1 = share(first);
  const double p2 = share(second);
  ProportionComparison result;
  result.difference = p1 - p2;
  result.interval.low = std::max(-1.0, result.difference - std::hypot(p1 - one.low, two.high - p2));
  result.interval.high = std::min(1.0, result.difference + std::hypot(one.high - p1, p2 - two.low));

  const auto n1 = static_cast<double>(first.trials);
  const auto n2 = static_cast<double>(second.trials);
  const double pooled = static_cast<double>(first.count + second.count) / (n1 + n2);
  const double variance = pooled * (1 - pooled) * (1 / n1 + 1 / n2);
  if (variance > 0) {
    result.z = result.difference / std::sqrt(variance);
    result.p_value = two_sided_normal(result.z);
  }
  return result;
}

Result<Interval> wald_difference_interval(const Proportion& first, const Proportion& second,
                                          double confidence) {
  ZH_DO(check_count(first.count, first.trials));
  ZH_DO(check_count(second.count, second.trials));
  ZH_DO(check_confidence(confidence));

  const double p1 = share(first);
  const double p2 = share(second);
  const double half = normal_quantile((1 + confidence) / 2) *
                      std::sqrt(p1 * (1 - p1) / static_cast<double>(first.trials) +
                                p2 * (1 - p2) / static_cast<double>(second.trials));
  return Interval{p1 - p2 - half, p1 - p2 + half};
}

Result<PairedComparison> compare_paired(std::int64_t first_only, std::int64_t second_only,
                                        std::int64_t pairs) {
  ZH_DO(check_count(first_only, pairs));
  if (second_only < 0 || second_only > pairs - first_only) {
    return fail(count_out_of_range, "second_only", shown(second_only),
                "0.." + shown(pairs - first_only));
  }

  const auto b = static_cast<double>(first_only);
  const auto c = static_cast<double>(second_only);
  PairedComparison result;
  result.difference = (b - c) / static_cast<double>(pairs);
  if (first_only + second_only == 0) return result;
  result.chi_squared = (b - c) * (b - c) / (b + c);
  result.p_value = chi_squared_upper(result.chi_squared, 1);
  const double corrected = std::max(0.0, std::abs(b - c) - 1);
  result.chi_squared_corrected = corrected * corrected / (b + c);
  result.p_value_corrected = chi_squared_upper(result.chi_squared_corrected, 1);
  result.p_value_exact = binomial_two_sided(first_only, first_only + second_only, 0.5);
  return result;
}

Result<RateComparison> compare_rates(const EventCount& first, const EventCount& second,
                                     double confidence) {
  ZH_DO(check(first));
  ZH_DO(check(second));
  const std::int64_t sum = first.events + second.events;
  if (sum == 0) return fail(too_few_observations, "events", "0", ">= 1");
  ZH_TRY(const Interval bounds, clopper_pearson_interval(first.events, sum, confidence));

  constexpr double infinity = std::numeric_limits<double>::infinity();
  const double scale = second.exposure / first.exposure;
  const auto as_ratio = [&](double p) { return p >= 1 ? infinity : p / (1 - p) * scale; };
  RateComparison result;
  result.ratio = as_ratio(static_cast<double>(first.events) / static_cast<double>(sum));
  result.interval = {as_ratio(bounds.low), as_ratio(bounds.high)};
  result.p_value = binomial_two_sided(first.events, sum, 1 / (1 + scale));
  return result;
}

Result<BinomialTest> binomial_test(const Proportion& sample, double target) {
  const auto& [count, trials] = sample;
  ZH_DO(check_count(count, trials));
  ZH_DO(check_probability("target", target));
  return BinomialTest{binomial_two_sided(count, trials, target),
                      binomial_cdf(count, trials, target),
                      binomial_at_least(count, trials, target)};
}

}  // namespace zhiheng::stat
