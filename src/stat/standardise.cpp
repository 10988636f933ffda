#include "stat/standardise.h"

#include <algorithm>

#include "stat/check.h"
#include "stat/distributions.h"
#include "stat/rate.h"

namespace zhiheng::stat {
namespace {

Result<double> checked_standard(std::span<const StandardClass> classes) {
  ZH_DO(check_at_least("classes", classes.size(), 1));
  double standard = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    ZH_DO(check_not_negative(place("classes", i) + ".events", classes[i].events));
    ZH_DO(check_not_negative(place("classes", i) + ".standard", classes[i].standard));
    const bool used = classes[i].standard > 0 || classes[i].events > 0;
    const auto check_population = used ? &check_positive : &check_not_negative;
    ZH_DO(check_population(place("classes", i) + ".population", classes[i].population));
    standard += classes[i].standard;
  }
  ZH_DO(check_positive("sum of standard", standard));
  return standard;
}

/// Gamma quantile given by mean and variance instead of shape and scale.
double gamma_bound(double upper_tail, double mean, double variance) {
  return gamma_upper_quantile(upper_tail, mean * mean / variance) * variance / mean;
}

}  // namespace

Result<StandardisedRate> standardise_directly(std::span<const StandardClass> classes,
                                              double confidence) {
  ZH_TRY(const double standard, checked_standard(classes));
  ZH_DO(check_confidence(confidence));

  StandardisedRate result;
  double events = 0;
  double population = 0;
  double largest = 0;
  for (const StandardClass& one : classes) {
    events += one.events;
    population += one.population;
    if (one.standard == 0) continue;
    const double weight = one.standard / standard / one.population;
    result.rate += weight * one.events;
    result.variance += weight * weight * one.events;
    largest = std::max(largest, weight);
  }
  const double tail = (1 - confidence) / 2;
  result.crude = events / population;
  result.interval.low = result.rate > 0 ? gamma_bound(1 - tail, result.rate, result.variance) : 0.0;
  result.interval.high =
      gamma_bound(tail, result.rate + largest, result.variance + largest * largest);
  return result;
}

Result<StandardisedRatio> standardise_indirectly(std::int64_t observed,
                                                 std::span<const double> population,
                                                 std::span<const double> reference_rates,
                                                 double confidence) {
  ZH_DO(check_same_length("reference_rates", reference_rates.size(), population.size()));
  double expected = 0;
  for (std::size_t i = 0; i < population.size(); ++i) {
    ZH_DO(check_not_negative(place("population", i), population[i]));
    ZH_DO(check_not_negative(place("reference_rates", i), reference_rates[i]));
    expected += population[i] * reference_rates[i];
  }
  ZH_DO(check_positive("expected", expected));
  ZH_TRY(const Interval interval, poisson_interval(observed, expected, confidence));
  return StandardisedRatio{expected, static_cast<double>(observed) / expected, interval};
}

}  // namespace zhiheng::stat
